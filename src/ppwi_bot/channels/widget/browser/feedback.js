// @ts-check
// Whether an answer helped: one choice, and a line for those who want to say more.

import { button, freshId, make } from "./dom.js";

/**
 * @param {import("./types.d.ts").Turn} turn
 * @param {import("./types.d.ts").Around} around
 * @param {() => void} judged called once it is sent
 */
export function feedback(turn, around, judged) {
  const { say } = around;
  const name = freshId();
  const box = make("div", { class: "feedback", role: "group", "aria-labelledby": name }, make("p", { id: name }, say("feedback.question")));
  if (turn.judged) {
    box.replaceChildren(make("p", {}, say("feedback.thanks")));
    return box;
  }
  const choices = [true, false].map((helpful) =>
    button(say(helpful ? "feedback.yes" : "feedback.no"), () => choose(helpful), { class: "small", "aria-pressed": "false" }));
  box.append(...choices);
  /** @param {boolean} helpful */
  const choose = (helpful) => {
    choices.forEach((choice, at) => choice.setAttribute("aria-pressed", String((at === 0) === helpful)));
    box.querySelector("form")?.remove();
    box.append(lineFor(helpful, box, turn, around, judged));
    box.querySelector("input")?.focus();
  };
  return box;
}

/**
 * @param {boolean} helpful
 * @param {HTMLElement} box
 * @param {import("./types.d.ts").Turn} turn
 * @param {import("./types.d.ts").Around} around
 * @param {() => void} judged
 */
function lineFor(helpful, box, turn, { say, client, announce, most_comment_characters }, judged) {
  const id = freshId();
  const line = make("input", { id, type: "text", maxlength: most_comment_characters(), autocomplete: "off" });
  const send = make("button", { type: "submit", class: "small" }, say("feedback.send"));
  const problem = make("p", { class: "problem", role: "alert" });
  const form = make("form", {}, make("label", { for: id }, say("feedback.comment")), line, send, problem);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (send.getAttribute("aria-disabled") === "true") return;
    send.setAttribute("aria-disabled", "true");
    try {
      await client.judge({ answer: turn.answer.id, helpful, comment: line.value });
      turn.judged = true;
      judged();
      const thanks = make("p", { tabindex: -1 }, say("feedback.thanks"));
      box.replaceChildren(thanks);
      thanks.focus();
      announce(say("feedback.thanks"));
    } catch {
      problem.textContent = say("feedback.failed");
      send.removeAttribute("aria-disabled");
    }
  });
  return form;
}
