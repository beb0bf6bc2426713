// The same arithmetic as tables, for who reads rather than looks.

import { sliceName } from "./arithmetic_panel.js";
import { make } from "./dom.js";
import { digits } from "./words.js";

const MOST_TABLES = 4;
const TABLE_DIGITS = 6;

/** Fill `element` with one table for each of the first slices, and one for the pointwise stage. */
export function writeTables(element, view, steps) {
  const shown = steps.slices.slice(0, MOST_TABLES);
  const tables = shown.map((slice, n) => sliceTable(view, slice, n, steps));
  if (view.mix) tables.push(mixTable(view, steps));
  element.replaceChildren(...tables);
}

function sliceTable(view, slice, n, steps) {
  const { labels, axes } = view;
  const width = axes[1].taps;
  const rows = Array.from(slice.window, (value, tap) => [
    `(${Math.floor(tap / width)}, ${tap % width})`,
    steps.padded[tap] ? labels.padding : `(${steps.rows[Math.floor(tap / width)]}, ${steps.cols[tap % width]})`,
    digits(value, TABLE_DIGITS),
    digits(slice.kernel[tap], TABLE_DIGITS),
    digits(slice.products[tap], TABLE_DIGITS),
  ]);
  const head = [labels.tap, labels.pixel, labels.window, labels.kernel, labels.product_column];
  return table(sliceName(view, n), head, rows, ["", "", "", labels.sum, digits(slice.sum, TABLE_DIGITS)]);
}

function mixTable(view, steps) {
  const { labels } = view;
  const rows = steps.sums.map((value, n) => [
    sliceName(view, n),
    digits(value, TABLE_DIGITS),
    digits(view.mix[n], TABLE_DIGITS),
    digits(steps.terms[n], TABLE_DIGITS),
  ]);
  const head = [labels.channel_column, labels.depthwise_values, labels.pointwise_weights, labels.product_column];
  return table(labels.stage_pointwise, head, rows, ["", "", labels.sum, digits(steps.sum, TABLE_DIGITS)]);
}

function table(name, head, rows, foot) {
  const element = make("table");
  const line = (tag, texts) => {
    const row = make("tr");
    row.append(...texts.map((text) => make(tag, "", text)));
    return row;
  };
  const parts = { thead: [line("th", head)], tbody: rows.map((row) => line("td", row)), tfoot: [line("td", foot)] };
  element.append(make("caption", "", name));
  for (const [tag, lines] of Object.entries(parts)) {
    const part = make(tag);
    part.append(...lines);
    element.append(part);
  }
  return element;
}
