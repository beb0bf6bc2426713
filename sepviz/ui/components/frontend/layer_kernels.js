// A kernel with its depth: one sheet for each channel that it reads, a rod where it is 1 x 1.

import { colourOf, css } from "./colours.js";
import { prepare } from "./map.js";

const LARGEST_CELL = 13;
const RISE = 4; // pixels that a sheet stands above the one before it
const OVERLAP = 0.7; // share of a sheet that the next one leaves free

/** Where the sheets of a kernel stand in a box of at most `most` = [height, width] pixels. */
export function kernelLayout({ height, width, slices }, most) {
  const rod = height === 1 && width === 1;
  const shift = rod ? 1 : Math.min(OVERLAP, 3 / Math.max(slices - 1, 1));
  const rise = rod ? 0 : RISE;
  const across = width * (1 + shift * (slices - 1));
  const room = [most[0] - 2 - rise * (slices - 1), most[1] - 2];
  const cell = Math.max(1, Math.min(LARGEST_CELL, room[0] / height, room[1] / across));
  return {
    cell,
    shift: shift * width * cell,
    rise,
    size: [Math.ceil(height * cell + rise * (slices - 1) + 2), Math.ceil(across * cell + 2)],
  };
}

/** Draw the kernel of one map, the first channel's sheet in front; `edges` are the sheets' colours. */
export function drawKernel(canvas, view, step, row, layout, edges) {
  const context = prepare(canvas, layout.size[1], layout.size[0]);
  context.clearRect(0, 0, layout.size[1], layout.size[0]);
  const colour = colourOf(view, { limit: limitOf(step, row), signed: true });
  for (let slice = step.slices - 1; slice >= 0; slice -= 1) {
    const left = 1 + slice * layout.shift;
    const top = 1 + (step.slices - 1 - slice) * layout.rise;
    drawSheet(context, step, step.slice(row, slice), colour, [left, top, layout.cell], edges[slice]);
  }
}

/** A kernel's pattern is seen in a scale of its own; weights that mix are compared with each other. */
function limitOf(step, row) {
  if (step.height * step.width === 1) return step.limit;
  let most = 0;
  for (let slice = 0; slice < step.slices; slice += 1) {
    for (const weight of step.slice(row, slice)) most = Math.max(most, Math.abs(weight));
  }
  return most || 1;
}

function drawSheet(context, { height, width }, weights, colour, [left, top, cell], edge) {
  for (let i = 0; i < height; i += 1) {
    for (let j = 0; j < width; j += 1) {
      context.fillStyle = css(colour(weights[i * width + j]));
      context.fillRect(left + j * cell, top + i * cell, cell, cell);
    }
  }
  context.lineWidth = 1;
  context.strokeStyle = "rgb(90 100 112 / 55%)";
  if (cell >= 4) {
    for (let j = 1; j < width; j += 1) context.strokeRect(left + j * cell, top, 0, height * cell);
    for (let i = 1; i < height; i += 1) context.strokeRect(left, top + i * cell, width * cell, 0);
  }
  context.lineWidth = edge ? 2 : 1;
  context.strokeStyle = edge || "#7b8794";
  context.strokeRect(left, top, width * cell, height * cell);
}
