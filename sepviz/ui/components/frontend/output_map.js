// What a message leaves out because the page has it: the image, and the output that follows from it.

import { touched } from "./axes.js";
import { arrivingPixels } from "./pixels.js";

const CODES = 4; // red, green, blue and opacity of a pixel

/** Put the page's image, and the output map where it was not sent, into a view. */
export async function complete(view) {
  const { codes } = await arrivingPixels(view.imageKey);
  const channels = view.size[2];
  view.image = new Float32Array(view.size[0] * view.size[1] * channels);
  for (let index = 0; index < view.image.length; index += 1) {
    view.image[index] = codes[Math.floor(index / channels) * CODES + (index % channels)] / 255;
  }
  view.output ??= outputOf(view);
}

/** The open output map: windows times kernels, summed over the slices, bias and ReLU after them. */
export function outputOf(view) {
  const { axes: [vertical, horizontal], sources, kernels, mix, bias, activation } = view;
  const sums = new Float64Array(vertical.count * horizontal.count);
  const rows = Array.from({ length: vertical.taps }, (_, tap) => touched(vertical, tap));
  const cols = Array.from({ length: horizontal.taps }, (_, tap) => touched(horizontal, tap));
  const taps = vertical.taps * horizontal.taps;
  sources.forEach((channel, slice) => {
    for (let tap = 0; tap < taps; tap += 1) {
      const weight = kernels[slice * taps + tap] * (mix ? mix[slice] : 1);
      const [i, j] = [Math.floor(tap / horizontal.taps), tap % horizontal.taps];
      if (weight !== 0) addTap(sums, view, channel, weight, rows[i], cols[j]);
    }
  });
  const shift = bias ? bias[0] : 0;
  const finish = activation === "relu" ? (sum) => Math.max(sum + shift, 0) : (sum) => sum + shift;
  return Float32Array.from(sums, finish);
}

/** Add what one tap meets at every place of the window; padding is 0. */
function addTap(sums, { size: [height, width, channels], image }, channel, weight, rows, cols) {
  rows.forEach((row, y) => {
    if (row < 0 || row >= height) return;
    for (let x = 0; x < cols.length; x += 1) {
      if (cols[x] < 0 || cols[x] >= width) continue;
      sums[y * cols.length + x] += weight * image[(row * width + cols[x]) * channels + channel];
    }
  });
}
