// One line of text for what is pointed at: what is seen and what a screen reader says.

import { digits, fill } from "./words.js";

const TERM_DIGITS = 3;
const SHOWN_TERMS = 4;

/** The sentence of a map, and with a probe the numbers at one of its pixels. */
export function describeLayer(view, pointed, probe) {
  if (!pointed) return joined(view, view.labels.rest, hint(view));
  const { sentence } = view.columns[pointed.column].maps[pointed.at];
  return probe ? joined(view, sentence, numbersOf(view, probe)) : sentence;
}

function joined({ labels }, sentence, numbers) {
  return fill(labels.joined, { sentence, numbers });
}

/** What to do: a finger cannot point without pressing. */
function hint({ labels }) {
  return matchMedia("(pointer: coarse)").matches ? labels.tap : labels.point;
}

/** "At (4, 7): 0.31 + 0.2 - 0.11 = 0.4." The sentence before it has named the map. */
function numbersOf(view, { pixel, terms }) {
  const shown = terms.slice(0, SHOWN_TERMS).map((term) => digits(term, TERM_DIGITS));
  const sum = digits(total(terms), TERM_DIGITS);
  const more = terms.length > SHOWN_TERMS ? " + \u2026" : "";
  const joined = shown.join(" + ").replaceAll("+ \u2212", "\u2212 ");
  const [y, x] = pixel;
  return fill(view.labels.numbers, { y, x, sum: terms.length > 1 ? `${joined}${more} = ${sum}` : sum });
}

export function total(values) {
  return values.reduce((sum, value) => sum + value, 0);
}

/** A value as it stands beside a map. */
export function short(value) {
  return digits(value, Math.abs(value) < 0.1 ? 3 : 2);
}
