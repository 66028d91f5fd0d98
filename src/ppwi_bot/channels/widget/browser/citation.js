// @ts-check
// A quote with its source, to be put into a text: as plain words, and as rich text for a word processor.

import { make } from "./dom.js";

/** Where a quote can be found. @param {{id: string}} quote @param {string} base */
export function quoteAddress({ id }, base) {
  return `${base}quotes/${encodeURIComponent(id)}`;
}

/**
 * @param {import("./types.d.ts").Quote} quote
 * @param {string} base
 * @param {import("./types.d.ts").Say} say
 * @returns {{plain: string, rich: HTMLElement}}
 */
export function citation(quote, base, say) {
  const { text, attribution, corpus_title, illustrative, language } = quote;
  const address = quoteAddress(quote, base);
  const warning = illustrative ? say("cite.illustrative") : "";
  const words = `“${text}”`;
  const plain = [words, `— ${attribution}. ${corpus_title}. ${address}`, warning].filter(Boolean).join("\n");
  const rich = make(
    "div",
    {},
    make("blockquote", { lang: language }, make("p", {}, words)),
    make("p", {}, `— ${attribution}. `, make("cite", {}, corpus_title), ". ", make("a", { href: address }, address)),
    warning && make("p", {}, make("strong", {}, warning)),
  );
  return { plain, rich };
}
