// @ts-check
// Putting text on the clipboard, also where a page is not served over HTTPS.

import { button } from "./dom.js";

const TOLD = 4000; // milliseconds that the button says what came of it

/**
 * A button that copies, and says on itself and aloud whether it did.
 * @param {import("./types.d.ts").Around} around
 * @param {{name: string, done: string}} texts keys of what it says before and after
 * @param {() => {plain: string, rich?: HTMLElement}} content
 * @param {Record<string, string>} [more]
 */
export function copyButton({ say, announce }, { name, done }, content, more = {}) {
  const copying = button(
    say(name),
    async () => {
      const { plain, rich } = content();
      const told = say((await copy(plain, rich)) ? done : "not_copied");
      copying.textContent = told;
      announce(told);
      setTimeout(() => { copying.textContent = say(name); }, TOLD);
    },
    { class: "plain", ...more },
  );
  return copying;
}

/**
 * @param {string} plain
 * @param {HTMLElement} [rich] the same as rich text
 * @returns {Promise<boolean>} whether it is there now
 */
async function copy(plain, rich) {
  const kinds = { "text/plain": plain, ...(rich && { "text/html": rich.outerHTML }) };
  try {
    const blobs = Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    return true;
  } catch {
    return copyByEvent(kinds); // no permission, or no clipboard outside HTTPS
  }
}

/** @param {Record<string, string>} kinds */
function copyByEvent(kinds) {
  let done = false;
  /** @param {ClipboardEvent} event */
  const fill = (event) => {
    for (const [type, text] of Object.entries(kinds)) event.clipboardData?.setData(type, text);
    event.preventDefault();
    event.stopImmediatePropagation();
    done = Boolean(event.clipboardData);
  };
  document.addEventListener("copy", fill, { capture: true });
  document.execCommand("copy");
  document.removeEventListener("copy", fill, { capture: true });
  return done;
}
