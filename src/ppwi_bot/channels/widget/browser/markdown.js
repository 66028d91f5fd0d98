// @ts-check
// The conversation as a Markdown file: what was asked, what came back, each quote with its source.

import { summedUp } from "./answer.js";
import { quoteAddress } from "./citation.js";

/** @typedef {import("./types.d.ts").Say} Say */

/**
 * @param {import("./types.d.ts").Turn[]} turns
 * @param {{title: string, base: string, say: Say}} about
 */
export function toMarkdown(turns, { title, base, say }) {
  const parts = turns.flatMap((turn) => turnLines(turn, base, say));
  return `${[`# ${plain(title)}`, `<${base}>`, ...parts].join("\n\n")}\n`;
}

/** @param {import("./types.d.ts").Turn} turn @param {string} base @param {Say} say */
function turnLines({ question, answer }, base, say) {
  const calls = answer.calls_to_action.map((call) => `- ${say(`to.${call.actor}`)}: ${plain(call.text)}${marked(call, say)}`);
  const asked = calls.length ? [`### ${say("calls")}`, calls.join("\n")] : [];
  const said = [
    ...answer.summary.flatMap((one) => [`### ${say("summary", { about: plain(summedUp(one, answer)) })}${marked(one, say)}`, plain(one.text)]),
    ...answer.sides.flatMap((side) => [
      `### ${side.heading ? plain(side.heading.text) : say("in_their_words")}`,
      ...side.coverage.map((line) => plain(line.text.text)),
      ...side.quotes.map((quote) => quoted(quote, base, say)),
    ]),
  ];
  const sources = answer.sources.map((one) => `- ${plain(one.title)}${marked(one, say)} ${one.url && `<${one.url}>`}`.trim());
  return [
    `## ${plain(question)}`,
    ...answer.lead.map((one) => plain(one.text)),
    ...answer.notices.map((one) => `*${plain(one.text)}*`),
    ...(answer.calls_first ? [...asked, ...said] : [...said, ...asked]),
    ...(sources.length ? [`### ${say("sources")}`, sources.join("\n")] : []),
  ];
}

/** @param {import("./types.d.ts").Quote} quote @param {string} base @param {Say} say */
function quoted(quote, base, say) {
  const words = plain(quote.text).split("\n").map((line) => `> ${line}`).join("\n");
  const address = quoteAddress(quote, base);
  return `${words}\n>\n> — ${plain(quote.attribution)}${marked(quote, say)} <${address}>`;
}

/** @param {{illustrative: boolean}} one @param {Say} say */
function marked({ illustrative }, say) {
  return illustrative ? ` [${say("illustrative")}]` : "";
}

/** The text with Markdown's signs kept as they are. @param {string} text */
function plain(text) {
  return text.replace(/[\\`*_[\]<>#|~]/g, "\\$&");
}
