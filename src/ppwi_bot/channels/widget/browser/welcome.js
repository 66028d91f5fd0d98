// @ts-check
// What stands in the empty chat: a greeting, what the quotes are, and questions to start with.

import { Trouble } from "./client.js";
import { button, heading, link, make, mark } from "./dom.js";

export class Welcome {
  /**
   * @param {import("./types.d.ts").Settings} settings
   * @param {import("./types.d.ts").Around} around
   * @param {import("./trouble.js").TroubleBox} trouble
   */
  constructor(settings, around, trouble) {
    this.settings = settings;
    this.around = around;
    this.trouble = trouble;
    this.element = make("div", { class: "welcome" });
    this.starters = make("div", { class: "starters" });
    this.example = "";
  }

  /**
   * Fetch and draw it. A server that does not answer this keeps nobody from asking.
   * @returns {Promise<import("./types.d.ts").Welcome | null>}
   */
  async greet() {
    /** @type {import("./types.d.ts").Welcome | null} */
    let found = null;
    try {
      found = await this.around.client.welcome();
    } catch (error) {
      if (error instanceof Trouble && error.kind === "scope") return this.withoutScope();
      if (error instanceof Trouble && error.kind === "refused") this.trouble.show(error);
    }
    this.draw(found);
    return found;
  }

  async withoutScope() {
    this.around.client.dropScope();
    const found = await this.greet();
    this.element.append(make("p", { class: "notices" }, this.around.say("trouble.scope")));
    return found;
  }

  /** @param {import("./types.d.ts").Welcome | null} found */
  draw(found) {
    const { settings, around } = this;
    const { say, level, ask } = around;
    const questions = settings.questions.length ? settings.questions : (found?.questions ?? []);
    const greeting = settings.greeting ?? say("greeting");
    const items = questions.map((one) => make("li", {}, button(one, () => ask(one), { class: "choice", dir: "auto" })));
    this.example = questions[0] ? say("example", { question: questions[0] }) : "";
    this.element.replaceChildren();
    if (greeting) this.element.append(make("p", { class: "greeting" }, greeting));
    if (found?.quotes.illustrative) this.element.append(this.originNote(found.quotes));
    if (items.length) this.starters.replaceChildren(heading(level, {}, say("start")), make("ul", { class: "choices" }, ...items));
  }

  /** @param {import("./types.d.ts").Numbers} quotes */
  originNote({ real, illustrative }) {
    const { say, base } = this.around;
    const why = link(`${base}about#illustrative`, say("origin.why"), this.around);
    const text = say(illustrative > real ? "origin.most" : "origin.some", { illustrative });
    return make("p", { class: "origin-note" }, mark(say), make("span", {}, text, " ", say("origin.real", { count: real }), " ", why));
  }
}
