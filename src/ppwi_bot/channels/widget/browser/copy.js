// @ts-check
// Putting text on the clipboard, also where a page is not served over HTTPS.

/**
 * @param {string} plain
 * @param {HTMLElement} [rich] the same as rich text
 * @returns {Promise<boolean>} whether it is there now
 */
export async function copy(plain, rich) {
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
