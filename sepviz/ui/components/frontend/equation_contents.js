// What stands in the cells of each equation, and what a cell stands for.

import { colourOf } from "./colours.js";
import { isLit } from "./lights.js";

/** What the three grids of an equation hold now. */
export function contents(equation, steps, view, colours, lit) {
  const { padded, passes } = steps;
  const { image, weight, product } = colours;
  const taps = { lit: (i, j) => isLit(lit, i, j) };
  const along = { lit: (_, j) => j === lit.j };
  switch (equation.kind) {
    case "slice": {
      const slice = steps.slices[equation.slice];
      const own = lit.slice === null || lit.slice === equation.slice ? taps : {};
      const window = { values: slice.window, colour: image, padded, ...own };
      const kernel = { values: slice.kernel, colour: weight, fixed: true, ...own };
      return { cells: [window, kernel, { values: slice.products, colour: product, ...own }], sum: slice.sum };
    }
    case "mix": {
      const cols = equation.grids[0].cols;
      const one = { lit: (i, j) => i * cols + j === lit.slice };
      const sums = { values: steps.sums, colour: product, ...one };
      const weights = { values: view.mix, colour: weight, fixed: true, ...one };
      return { cells: [sums, weights, { values: steps.terms, colour: product, ...one }], sum: steps.sum };
    }
    case "column": {
      const column = { values: view.column, colour: weight, fixed: true, lit: (i) => i === lit.i };
      const window = { values: steps.slices[0].window, colour: image, padded, ...taps };
      return { cells: [column, window, { values: passes.columnSums, colour: product, ...along }] };
    }
    default: {
      const sums = { values: passes.columnSums, colour: product, ...along };
      const row = { values: view.row, colour: weight, fixed: true, ...along };
      return { cells: [sums, row, { values: passes.products, colour: product, ...along }], sum: steps.sum };
    }
  }
}

/** What is pointed at with a cell of a grid, in the terms of lights.js. */
export function pointedAt(equation, part, [i, j]) {
  const everywhere = isWeight(equation, part);
  switch (equation.kind) {
    case "slice":
      return { at: "taps", i, j, slice: equation.slice, everywhere };
    case "mix":
      return { at: "mix", slice: i * equation.grids[0].cols + j };
    case "column":
      if (part === 2) return { at: "taps", i: null, j, slice: null, everywhere };
      return { at: "taps", i, j: part === 0 ? null : j, slice: null, everywhere };
    default:
      return { at: "taps", i: null, j, slice: null, everywhere };
  }
}

/** Weights are the middle grids, but the column kernel stands at the left as it does on paper. */
export function isWeight(equation, part) {
  return part === (equation.kind === "column" ? 0 : 1);
}

/** Scales that do not change while the window slides, so that a colour keeps its meaning. */
export function coloursOf(view) {
  const largest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0) || 1;
  const weight = Math.max(...[view.kernels, view.mix, view.column, view.row].filter(Boolean).map(largest));
  return {
    image: colourOf(view, view.imageScale),
    weight: colourOf(view, { limit: weight, signed: true }),
    product: colourOf(view, { limit: weight * view.imageScale.limit, signed: true }),
  };
}
