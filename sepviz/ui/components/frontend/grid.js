// A small matrix of numbers on a canvas: a window, a kernel, their products.

import { css, inkOn } from "./colours.js";
import { outline, prepare } from "./map.js";
import { digits, digitsFor } from "./words.js";

const SMALLEST_TYPE = 8.5;
const CELL_DIGITS = 2;
const LIT = "#ffd600";
const EDGE = 3; // room for the outline of a cell at the rim

export class Grid {
  constructor(canvas, rows, cols) {
    Object.assign(this, { canvas, rows, cols, cell: 24 });
  }

  /** Draw values with their colours; padding is hatched, `lit` cells are outlined.
   * `fixed` values (weights) drop their digits where all are whole. */
  draw({ values, colour, theme, fixed = false, padded = [], lit = () => false }) {
    const { cell, cols } = this;
    const context = prepare(this.canvas, this.cols * cell + 2 * EDGE, this.rows * cell + 2 * EDGE);
    const list = Array.from(values);
    const count = fixed ? digitsFor(list, CELL_DIGITS) : CELL_DIGITS;
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const texts = list.map((value) => digits(value, count));
    const size = typeSize(context, texts, cell, theme);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 1;
    list.forEach((value, index) => {
      const box = this.box(index);
      context.fillStyle = css(colour(value));
      context.fillRect(...box);
      if (padded[index]) {
        context.fillStyle = theme.hatch;
        context.fillRect(...box);
      }
      context.strokeStyle = theme.line;
      context.strokeRect(box[0] + 0.5, box[1] + 0.5, cell - 1, cell - 1);
      if (!size) return;
      context.fillStyle = padded[index] ? theme.text : inkOn(colour(value));
      context.fillText(texts[index], box[0] + cell / 2, box[1] + cell / 2 + 0.5);
    });
    list.forEach((_, index) => {
      const [row, col] = [Math.floor(index / cols), index % cols];
      if (lit(row, col)) outline(context, this.box(index), LIT, 2);
    });
  }

  /** Left, top, width and height of a cell. */
  box(index) {
    const [row, col] = [Math.floor(index / this.cols), index % this.cols];
    return [col * this.cell + EDGE, row * this.cell + EDGE, this.cell, this.cell];
  }

  cellAt(event) {
    const box = this.canvas.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top - EDGE) / this.cell);
    const col = Math.floor((event.clientX - box.left - EDGE) / this.cell);
    return row >= 0 && row < this.rows && col >= 0 && col < this.cols ? [row, col] : null;
  }
}

/** The largest type in which the longest number fits its cell, or 0 where none is readable. */
function typeSize(context, texts, cell, theme) {
  const longest = texts.reduce((one, other) => (other.length > one.length ? other : one), "0.00");
  context.font = `10px ${theme.font}`;
  const fitting = (10 * (cell - 3)) / context.measureText(longest).width;
  const size = Math.min(fitting, cell * 0.43);
  if (size < SMALLEST_TYPE) return 0;
  context.font = `${size}px ${theme.font}`;
  return size;
}

