// Which pixels of a map are on the canvas: all of a small map, a crop of a large one.

import { clamp } from "./axes.js";

const SMALLEST_CELL = 8; // CSS pixels a pixel of the map needs to be pointed at
const CROP_CELL = 10;
const LARGEST_PIXEL = 56;
const ROOM = 1; // pixels kept visible around the window

/** Rows and columns on the canvas; `origin` is the first of each, in map coordinates. */
export class Viewport {
  constructor([height, width], [top, bottom], [left, right]) {
    this.first = [-top, -left];
    this.total = [top + height + bottom, left + width + right];
    this.origin = [...this.first];
    this.span = [...this.total];
    this.cell = 1;
  }

  /** Choose the size of a cell, and whether to crop, for a square of `side` CSS pixels. */
  fit(side, smallestSpan) {
    const whole = Math.floor(side / Math.max(...this.total));
    if (whole >= SMALLEST_CELL) {
      this.span = [...this.total];
      this.cell = Math.min(whole, LARGEST_PIXEL);
    } else {
      const wanted = Math.max(Math.floor(side / CROP_CELL), smallestSpan);
      this.span = this.total.map((total) => Math.min(total, wanted));
      this.cell = Math.max(1, Math.floor(side / Math.max(...this.span)));
    }
    this.origin = this.origin.map((origin, axis) => this.clamped(axis, origin));
  }

  get cropped() {
    return this.span.some((span, axis) => span < this.total[axis]);
  }

  /** Move the crop as little as possible until these rows and columns are visible. */
  reveal(rows, cols) {
    this.origin = [rows, cols].map((shown, axis) => {
      const low = shown[0] - ROOM;
      const high = shown[shown.length - 1] + ROOM - this.span[axis] + 1;
      return this.clamped(axis, Math.min(Math.max(this.origin[axis], high), low));
    });
  }

  /** Put a pixel into the middle of the crop. */
  centre(pixel) {
    this.origin = pixel.map((value, axis) => this.clamped(axis, value - Math.floor(this.span[axis] / 2)));
  }

  clamped(axis, origin) {
    return clamp(origin, this.first[axis], this.first[axis] + this.total[axis] - this.span[axis]);
  }

  /** Left, top, width and height in CSS pixels of the cells from `rows` and `cols`. */
  box(row, col, height = 1, width = 1) {
    const [top, left] = [row - this.origin[0], col - this.origin[1]];
    return [left * this.cell, top * this.cell, width * this.cell, height * this.cell];
  }

  shows(row, col) {
    const [top, left] = [row - this.origin[0], col - this.origin[1]];
    return top >= 0 && top < this.span[0] && left >= 0 && left < this.span[1];
  }

  /** The pixel under a pointer, or null. */
  pixelAt(canvas, event) {
    const box = canvas.getBoundingClientRect();
    const row = this.origin[0] + Math.floor((event.clientY - box.top) / this.cell);
    const col = this.origin[1] + Math.floor((event.clientX - box.left) / this.cell);
    return this.shows(row, col) ? [row, col] : null;
  }
}
