// One line of arithmetic in pictures: left x middle = right, and a sum.

import { make } from "./dom.js";
import { Grid } from "./grid.js";

const SIGNS = ["\u00d7", "=", "\u03a3\u2009="];
const READABLE_CELL = 22;
const LARGEST_TAP = 34;
// CSS pixels beside the cells, as microscope.css spaces them: a sign, the sum behind it, the name.
const SIGN = 31;
const SUM = 104;
const TITLE = 56;
const BELOW = 24; // more for the sign of a sum that stands below
const NARROW = 520; // below it the name stands above

export class Equation {
  /** `shapes` are [rows, cols] of the three grids, `captions` their names. */
  constructor(title, shapes, captions, { summed = true } = {}) {
    this.element = make("div", "equation");
    this.title = make("span", "chip", title);
    this.grids = shapes.map(([rows, cols]) => new Grid(make("canvas"), rows, cols));
    this.figures = this.grids.map((grid, index) => {
      const figure = make("figure");
      const caption = make("figcaption", "", captions[index]);
      grid.canvas.setAttribute("role", "img");
      grid.canvas.setAttribute("aria-label", `${title} ${captions[index]}`.trim());
      figure.append(caption, grid.canvas);
      return figure;
    });
    this.sum = make("output", "sum");
    const [left, middle, right] = this.figures;
    const end = summed ? [make("span", "sign", SIGNS[2]), this.sum] : [];
    const result = make("div", "result");
    result.append(make("span", "sign", SIGNS[1]), right, ...end);
    if (title) this.element.append(this.title);
    this.element.append(left, make("span", "sign", SIGNS[0]), middle, result);
    this.summed = summed;
  }

  /** Choose the cells' size: all three grids side by side where numbers stay readable, else two.
   * In front of a class the sum stands below, and `largest` comes from the height of the screen. */
  fit(width, largest = LARGEST_TAP, below = false) {
    const [left, middle, right] = this.grids.map((grid) => grid.cols);
    const narrow = width < NARROW;
    this.element.classList.toggle("narrow", narrow);
    const room = width - (this.title.textContent && !this.title.hidden && !narrow ? TITLE : 0) - (below ? BELOW : 0);
    const sum = this.summed && !narrow && !below ? SUM : 0;
    const three = Math.floor((room - 2 * SIGN - sum) / (left + middle + right));
    const two = Math.floor((room - SIGN - 12) / Math.max(left + middle, right + 3));
    const wrapped = three < READABLE_CELL && two >= READABLE_CELL;
    this.element.classList.toggle("wrapped", wrapped);
    const chosen = wrapped ? two : three;
    const cell = Math.max(4, Math.min(chosen, largest));
    for (const grid of this.grids) grid.cell = cell;
    return cell;
  }

  /** Draw the three grids; each cell set is {values, colour, padded, lit}. */
  draw(cells, theme) {
    this.grids.forEach((grid, index) => grid.draw({ ...cells[index], theme }));
  }
}
