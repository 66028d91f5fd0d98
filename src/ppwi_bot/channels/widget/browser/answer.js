// @ts-check
// An answer as a card. What was said keeps the language it was said in.

import { bars } from "./bars.js";
import { button, heading, link, make, mark, webAddress } from "./dom.js";
import { quoteCard } from "./quote.js";

/** @typedef {import("./types.d.ts").Answer} Answer */
/** @typedef {import("./types.d.ts").Around} Around */
/** @typedef {import("./types.d.ts").CodeRef} CodeRef */
/** @typedef {import("./types.d.ts").Passage} Passage */
/** @typedef {import("./types.d.ts").Say} Say */

/**
 * @param {Answer} answer
 * @param {Around} around
 */
export function answerCard(answer, around) {
  const asked = calls(answer.calls_to_action, around);
  const said = [
    ...answer.summary.map((one) => summary(one, answer, around)),
    sides(answer.sides, around),
    pages(answer, around),
  ];
  return make(
    "article",
    { class: `answer ${answer.kind}${answer.reason === "support" ? " support" : ""}` },
    lead(answer, around.say),
    notices(answer.notices),
    chips(answer, around),
    ...(answer.calls_first ? [asked, ...said] : [...said, asked]),
    listing(answer.listing, around),
    topicBars(answer, around),
    followUps(answer.follow_ups, around),
    sources(answer.sources, around),
  );
}

/**
 * What is said once aloud when the answer is there: what it is about and how much there is to read.
 * @param {Answer} answer
 * @param {Say} say
 */
export function announcement({ kind, topics, sides, lead }, say) {
  const count = sides.reduce((sum, side) => sum + side.quotes.length, 0);
  if (!count || !kind.startsWith("answer")) return lead[0]?.text || say("announce.plain");
  const about = topics.map((topic) => topic.name).join(", ");
  return about ? say("announce.about", { about, count }) : say("announce.answer", { count });
}

/** @param {Passage} passage @param {Say} say */
function paragraph({ text, language, illustrative }, say) {
  return make("p", { lang: language, dir: "auto" }, text, illustrative && "\u00a0", illustrative && mark(say));
}

/** @param {Answer} answer @param {Say} say */
function lead({ lead, reason }, say) {
  const figures = lead.filter((one) => one.source === "figure");
  return make(
    "div",
    { class: "lead" },
    ...lead.filter((one) => one.source !== "figure").map((one) => (reason === "support" ? withNumber(one) : paragraph(one, say))),
    figures.length > 0 && make("ul", {}, ...figures.map((one) => make("li", {}, paragraph(one, say)))),
  );
}

/** A number that helps must be one tap away. @param {Passage} passage */
function withNumber({ text, language }) {
  const [before = "", ...after] = text.split("988");
  const call = after.length > 0 && make("a", { href: "tel:988" }, "988");
  return make("p", { lang: language }, before, call, after.join("988"));
}

/** @param {Passage[]} passages */
function notices(passages) {
  if (!passages.length) return null;
  return make("div", { class: "notices", role: "note" }, ...passages.map((one) => make("p", { lang: one.language }, one.text)));
}

/** @param {Answer} answer @param {Around} around */
function chips({ themes, topics }, { say, ask }) {
  /** @param {CodeRef} code */
  const chip = (code) =>
    make("li", {}, button(code.name, () => ask(questionAbout(code)), { class: `chip ${code.level}`, lang: "en" }));
  const codes = [...themes, ...topics.filter((topic) => !themes.some((theme) => theme.id === topic.id))];
  if (!codes.length) return null;
  return make("ul", { class: "chips", "aria-label": say("chips") }, ...codes.map(chip));
}

/** In the language the corpora are in, as it is a message like any other. @param {CodeRef} code */
function questionAbout({ level, name }) {
  return level === "theme" ? `Which topics are there under ${name}?` : `What do people say about ${name}?`;
}

/** What is summed up, by name. @param {Passage} one @param {Answer} answer */
export function summedUp({ ref }, { topics, themes }) {
  return [...topics, ...themes].find((code) => code.id === ref)?.name ?? "";
}

/** @param {Passage} one @param {Answer} answer @param {Around} around */
function summary(one, answer, { say, level }) {
  const title = heading(level + 1, {}, say("summary", { about: summedUp(one, answer) }), one.illustrative && "\u00a0", one.illustrative && mark(say));
  return make("section", { class: "summary" }, title, make("p", { lang: one.language, dir: "auto" }, one.text));
}

/** @param {import("./types.d.ts").Side[]} found @param {Around} around */
function sides(found, around) {
  const parts = found.map((side) => sideOf(side, around)).filter((part) => part !== null);
  return parts.length > 0 && make("div", { class: "sides" }, ...parts);
}

