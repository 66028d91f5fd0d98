// @ts-check
// One question and what came of it.

import { answerCard } from "./answer.js";
import { copyButton } from "./copy.js";
import { button, freshId, heading, link, make } from "./dom.js";
import { feedback } from "./feedback.js";

const SLOW = 2000; // milliseconds until it is said that it takes longer

/** A question that waits for its answer. */
export class Waiting {
  /**
   * @param {string} question
   * @param {import("./types.d.ts").Around} around
   * @param {() => void} stop
   */
  constructor(question, around, stop) {
    const { say, announce } = around;
    this.element = questionPart(question, around);
    this.line = make("div", { class: "waiting" }, make("p", {}, say("looking")));
    this.element.append(this.line);
    announce(say("looking"));
    this.timer = setTimeout(() => {
      this.line.replaceChildren(make("p", {}, say("slow")), button(say("stop"), stop, { class: "small" }));
      announce(say("slow"));
    }, SLOW);
  }

  remove() {
    clearTimeout(this.timer);
    this.element.remove();
  }
}

/**
 * @param {import("./types.d.ts").Turn} turn
 * @param {import("./types.d.ts").Around} around
 * @param {() => void} changed called when the turn has to be kept anew
 */
export function turnPart(turn, around, changed) {
  const element = questionPart(turn.question, around);
  element.append(answerCard(turn.answer, around));
  // Someone in distress is neither asked for a judgment nor given their words as a link.
  if (turn.answer.reason !== "support") {
    element.append(make("div", { class: "after" }, feedback(turn, around, changed), ...sharing(turn, around)));
  }
  return element;
}

/** @param {string} question @param {import("./types.d.ts").Around} around */
function questionPart(question, { level, say }) {
  const id = freshId();
  const asked = heading(level, { id, class: "asked", tabindex: -1, dir: "auto" }, question || say("nothing"));
  return make("section", { class: "turn", "aria-labelledby": id }, asked);
}

/** @param {import("./types.d.ts").Turn} turn @param {import("./types.d.ts").Around} around */
function sharing({ alone }, around) {
  if (!alone) return [];
  const { say, base, client } = around;
  const address = `${base}ask?${new URLSearchParams({ q: alone, ...client.scope })}`;
  const copyLink = copyButton(around, { name: "copy_link", done: "link_copied" }, () => ({ plain: address }));
  return [make("p", { class: "share" }, link(address, say("own_page"), around), copyLink)];
}
