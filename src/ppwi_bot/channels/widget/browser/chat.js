// @ts-check
// The conversation: what happens between a question and its answer, and everything that keeps them.

import { announcement } from "./answer.js";
import { Client, Trouble } from "./client.js";
import { Composer } from "./composer.js";
import { button, make } from "./dom.js";
import { Floating, standing } from "./frame.js";
import { toMarkdown } from "./markdown.js";
import { print, save } from "./paper.js";
import { speaker } from "./say.js";
import { Store } from "./store.js";
import { TroubleBox } from "./trouble.js";
import { turnPart, Waiting } from "./turn.js";
import { Welcome } from "./welcome.js";

const GREETING = 400; // milliseconds

/**
 * Put the chat in its place.
 * @param {import("./types.d.ts").Mounting} mounting
 * @returns {Promise<import("./types.d.ts").Chat>}
 */
export async function mount(mounting) {
  const chat = new Conversation(mounting);
  // What to begin with is usually there at once; where it is not, nobody waits for it to ask.
  await Promise.race([chat.greet(), new Promise((go) => setTimeout(go, GREETING))]);
  return chat;
}

class Conversation {
  /** @param {import("./types.d.ts").Mounting} mounting */
  constructor({ host, root, settings, base, style, texts, launcher }) {
    this.host = host;
    this.style = style;
    this.settings = settings;
    this.inPage = settings.position === "page";
    this.say = speaker(texts, settings.language);
    this.client = new Client(base, settings);
    this.store = new Store(settings);
    /** @type {AbortController | null} */
    this.sending = null;
    /** @type {{question: string, typed: boolean} | null} */
    this.failed = null;
    this.mostCommentCharacters = 500;
    this.around = this.surroundings(base);
    this.trouble = new TroubleBox(this.say);
    this.composer = this.makeComposer();
    this.welcome = new Welcome(settings, this.around, this.trouble);
    this.log = make("div", { class: "log" });
    this.status = make("p", { class: "unseen", role: "status" });
    this.tools = this.makeTools();
    this.body = make(
      "div",
      { class: "body", tabindex: this.inPage ? null : 0, role: "group", "aria-label": this.say("conversation") },
      this.welcome.element,
      ...(this.inPage ? [] : [this.welcome.starters]),
      this.log,
    );
    this.place(root, launcher);
    this.takeOver(host);
    this.watch();
  }

  /** @param {string} base @returns {import("./types.d.ts").Around} */
  surroundings(base) {
    return {
      say: this.say,
      base,
      level: this.inPage ? 2 : 3,
      inPage: this.inPage,
      client: this.client,
      most_comment_characters: () => this.mostCommentCharacters,
      ask: (question) => this.ask(question, false),
      announce: (text) => this.announce(text),
    };
  }

  makeComposer() {
    const composer = new Composer({
      say: this.say,
      trouble: this.trouble.element,
      send: (text) => this.send(text),
      up: () => this.toLastAnswer(),
      typed: (text) => { this.store.draft = text; },
    });
    composer.put(this.store.draft);
    return composer;
  }

