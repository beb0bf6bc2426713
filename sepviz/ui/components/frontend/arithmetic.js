// The arithmetic behind one output value, number by number. No drawing, no words.

import { isInside, positions } from "./axes.js";

/** Every value on the way to output pixel [y, x]. */
export function explain(view, [y, x]) {
  const [vertical, horizontal] = view.axes;
  const rows = positions(vertical, y);
  const cols = positions(horizontal, x);
  const padded = rows.flatMap((r) => cols.map((c) => !isInside(vertical, r) || !isInside(horizontal, c)));
  const slices = view.sources.map((channel, n) => sliceOf(view, n, windowOf(view, channel, rows, cols)));
  const sums = slices.map((slice) => slice.sum);
  const terms = view.mix ? sums.map((sum, n) => sum * view.mix[n]) : sums;
  const sum = total(terms);
  return {
    rows,
    cols,
    padded,
    slices,
    sums,
    terms,
    sum,
    biased: view.bias ? sum + view.bias[0] : sum,
    result: view.output[y * horizontal.count + x],
    passes: view.column ? twoPasses(view, slices[0].window) : null,
  };
}

/** Pixels of one input channel under the window; padding counts as 0. */
function windowOf(view, channel, rows, cols) {
  const [height, width, channels] = view.size;
  return rows.flatMap((r) =>
    cols.map((c) => {
      const outside = r < 0 || r >= height || c < 0 || c >= width;
      return outside ? 0 : view.image[(r * width + c) * channels + channel];
    }),
  );
}

function sliceOf(view, n, window) {
  const kernel = view.kernels.subarray(n * window.length, (n + 1) * window.length);
  const products = window.map((value, tap) => value * kernel[tap]);
  return { window, kernel, products, sum: total(products) };
}

/** First the column kernel down each column of the window, then the row kernel along the results. */
function twoPasses(view, window) {
  const width = view.row.length;
  const columnSums = Array.from(view.row, (_, j) =>
    total(Array.from(view.column, (weight, i) => weight * window[i * width + j])),
  );
  return { columnSums, products: columnSums.map((value, j) => value * view.row[j]) };
}

function total(values) {
  return values.reduce((sum, value) => sum + value, 0);
}
