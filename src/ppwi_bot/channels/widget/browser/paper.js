// @ts-check
// What leaves the screen: the conversation as a file, and on paper without the page around it.

import { make } from "./dom.js";

/** @param {string} name @param {string} text */
export function save(name, text) {
  const href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

/** The day, as it is written in a language. @param {string} language */
function today(language) {
  return new Date().toLocaleDateString(language, { dateStyle: "long" });
}

/** On paper nothing is one click away: each quote is whole. @param {HTMLElement} log */
function copyOf(log) {
  const copied = /** @type {HTMLElement} */ (log.cloneNode(true));
  for (const more of copied.querySelectorAll(".quote details")) {
    const whole = more.querySelector("blockquote");
    if (whole) more.previousElementSibling?.replaceWith(whole);
    more.remove();
  }
  return copied;
}

/**
 * Print a copy of the conversation, from a frame that holds nothing else.
 * @param {HTMLElement} log
 * @param {string} style
 * @param {string} title
 * @param {string} from where the conversation was held
 * @param {string} language
 */
export function print(log, style, title, from, language) {
  const frame = make("iframe", { class: "unseen", "aria-hidden": "true", tabindex: -1, title });
  log.getRootNode().appendChild(frame);
  const page = frame.contentDocument;
  const inner = /** @type {(Window & typeof globalThis) | null} */ (frame.contentWindow);
  if (!page || !inner) return;
  const sheet = new inner.CSSStyleSheet();
  sheet.replaceSync(style);
  page.adoptedStyleSheets = [sheet];
  page.body.append(make("div", { class: "root paper" }, make("h1", {}, title), make("p", { class: "fine" }, `${from} · ${today(language)}`), copyOf(log)));
  page.title = title;
  inner.addEventListener("afterprint", () => frame.remove());
  inner.print();
}
