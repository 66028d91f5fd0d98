// @ts-check
// A quote with its source, to be put into a text: as plain words, and as rich text for a word processor.

import { make } from "./dom.js";

/**
 * @param {import("./types.d.ts").Quote} quote
 * @param {string} base
 * @param {import("./types.d.ts").Say} say
 * @returns {{plain: string, rich: HTMLElement}}
 */
export function citation({ id, text, attribution, corpus_title, illustrative, language }, base, say) {
  const address = `${base}quotes/${encodeURIComponent(id)}`;
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
