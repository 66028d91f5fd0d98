// @ts-check
// What is said when something goes wrong, and how long to wait. The question stays in the box.

import { button, make } from "./dom.js";

/** @typedef {import("./client.js").Trouble} Trouble */

export class TroubleBox {
  /** @param {import("./types.d.ts").Say} say */
  constructor(say) {
    this.say = say;
    this.text = make("p", {});
    this.countdown = make("p", { class: "countdown", "aria-hidden": "true" }); // seen ticking, not heard ticking
    this.actions = make("div", { class: "actions" });
    this.element = make("div", { class: "problem", role: "alert", hidden: true }, this.text, this.countdown, this.actions);
    this.timer = 0;
  }

  /** Whether a wait is still running. */
  get waiting() {
    return this.timer !== 0;
  }

  /**
   * @param {Trouble} trouble
   * @param {() => void} [retry]
   */
  show(trouble, retry) {
    this.hide();
    const { kind, seconds } = trouble;
    this.tell(this.say(`trouble.${kind}`, kind === "busy" ? { count: seconds } : {}), kind === "refused" ? undefined : retry);
    if (kind === "busy") this.wait(seconds, retry);
  }

  /**
   * @param {string} text
   * @param {() => void} [retry]
   * @param {string} [name] words on the button
   */
  tell(text, retry, name = this.say("retry")) {
    this.element.hidden = false;
    this.text.textContent = text;
    this.actions.replaceChildren(...(retry ? [button(name, retry, { class: "small" })] : []));
  }

  hide() {
    clearInterval(this.timer);
    this.timer = 0;
    this.element.hidden = true;
    this.countdown.textContent = "";
  }

  /** @param {number} seconds @param {() => void} [retry] */
  wait(seconds, retry) {
    const until = Date.now() + seconds * 1000;
    this.actions.replaceChildren();
    const tick = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left > 0) {
        this.countdown.textContent = this.say("trouble.countdown", { count: left });
        return;
      }
      this.hide();
      this.tell(this.say("trouble.over"), retry);
    };
    this.timer = setInterval(tick, 500);
    tick();
  }
}
