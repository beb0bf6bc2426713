// Values of maps at single pixels, computed from the image and the weights. No drawing, no words.

import { clamp, nearestOutput, positions } from "./axes.js";
import { pixelValue } from "./pixels.js";

/** What each kernel slice adds to pixel [y, x] of a map, before bias and activation. */
export function termsOf(view, pixels, column, channel, [y, x]) {
  const step = view.steps[column - 1];
  const row = step.targets.indexOf(channel);
  const rows = positions(step.axes[0], y);
  const cols = positions(step.axes[1], x);
  return step.sources[row].map((source, slice) => {
    const weights = step.slice(row, slice);
    let sum = 0;
    rows.forEach((r, i) =>
      cols.forEach((c, j) => {
        sum += weights[i * cols.length + j] * mapValue(view, pixels, column - 1, source, r, c);
      }),
    );
    return sum;
  });
}

function mapValue(view, pixels, column, channel, y, x) {
  if (column === 0) return pixelValue(pixels, channel, y, x);
  const [vertical, horizontal] = view.steps[column - 1].axes;
  if (y < 0 || y >= vertical.count || x < 0 || x >= horizontal.count) return 0;
  return termsOf(view, pixels, column, channel, [y, x]).reduce((sum, term) => sum + term, 0);
}

/** The pixel of the next column whose window is centred nearest to a pixel of this one. */
export function nextPixel(step, [y, x]) {
  return [nearestOutput(step.axes[0], y), nearestOutput(step.axes[1], x)];
}

/** Top, left, height and width of the window behind an output pixel, inside the map. */
export function windowBox(step, pixel) {
  const [rows, cols] = step.axes.map((axis, at) => {
    const taken = positions(axis, pixel[at]);
    const first = clamp(taken[0], 0, axis.size - 1);
    return [first, clamp(taken[taken.length - 1], 0, axis.size - 1) - first + 1];
  });
  return [rows[0], cols[0], rows[1], cols[1]];
}
