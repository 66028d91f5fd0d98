// @ts-check
// How often something came up, as a picture and as a table. Real and illustrative quotes have bars of their own.

import { draw, freshId, make } from "./dom.js";

const LINE = 18; // pixels for a line of a name
const BAR = 20; // pixels for a bar with the gap below it
const LETTERS = 38; // about as many fit into a line on the narrowest screen
const LONGEST = 78; // per cent of the width: the number stands behind the bar

/**
 * @param {import("./types.d.ts").Row[]} rows
 * @param {{title: string, column: string, say: import("./types.d.ts").Say}} named
 */
export function bars(rows, named) {
  return make("figure", { class: "bars" }, make("figcaption", {}, named.title), picture(rows, named), table(rows, named));
}

/** @param {import("./types.d.ts").Row[]} rows @param {{title: string, say: import("./types.d.ts").Say}} named */
function picture(rows, { title, say }) {
  const most = Math.max(1, ...rows.flatMap(({ real, illustrative }) => [real, illustrative]));
  const name = freshId();
  const image = draw("svg", { role: "img", "aria-labelledby": name, width: "100%" }, draw("title", { id: name }, `${title}. ${say("bars.table_below")}`));
  let top = 0;
  for (const row of rows) {
    for (const line of lines(row.label)) {
      top += LINE;
      image.append(draw("text", { x: 0, y: top - 4, class: "name" }, line));
    }
    for (const kind of /** @type {const} */ (["real", "illustrative"])) {
      if (!row[kind]) continue;
      image.append(...bar(row[kind], most, top, kind, say));
      top += BAR;
    }
    top += 6;
  }
  image.setAttribute("height", String(top));
  return image;
}

/**
 * @param {number} number @param {number} most @param {number} top @param {"real" | "illustrative"} kind
 * @param {import("./types.d.ts").Say} say
 */
function bar(number, most, top, kind, say) {
  const width = Math.max(1, (number / most) * LONGEST * 0.7);
  return [
    draw("rect", { x: 0, y: top + 2, width: `${width}%`, height: BAR - 8, class: kind }),
    draw("text", { x: `${width + 1.5}%`, y: top + BAR - 8, class: "number" }, say(`bars.${kind}`, { number })),
  ];
}

/** The label in pieces short enough for one line each. @param {string} label */
function lines(label) {
  const found = [""];
  for (const word of label.split(" ")) {
    const longer = `${found.at(-1)} ${word}`.trim();
    if (longer.length > LETTERS && found.at(-1)) found.push(word);
    else found[found.length - 1] = longer;
  }
  return found;
}

/** @param {import("./types.d.ts").Row[]} rows @param {{title: string, column: string, say: import("./types.d.ts").Say}} named */
function table(rows, { title, column, say }) {
  /** @param {string} text */
  const head = (text) => make("th", { scope: "col" }, text);
  return make(
    "details",
    {},
    make("summary", {}, say("bars.as_table")),
    make(
      "table",
      {},
      make("caption", { class: "unseen" }, title),
      make("thead", {}, make("tr", {}, head(column), head(say("bars.real_column")), head(say("illustrative")))),
      make(
        "tbody",
        {},
        ...rows.map(({ label, real, illustrative }) =>
          make("tr", {}, make("th", { scope: "row" }, label), make("td", {}, String(real)), make("td", {}, String(illustrative)))),
      ),
    ),
  );
}
