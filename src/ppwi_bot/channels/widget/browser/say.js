// @ts-check
// The interface's own words, in the language the page chose.

/**
 * Gives texts by key with `{names}` filled in. Where a `count` is given, `key.one` or `key.other` is taken.
 * @param {Record<string, string>} texts
 * @param {string} language
 * @returns {import("./types.d.ts").Say}
 */
export function speaker(texts, language) {
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  return (key, values = {}) => {
    const counted = typeof values.count === "number" ? `${key}.${plural.select(values.count) === "one" ? "one" : "other"}` : key;
    const text = texts[counted] ?? texts[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name] ?? "";
      return typeof value === "number" ? number.format(value) : value;
    });
  };
}
