// @ts-check
// Making elements. Text only ever becomes text: nothing here or elsewhere reads data as markup.

/** @typedef {string | number | boolean | null | undefined | ((event: any) => void)} Property */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with attributes, listeners (`onclick: function`) and children; strings among the children become text.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, Property>} [properties]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function make(name, properties = {}, ...children) {
  return filled(document.createElement(name), properties, children);
}

/**
 * The same for pictures.
 * @template {keyof SVGElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, Property>} [properties]
 * @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[Name]}
 */
export function draw(name, properties = {}, ...children) {
  return filled(/** @type {any} */ (document.createElementNS(SVG, name)), properties, children);
}

/**
 * @template {Element} Kind
 * @param {Kind} element
 * @param {Record<string, Property>} properties
 * @param {(Node | string | null | undefined | false)[]} children
 * @returns {Kind}
 */
function filled(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * A button with visible words as its name.
 * @param {string} text
 * @param {(event: MouseEvent) => void} onclick
 * @param {Record<string, Property>} [more]
 */
export function button(text, onclick, more = {}) {
  return make("button", { type: "button", onclick, ...more }, text);
}

/**
 * A heading of a level that fits where the chat stands.
 * @param {number} level
 * @param {Record<string, Property>} properties
 * @param {...(Node | string | null | undefined | false)} children
 */
export function heading(level, properties, ...children) {
  return make(/** @type {"h2"} */ (`h${Math.min(level, 6)}`), properties, ...children);
}

let made = 0;

/** An id that no other element of this page has, for the parts that name each other. */
export function freshId() {
  made += 1;
  return `part-${made}`;
}

/**
 * The address if it leads to a web page, else nothing: a corpus cannot bring in a script through a link.
 * @param {string} address
 */
export function webAddress(address) {
  return /^https?:\/\//i.test(address) ? address : "";
}

/**
 * A link; where the chat is a guest on another page, it opens a new tab and says so.
 * @param {string} href
 * @param {string} text
 * @param {import("./types.d.ts").Around} around
 * @param {Record<string, Property>} [more]
 */
export function link(href, text, { inPage, say }, more = {}) {
  if (inPage) return make("a", { href, ...more }, text);
  return make("a", { href, target: "_blank", rel: "noopener", ...more }, text, unseen(` (${say("new_tab")})`));
}

/**
 * The mark on what was written for demonstration.
 * @param {import("./types.d.ts").Say} say
 */
export function mark(say) {
  return make("span", { class: "mark" }, say("illustrative"));
}

/**
 * Words for those who listen.
 * @param {string} text
 */
export function unseen(text) {
  return make("span", { class: "unseen" }, text);
}
