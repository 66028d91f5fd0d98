// @ts-check
// One quote, the reason for all this: word for word, with who spoke, where it can be found and how to cite it.

import { citation } from "./citation.js";
import { copy } from "./copy.js";
import { button, freshId, link, make, mark } from "./dom.js";

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
        link(`${base}quotes/${encodeURIComponent(quote.id)}`, say("quote_link"), around, { "aria-describedby": id }),
        copying(quote, around, id),
      ),
    ),
  );
}

/** @param {import("./types.d.ts").Quote} quote @param {string} text */
function words({ language }, text) {
  return make("blockquote", { lang: language, dir: "auto" }, make("p", {}, text));
}

/** @param {import("./types.d.ts").Quote} quote @param {import("./types.d.ts").Around} around @param {string} id */
function copying(quote, { say, base, announce }, id) {
  const copying = button(
    say("copy"),
    async () => {
      const { plain, rich } = citation(quote, base, say);
      const done = say((await copy(plain, rich)) ? "copied" : "not_copied");
      copying.textContent = done;
      announce(done);
      setTimeout(() => { copying.textContent = say("copy"); }, 4000);
    },
    { class: "plain", "aria-describedby": id },
  );
  return copying;
}
