// @ts-check
// One quote, the reason for all this: word for word, with who spoke, where it can be found and how to cite it.

import { citation, quoteAddress } from "./citation.js";
import { copyButton } from "./copy.js";
import { freshId, link, make, mark } from "./dom.js";

/**
 * @param {import("./types.d.ts").Quote} quote
 * @param {import("./types.d.ts").Around} around
 */
export function quoteCard(quote, around) {
  const { say, base } = around;
  const id = freshId();
  return make(
    "figure",
    { class: quote.illustrative ? "quote made-up" : "quote" },
    make("p", { class: "origin" }, quote.illustrative ? mark(say) : make("span", { class: "mark real" }, say("real"))),
    words(quote, quote.excerpt),
    quote.excerpt !== quote.text && make("details", {}, make("summary", {}, say("whole_quote")), words(quote, quote.text)),
    make(
      "figcaption",
      {},
      make("span", { class: "who", id, lang: "en" }, quote.attribution),
      make(
        "span",
        { class: "doing" },
        link(quoteAddress(quote, base), say("quote_link"), around, { "aria-describedby": id }),
        copyButton(around, { name: "copy", done: "copied" }, () => citation(quote, base, say), { "aria-describedby": id }),
      ),
    ),
  );
}

/** @param {import("./types.d.ts").Quote} quote @param {string} text */
function words({ language }, text) {
  return make("blockquote", { lang: language, dir: "auto" }, make("p", {}, text));
}
