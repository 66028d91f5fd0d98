// @ts-check
// What outlives a page: the conversation and what was being typed, for this tab and this site only.

import { isAnswer } from "./client.js";

const NAME = "ask-the-workforce";
const KEPT_TURNS = 30; // sessionStorage holds about 5 MB; an answer takes about 10 KB

export class Store {
  /** @param {{corpus: string, theme: string}} scope a page that keeps to a theme has a conversation of its own */
  constructor({ corpus, theme }) {
    this.key = [NAME, corpus, theme].join(":");
    this.conversation = "";
    /** @type {import("./types.d.ts").Turn[]} */
    this.turns = [];
    this.recall();
  }

  recall() {
    try {
      const { conversation, turns } = JSON.parse(sessionStorage.getItem(this.key) ?? "{}");
      if (!Array.isArray(turns)) return;
      this.turns = turns.filter((turn) => typeof turn?.question === "string" && isAnswer(turn.answer));
      this.conversation = typeof conversation === "string" ? conversation : "";
    } catch {
      console.warn(`[${NAME}] What was kept of the conversation could not be read. It starts anew.`);
    }
  }

  keep() {
    this.turns = this.turns.slice(-KEPT_TURNS);
    for (let from = 0; from <= this.turns.length; from += 5) {
      const value = JSON.stringify({ conversation: this.conversation, turns: this.turns.slice(from) });
      if (write(this.key, value)) return; // else storage is full: the oldest go first
    }
  }

  /** @param {import("./types.d.ts").Reply} reply @param {string} question */
  add({ conversation, answer, alone }, question) {
    const { quotes, coverage, ...once } = /** @type {any} */ (answer); // both are in the sides already
    const turn = { question, answer: once, alone: this.turns.length ? alone : question };
    this.conversation = conversation;
    this.turns.push(turn);
    this.keep();
    return turn;
  }

  /** Forget everything; gives what brings it back. */
  clear() {
    const { conversation, turns } = this;
    this.conversation = "";
    this.turns = [];
    this.keep();
    return () => {
      this.conversation = conversation;
      this.turns = turns;
      this.keep();
    };
  }

  get draft() {
    return read(`${this.key}:draft`);
  }

  set draft(text) {
    write(`${this.key}:draft`, text);
  }

  /** @param {boolean} open */
  set open(open) {
    write(`${NAME}:open`, open ? "yes" : "no");
  }
}

/** @param {string} key */
function read(key) {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return ""; // storage is switched off
  }
}

/** @param {string} key @param {string} value */
function write(key, value) {
  try {
    sessionStorage.setItem(key, value);
    return true;
  } catch {
    return false; // private windows, full storage: the conversation goes on, it is just not there on the next page
  }
}
