// One map of a sprite on a canvas, and the frame of a window above it.

import { prepare } from "./map.js";

const TINTS = { red: "#e5484d", green: "#2f9e63", blue: "#3e7ff0" };
const SMALLEST_BOX = 7;

/** The colour of a channel's lines and sheets, nothing where it has none. */
export function tintOf(tint) {
  return TINTS[tint] ?? "";
}

/** Draw map `at` of a column at `size` = [height, width] in CSS pixels; enlarged pixels stay sharp. */
export function drawThumbnail(canvas, { bitmap, tile }, at, [height, width]) {
  const context = prepare(canvas, width, height);
  context.imageSmoothingEnabled = tile[1] > width;
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, at * tile[1], 0, tile[1], tile[0], 0, 0, width, height);
}

/** Frame rows and columns [top, left, height, width] of a map of `size` pixels. */
export function showBox(box, [top, left, height, width], size) {
  const [tall, wide] = [height / size[0], width / size[1]];
  box.hidden = false;
  box.style.top = `${100 * (top / size[0] + tall / 2)}%`;
  box.style.left = `${100 * (left / size[1] + wide / 2)}%`;
  box.style.height = `max(${SMALLEST_BOX}px, ${100 * tall}%)`;
  box.style.width = `max(${SMALLEST_BOX}px, ${100 * wide}%)`;
}

export function hideBox(box) {
  box.hidden = true;
}