  /** @param {HTMLElement} root @param {HTMLElement} [launcher] */
  place(root, launcher) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(this.style);
    const shadow = /** @type {ShadowRoot} */ (root.getRootNode());
    shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];
    // On a page of its own the box to type in comes before the examples, or a phone shows it only after scrolling.
    const foot = [this.status, this.composer.element, ...(this.inPage ? [this.welcome.starters] : [])];
    const parts = { title: this.settings.title, say: this.say, tools: this.tools, body: this.body, foot };
    this.floating = launcher && new Floating(parts, launcher, (open) => { this.store.open = open; });
    root.append(this.floating?.element ?? standing(parts, this.inPage));
    this.redraw();
  }

  /** Somebody may have begun to type before the chat was there: it goes on where they are. @param {HTMLElement} host */
  takeOver(host) {
    const before = host.querySelector("textarea");
    if (before?.value) this.composer.put(before.value);
    if (before && before === document.activeElement) this.composer.input.focus();
    host.replaceChildren();
  }

  makeTools() {
    const { say } = this;
    return make(
      "div",
      { class: "tools" },
      button(say("restart"), () => this.restart(), { class: "plain" }),
      button(say("print"), () => print(this.log, this.style, this.settings.title, this.around.base, this.settings.language), { class: "plain" }),
      button(say("save"), () => this.saveFile(), { class: "plain" }),
    );
  }

  /** The network comes and goes; a question that failed for it can be sent again. */
  watch() {
    addEventListener("offline", () => this.trouble.show(new Trouble("offline")));
    addEventListener("online", () => {
      const { failed } = this;
      if (failed) this.trouble.tell(this.say("trouble.online"), () => this.again(), this.say("send_again"));
      else this.trouble.hide();
    });
  }

  /** @param {boolean} [focus] */
  open(focus = true) {
    this.floating?.open();
    this.scrollToEnd();
    if (focus) this.composer.input.focus();
  }

  /** What to begin with, and the limits that come with it. */
  async greet() {
    const found = await this.welcome.greet();
    this.composer.most = found?.most_characters ?? this.composer.most;
    this.mostCommentCharacters = found?.most_comment_characters ?? this.mostCommentCharacters;
    this.settle();
  }

  redraw() {
    this.log.replaceChildren(...this.store.turns.map((turn) => turnPart(turn, this.around, () => this.store.keep())));
    this.settle();
  }

  /** Show what fits whether a conversation has begun. */
  settle() {
    const talking = this.log.childElementCount > 0;
    this.welcome.element.hidden = this.welcome.starters.hidden = talking;
    this.composer.input.placeholder = talking ? "" : this.welcome.example;
    this.host.toggleAttribute("talking", talking);
    for (const tool of this.tools.children) tool.toggleAttribute("disabled", !talking);
  }

  /** @param {string} text */
  send(text) {
    if (this.trouble.waiting) return;
    if (!text) {
      this.trouble.tell(this.say("empty"));
      this.composer.input.focus();
    } else if (this.composer.over > 0) {
      this.trouble.show(new Trouble("too_long"));
    } else this.ask(text, true);
  }

  again() {
    if (this.failed) this.ask(this.failed.question, this.failed.typed);
  }

  /** @param {string} question @param {boolean} typed whether it comes from the box, where the writer goes on */
  async ask(question, typed) {
    if (this.sending || this.trouble.waiting) return;
    this.sending = new AbortController();
    const answer = this.fetch(question, this.sending.signal); // on its way before anything is drawn
    this.failed = null;
    this.trouble.hide();
    this.composer.busy(true);
    const waiting = new Waiting(question, this.around, () => this.sending?.abort());
    this.log.append(waiting.element);
    this.settle();
    this.scrollTo(waiting.element);
    try {
      const { reply, anew } = await answer;
      waiting.remove();
      this.answered(question, reply, { typed, anew });
    } catch (error) {
      waiting.remove();
      this.fail(question, typed, error);
    }
    this.sending = null;
    this.composer.busy(false);
  }

  /** The answer; where the server has forgotten the conversation, a new one is begun. @param {string} question @param {AbortSignal} signal */
  async fetch(question, signal) {
    try {
      return { reply: await this.client.ask(question, this.store.conversation, signal), anew: false };
    } catch (error) {
      if (!(error instanceof Trouble && error.kind === "expired" && this.store.conversation)) throw error;
      return { reply: await this.client.ask(question, "", signal), anew: true };
    }
  }

  /**
   * @param {string} question
   * @param {import("./types.d.ts").Reply} reply
   * @param {{typed: boolean, anew: boolean}} how
   */
  answered(question, reply, { typed, anew }) {
    const turn = this.store.add(reply, question);
    const part = turnPart(turn, this.around, () => this.store.keep());
    this.log.append(part);
    this.announce(announcement(turn.answer, this.say));
    if (anew) this.trouble.tell(this.say("trouble.expired"));
    if (this.composer.input.value.trim() === question) {
      this.composer.put("");
      this.store.draft = "";
    }
    if (!typed) /** @type {HTMLElement | null} */ (part.querySelector(".asked"))?.focus({ preventScroll: true });
    this.scrollTo(part);
  }

  /** @param {string} question @param {boolean} typed @param {unknown} error */
  fail(question, typed, error) {
    if (!(error instanceof Trouble)) console.error("[ask-the-workforce]", error);
    const trouble = error instanceof Trouble ? error : new Trouble("broken");
    this.announce("");
    this.failed = { question, typed };
    if (!this.composer.input.value.trim()) {
      this.composer.put(question);
      this.store.draft = question;
    }
    this.settle();
    if (trouble.kind === "stopped") this.composer.input.focus();
    else this.trouble.show(trouble, () => this.again());
  }

  restart() {
    if (this.sending) return;
    const bringBack = this.store.clear();
    this.failed = null;
    this.redraw();
    this.announce(this.say("restarted"));
    this.trouble.tell(this.say("restarted"), () => {
      bringBack();
      this.trouble.hide();
      this.redraw();
      this.composer.input.focus();
    }, this.say("undo"));
    this.composer.input.focus();
  }

  saveFile() {
    const { title } = this.settings;
    const file = `${title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-")}.md`;
    save(file, toMarkdown(this.store.turns, { title, base: this.around.base, say: this.say }));
    this.announce(this.say("saved"));
  }

  /** @param {string} text */
  announce(text) {
    this.status.textContent = text;
  }

  toLastAnswer() {
    const asked = /** @type {HTMLElement[]} */ ([...this.log.querySelectorAll(".asked")]);
    asked.at(-1)?.focus();
  }

  scrollToEnd() {
    const last = this.log.lastElementChild;
    if (last) this.scrollTo(last);
  }

  /** Only what is ours is scrolled: as a guest, not the page around it. @param {Element} part */
  scrollTo(part) {
    if (this.inPage) return part.scrollIntoView({ block: "start" });
    for (const box of [this.body, this.body.parentElement]) {
      if (box) box.scrollTop += part.getBoundingClientRect().top - box.getBoundingClientRect().top - 12;
    }
  }
}
