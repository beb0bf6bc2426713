// What lights up where, for the thing that is pointed at. Sets of pixels are rows x columns.

import { range, reached, touched } from "./axes.js";

const DARK = { input: null, output: null, i: null, j: null, slice: null };

/**
 * Pointed is null or one of
 * {at: "input", cell}: a pixel of the input;
 * {at: "taps", i, j, slice, everywhere}: a tap, or with null a whole line of taps, in the window
 * as it stands or (`everywhere`: a weight) wherever it slides;
 * {at: "mix", slice}: one channel of the pointwise stage.
 */
export function lights(view, pointed, steps) {
  if (!pointed) return DARK;
  if (pointed.at === "mix") return { ...DARK, slice: pointed.slice };
  if (pointed.at === "input") return lightsOfInput(view, pointed.cell, steps);
  const { i, j, slice, everywhere } = pointed;
  const input = [
    lit(view.axes[0], i, steps.rows, everywhere),
    lit(view.axes[1], j, steps.cols, everywhere),
  ];
  return { ...DARK, input, i, j, slice };
}

/** An input pixel lights every output that it reaches, and its own place in the window. */
function lightsOfInput(view, [row, col], steps) {
  const output = [reached(view.axes[0], row), reached(view.axes[1], col)];
  const [i, j] = [steps.rows.indexOf(row), steps.cols.indexOf(col)];
  const place = i >= 0 && j >= 0 ? { i, j } : {};
  return { ...DARK, input: [[row], [col]], output, ...place };
}

function lit(axis, tap, window, everywhere) {
  if (everywhere) return tap === null ? range(0, axis.size - 1) : touched(axis, tap);
  return tap === null ? window : [window[tap]];
}

/** Whether a cell of a grid of taps is lit; null stands for a whole line. */
export function isLit({ i, j }, row, col) {
  return (i !== null || j !== null) && (i === null || i === row) && (j === null || j === col);
}
