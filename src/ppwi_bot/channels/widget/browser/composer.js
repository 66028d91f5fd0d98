// @ts-check
// Where a question is typed. Nothing typed is lost: not when sending fails, not when the page is left.

import { freshId, make } from "./dom.js";

const FEW_LEFT = 100; // characters from which on the rest is counted

export class Composer {
  /**
   * @param {{say: import("./types.d.ts").Say, trouble: HTMLElement, send: (text: string) => void, up: () => void,
   *   typed: (text: string) => void}} given
   */
  constructor({ say, trouble, send, up, typed }) {
    this.say = say;
    this.most = 1000;
    const [id, hint, count] = [freshId(), freshId(), freshId()];
    this.count = make("span", { id: count, class: "count" });
    this.input = make("textarea", { id, rows: 1, autocomplete: "off", enterkeyhint: "send", "aria-describedby": `${count} ${hint}`, dir: "auto" });
    this.button = make("button", { type: "submit", class: "send" }, say("send"));
    this.element = make(
      "form",
      { class: "composer" },
      trouble,
      make("div", { class: "top" }, make("label", { for: id }, say("question")), this.count),
      make("div", { class: "field" }, this.input, this.button),
      make("p", { id: hint, class: "fine" }, say("private")),
    );
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      send(this.input.value.trim());
    });
    this.input.addEventListener("input", () => {
      this.measure();
      typed(this.input.value);
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowUp" && !this.input.value) up();
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.element.requestSubmit();
    });
  }

  /** Characters too many, as the server counts them; 0 or less where it fits. */
  get over() {
    return [...this.input.value.trim()].length - this.most;
  }

  /** @param {string} text */
  put(text) {
    this.input.value = text;
    this.measure();
  }

  measure() {
    const over = this.over;
    this.count.textContent =
      over > 0 ? this.say("too_many", { count: over }) : -over < FEW_LEFT ? this.say("left", { count: -over }) : "";
    this.count.classList.toggle("over", over > 0);
    this.input.toggleAttribute("aria-invalid", false);
    if (over > 0) this.input.setAttribute("aria-invalid", "true");
  }

  /** @param {boolean} sending */
  busy(sending) {
    this.button.textContent = this.say(sending ? "sending" : "send");
    this.button.setAttribute("aria-disabled", String(sending));
  }
}
