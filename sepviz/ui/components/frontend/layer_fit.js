// Sizes: how large thumbnails and kernels may be so that the picture keeps its height.

import { kernelLayout } from "./layer_kernels.js";

const NARROW = 640;
const GAP = 4;
const ACROSS = { side: 96, widest: 116, kernel: [60, 80] };
const DOWN = { side: 56, widest: 60, kernel: [30, 60] };
const SMALLEST = 24;

export function runsDown(width) {
  return width < NARROW;
}

/** Height and width of a column's thumbnails for `room` pixels along the column. */
export function thumbnailSize({ size, maps }, room, down) {
  const [height, width] = size;
  const each = Math.floor((room - GAP * (maps.length - 1)) / maps.length);
  const limits = down ? DOWN : ACROSS;
  const longest = down ? [limits.side, Math.min(each, limits.widest)] : [Math.min(each, limits.side), limits.widest];
  const scale = Math.min(longest[0] / height, longest[1] / width);
  return [Math.max(1, Math.round(height * scale)), Math.max(1, Math.round(width * scale)), Math.max(each, SMALLEST)];
}

/** The layout of a step's kernels beside maps that have `each` pixels. */
export function kernelSize(step, each, down) {
  const [height, width] = down ? DOWN.kernel : ACROSS.kernel;
  return kernelLayout(step, down ? [height, Math.min(width, each)] : [Math.min(height, each), width]);
}
