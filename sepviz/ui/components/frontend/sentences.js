// One line of text for every state: what the readout shows and a screen reader says.

import { sliceName } from "./arithmetic_panel.js";
import { isInside, reached } from "./axes.js";
import { lights } from "./lights.js";
import { DIGITS, counted, digits, fill, spoken } from "./words.js";

/** The sentence for what is pointed at, or else for the output pixel [y, x] on show. */
export function describe(view, pointed, [y, x], steps) {
  if (!pointed) return outputSentence(view, y, x, steps);
  if (pointed.at === "input") return inputSentence(view, pointed.cell);
  if (pointed.at === "mix") return mixSentence(view, pointed.slice, steps);
  return pointed.everywhere ? weightSentence(view, pointed, steps) : productSentence(view, pointed, steps);
}

function outputSentence(view, y, x, steps) {
  const { labels } = view;
  const padding = steps.padded.filter(Boolean).length;
  const fields = { y, x, value: digits(steps.result, DIGITS), rows: spoken(steps.rows), cols: spoken(steps.cols) };
  const sentence = fill(labels.output_sentence, fields);
  return padding ? `${sentence} ${fill(labels.padding_sentence, { count: padding })}` : sentence;
}

function inputSentence(view, [y, x]) {
  const { axes, labels, size, image } = view;
  const outside = !isInside(axes[0], y) || !isInside(axes[1], x);
  const channels = Array.from({ length: Math.min(size[2], 4) }, (_, c) => image[(y * size[1] + x) * size[2] + c]);
  const [rows, cols] = [reached(axes[0], y), reached(axes[1], x)];
  const value = channels.map((one) => digits(one, 3)).join(" ") + (size[2] > 4 ? " \u2026" : "");
  const name = outside ? labels.padding_pixel : fill(labels.input_pixel, { y, x, value });
  const count = rows.length * cols.length;
  if (!count) return `${name} ${labels.reaches_none}`;
  return `${name} ${fill(labels.reaches, { count: counted(count), rows: spoken(rows), cols: spoken(cols) })}`;
}

function weightSentence(view, pointed, steps) {
  const { labels, axes } = view;
  const [rows, cols] = lights(view, pointed, steps).input;
  const count = rows.length * cols.length;
  const kept = [rows, cols].map((line, axis) => line.filter((at) => isInside(axes[axis], at)).length);
  const { i, j, slice } = pointed;
  const counts = { count: counted(count), padded: counted(count - kept[0] * kept[1]) };
  const sentence = (name, value) => fill(labels[name], { i, j, ...counts, value: digits(value, DIGITS) });
  if (j === null) return sentence("column_weight", view.column[i]);
  if (i === null) return sentence("row_weight", view.row[j]);
  return sentence("weight", steps.slices[slice ?? 0].kernel[i * axes[1].taps + j]);
}

function productSentence(view, pointed, steps) {
  const { labels, axes } = view;
  const { i, j } = pointed;
  if (i === null) {
    const [value, product] = [steps.passes.columnSums[j], steps.passes.products[j]];
    const fields = { j, value: digits(value, DIGITS), weight: digits(view.row[j], DIGITS) };
    return fill(labels.pass_product, { ...fields, product: digits(product, DIGITS) });
  }
  const slice = steps.slices[pointed.slice ?? 0];
  const tap = i * axes[1].taps + j;
  const fields = { value: slice.window[tap], weight: slice.kernel[tap], product: slice.products[tap] };
  const numbers = Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, digits(one, DIGITS)]));
  const sentence = steps.padded[tap] ? labels.padding_product : labels.product;
  return fill(sentence, { ...numbers, i, j, y: steps.rows[i], x: steps.cols[j] });
}

function mixSentence(view, slice, steps) {
  const fields = { value: steps.sums[slice], weight: view.mix[slice], product: steps.terms[slice] };
  const numbers = Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, digits(one, DIGITS)]));
  return fill(view.labels.mix_product, { ...numbers, map: sliceName(view, slice) });
}
