// @ts-check
// What stands around the conversation: a dialog in the corner of a page, or a part of the page itself.

import { button, freshId, heading, make } from "./dom.js";

const SMALL = "(max-width: 640px), (max-height: 480px)"; // here the dialog takes the whole screen, and the keyboard with it

/**
 * @typedef {{title: string, say: import("./types.d.ts").Say, tools: HTMLElement, body: HTMLElement, foot: HTMLElement[]}} Parts
 */

/**
 * A part of the page. On our own chat page it has no title of its own: the page has one.
 * @param {Parts} parts
 * @param {boolean} inPage
 */
export function standing({ title, tools, body, foot }, inPage) {
  const id = freshId();
  const head = inPage ? make("header", { class: "head" }, tools) : make("header", { class: "head" }, heading(2, { id }, title), tools);
  return make("section", { class: "panel", ...(inPage ? { "aria-label": title } : { "aria-labelledby": id }) }, head, body, ...foot);
}

/** The dialog that the launcher opens. */
export class Floating {
  /**
   * @param {Parts} parts
   * @param {HTMLElement} launcher
   * @param {(open: boolean) => void} changed
   */
  constructor({ title, say, tools, body, foot }, launcher, changed) {
    this.launcher = launcher;
    this.changed = changed;
    this.small = matchMedia(SMALL);
    const [id, more] = [freshId(), freshId()];
    tools.id = more;
    tools.hidden = true;
    this.menu = button(say("menu"), () => this.toggleTools(), { class: "small", "aria-expanded": "false", "aria-controls": more });
    this.tools = tools;
    const close = button(say("close"), () => this.close(), { class: "small" });
    const head = make("header", { class: "head" }, heading(2, { id }, title), make("div", {}, this.menu, close));
    this.element = make("dialog", { class: "panel", "aria-labelledby": id }, head, tools, body, ...foot);
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) this.close();
    });
    this.element.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    this.small.addEventListener("change", () => this.element.open && this.reopen());
  }

  open() {
    this.launcher.hidden = true;
    this.launcher.querySelector("button")?.setAttribute("aria-expanded", "true");
    if (!this.element.open) this.showing();
    this.changed(true);
  }

  close() {
    this.element.close();
    this.launcher.hidden = false;
    const button = this.launcher.querySelector("button");
    button?.setAttribute("aria-expanded", "false");
    button?.focus();
    this.changed(false);
  }

  /** Where the dialog covers the page, the page must not be reached behind it. */
  showing() {
    if (this.small.matches) this.element.showModal();
    else this.element.open = true; // show() would take the focus, also where the chat opens by itself
  }

  reopen() {
    this.element.close();
    this.showing();
  }

  toggleTools() {
    this.tools.hidden = !this.tools.hidden;
    this.menu.setAttribute("aria-expanded", String(!this.tools.hidden));
  }
}