/** @param {import("./types.d.ts").Side} side @param {Around} around */
function sideOf({ heading: named, coverage, quotes }, around) {
  const { say, level } = around;
  if (!named && !quotes.length && !coverage.length) return null;
  return make(
    "section",
    { class: "side" },
    named ? heading(level + 1, { lang: named.language }, named.text) : heading(level + 1, {}, say("in_their_words")),
    ...coverage.map(({ illustrative, text }) =>
      make("p", { class: illustrative ? "coverage made-up" : "coverage", lang: text.language }, text.text)),
    make("ul", { class: "quotes" }, ...quotes.map((quote) => make("li", {}, quoteCard(quote, around)))),
    perspectiveBars(coverage, around),
  );
}

/** Where all there is on the topics can be read. @param {Answer} answer @param {Around} around */
function pages({ topics, sides }, around) {
  if (!topics.length || !sides.length) return null;
  const items = topics.map(({ id, name }) =>
    make("li", {}, link(`${around.base}topics/${encodeURIComponent(id)}`, around.say("all_quotes", { topic: name }), around)));
  return make("ul", { class: "pages" }, ...items);
}

/** @param {import("./types.d.ts").Coverage[]} coverage @param {Around} around */
function perspectiveBars(coverage, { say }) {
  /** @param {boolean} illustrative @param {string} role */
  const number = (illustrative, role) =>
    coverage.find((line) => line.illustrative === illustrative)?.perspectives[role] ?? 0;
  const roles = new Set(coverage.flatMap((line) => Object.keys(line.perspectives)));
  if (roles.size < 2) return null;
  const rows = [...roles].map((role) => ({ label: say(role), real: number(false, role), illustrative: number(true, role) }));
  return bars(rows, { title: say("bars.perspectives"), column: say("bars.perspective"), say });
}

/** How often the topics of a theme came up: fetched when somebody wants to see it. @param {Answer} answer @param {Around} around */
function topicBars({ themes }, { say, client }) {
  const theme = themes[0];
  if (!theme) return null;
  const details = make("details", { class: "more" }, make("summary", {}, say("bars.topics", { theme: theme.name })));
  details.addEventListener("toggle", async () => {
    if (!details.open || details.childElementCount > 1) return;
    try {
      const { below } = await client.counts(theme.id);
      const rows = below.map(({ code, quotes }) => ({ label: code.name, ...quotes }));
      details.append(bars(rows, { title: say("bars.topics", { theme: theme.name }), column: say("bars.topic"), say }));
    } catch {
      details.open = false; // the client has told the console; opening again tries again
    }
  });
  return details;
}

/** @param {import("./types.d.ts").Call[]} cards @param {Around} around */
function calls(cards, { say, level }) {
  if (!cards.length) return null;
  const actors = [...new Set(cards.map((card) => card.actor))];
  const groups = actors.map((actor) => {
    const group = cards.filter((card) => card.actor === actor);
    const items = group.map((one) => make("li", { lang: "en" }, one.text, one.illustrative && "\u00a0", one.illustrative && mark(say)));
    return make("div", { class: "actor" }, heading(level + 2, {}, say(`to.${actor}`)), make("ul", {}, ...items));
  });
  return make("section", { class: "calls" }, heading(level + 1, {}, say("calls")), ...groups);
}

/** @param {CodeRef[]} codes @param {Around} around */
function listing(codes, { ask, say }) {
  if (!codes.length) return null;
  const items = codes.map((code) =>
    make("li", { class: code.level }, button(code.name, () => ask(questionAbout(code)), { class: "plain", lang: "en" })));
  return make("ul", { class: "listing", "aria-label": say("listing") }, ...items);
}

/** @param {Passage[]} passages @param {Around} around */
function followUps(passages, { say, level, ask }) {
  if (!passages.length) return null;
  const items = passages.map((one) =>
    make("li", {}, button(one.text, () => ask(one.text), { class: "choice", lang: one.language })));
  return make("section", { class: "next" }, heading(level + 1, {}, say("next")), make("ul", { class: "choices" }, ...items));
}

/** @param {import("./types.d.ts").Source[]} found @param {Around} around */
function sources(found, around) {
  if (!found.length) return null;
  const items = found.map(({ title, url, collected_by, illustrative }) =>
    make(
      "li",
      { lang: "en" },
      webAddress(url) ? link(url, title, around) : title,
      collected_by && ` · ${collected_by}`,
      illustrative && "\u00a0",
      illustrative && mark(around.say),
    ));
  return make("section", { class: "sources" }, heading(around.level + 1, {}, around.say("sources")), make("ul", {}, ...items));
}
