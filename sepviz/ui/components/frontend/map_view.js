// The input or the output with what belongs to it: picture, crop, small map, legend.

import { colourOf, gradient, picture } from "./colours.js";
import { coverUnfilled, dimOutside, drawLocator, drawMap, lightUp, outline } from "./map.js";
import { Viewport } from "./viewport.js";
import { digits } from "./words.js";

const LOCATOR_SIDE = 112;
const PINNED = "#00b894";

export class MapView {
  constructor(figure) {
    this.figure = figure;
    this.canvas = figure.querySelector(".map");
    this.locator = figure.querySelector(".locator");
    this.port = null;
  }

  /** Take new values: `valueAt(index)` or, for a picture in colour, `colourAt(index)`. */
  renew(view, { size, before, after, scale, valueAt, colourAt }) {
    const colour = colourOf(view, scale);
    this.size = size;
    this.base = picture(...size, colourAt ?? ((index) => colour(valueAt(index))));
    this.number = valueAt && !view.large ? (row, col) => numbered(valueAt(row * size[1] + col), colour) : null;
    const port = new Viewport(size, [before[0], after[0]], [before[1], after[1]]);
    if (!this.port || String(port.total) !== String(this.port.total)) this.port = port;
    this.drawLegend(view, scale, Boolean(colourAt));
  }

  drawLegend(view, scale, hidden) {
    const legend = this.figure.querySelector(".legend");
    const [low, bar, high] = legend.children;
    legend.hidden = hidden;
    low.textContent = digits(scale.signed ? -scale.limit : 0, 2);
    high.textContent = digits(scale.limit, 2);
    bar.style.background = gradient(view, scale);
  }

  fit(side, smallestSpan) {
    this.port.fit(side, smallestSpan);
    this.locator.hidden = !this.port.cropped;
    return this.port.cropped;
  }

  /** Draw the map; the window's box, lit and pinned pixels and the unfilled rest where given. */
  draw(theme, { window = null, cursor = null, lit = null, pinned = null, filledTo = null }) {
    const { port, size } = this;
    const context = drawMap(this.canvas, port, { ...this, theme });
    if (filledTo) coverUnfilled(context, port, size, filledTo, theme);
    if (window) this.dimAround(context, window, theme);
    if (lit) lightUp(context, port, ...lit);
    if (window) this.drawWindow(context, window, theme);
    if (pinned && port.shows(...pinned)) outline(context, inner(port.box(...pinned)), PINNED, 2);
    if (cursor && port.shows(...cursor)) outline(context, port.box(...cursor), theme.accent, 3);
    if (port.cropped) this.drawLocator(theme, filledTo);
  }

  drawLocator(theme, filledTo) {
    const canvas = this.locator.firstElementChild;
    drawLocator(canvas, this.port, { size: this.size, base: this.base, theme, filledTo }, LOCATOR_SIDE);
  }

  dimAround(context, window, theme) {
    dimOutside(context, this.port, this.boxOf(window), theme);
  }

  boxOf({ rows, cols }) {
    const [top, left] = [rows[0], cols[0]];
    return this.port.box(top, left, rows[rows.length - 1] - top + 1, cols[cols.length - 1] - left + 1);
  }

  /** Outline the window; with dilation each of its taps, too. */
  drawWindow(context, window, theme) {
    const { port } = this;
    const { rows, cols } = window;
    const box = this.boxOf(window);
    const gaps = rows.length * cols.length < (box[2] * box[3]) / port.cell ** 2;
    if (gaps && port.cell > 5) {
      context.strokeStyle = theme.accent;
      context.lineWidth = 2;
      for (const row of rows) for (const col of cols) context.strokeRect(...inner(port.box(row, col)));
    }
    outline(context, box, theme.accent, 3);
  }

  /** The pixel of the whole map under a pointer on the small map. */
  locatedAt(event) {
    const box = this.locator.firstElementChild.getBoundingClientRect();
    const at = [(event.clientY - box.top) / box.height, (event.clientX - box.left) / box.width];
    return at.map((share, axis) => this.port.first[axis] + Math.floor(share * this.port.total[axis]));
  }
}

function inner([left, top, width, height]) {
  return [left + 2, top + 2, width - 4, height - 4];
}

function numbered(value, colour) {
  return { value, colour: colour(value) };
}
