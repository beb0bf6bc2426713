// The middle of the microscope: stage by stage, the arithmetic of one output value.

import { make } from "./dom.js";
import { Equation } from "./equation.js";
import { coloursOf, contents, isWeight, pointedAt } from "./equation_contents.js";
import { listen } from "./field.js";
import { DIGITS, digits, fill } from "./words.js";

const SHOWN_SLICES = 4; // as many channels in pictures; the others in a list
const WIDEST_VECTOR = 16;
// In front of a class: the height of all cells together and of the largest, in hundredths of the screen's.
const ALL_CELLS = 36;
const LARGEST_CELL = 7.6;

export class ArithmeticPanel {
  constructor(element, view) {
    this.element = element;
    this.view = view;
    this.colours = coloursOf(view);
    this.equations = [];
    element.replaceChildren();
    if (view.column) this.addPasses();
    else this.addSlices();
    this.addEnd();
  }

  addStage(name) {
    this.element.append(make("h3", "", this.view.labels[name]));
  }

  add(kind, title, shapes, captions, options) {
    const equation = new Equation(title, shapes, captions, options);
    equation.kind = kind;
    this.equations.push(equation);
    this.element.append(equation.element);
    return equation;
  }

  /** One equation for each of the first channels; the rest as a list with their sums. */
  addSlices() {
    const { view } = this;
    if (view.mix) this.addStage("stage_depthwise");
    const count = view.sources.length;
    const shown = count <= SHOWN_SLICES ? count : SHOWN_SLICES - 1;
    for (let n = 0; n < shown; n += 1) this.addSlice(n, n === 0);
    if (shown < count) this.addRest(shown, count);
    if (view.mix) this.addMix(count);
  }

  addSlice(n, captioned) {
    const { labels, axes } = this.view;
    const shape = [axes[0].taps, axes[1].taps];
    const names = [labels.window, this.view.flip ? labels.kernel_flipped : labels.kernel, labels.products];
    const options = { summed: shape[0] * shape[1] > 1 };
    const equation = this.add("slice", sliceName(this.view, n), [shape, shape, shape], names, options);
    equation.slice = n;
    equation.element.classList.toggle("captioned", captioned);
  }

  addRest(first, count) {
    this.rest = make("details", "rest");
    this.restSummary = make("summary");
    this.restList = make("ol");
    this.restList.tabIndex = 0;
    this.restFirst = first;
    for (let n = first; n < count; n += 1) {
      const item = make("li");
      item.append(make("span", "chip", sliceName(this.view, n)), make("output"));
      this.restList.append(item);
    }
    this.rest.append(this.restSummary, this.restList);
    this.element.append(this.rest);
  }

  addMix(count) {
    const { labels } = this.view;
    this.addStage("stage_pointwise");
    const shape = [Math.ceil(count / WIDEST_VECTOR), Math.min(count, WIDEST_VECTOR)];
    const names = [labels.depthwise_values, labels.pointwise_weights, labels.products];
    this.add("mix", "", [shape, shape, shape], names).element.classList.add("captioned");
  }

  addPasses() {
    const { labels, axes } = this.view;
    const [height, width] = [axes[0].taps, axes[1].taps];
    const along = [1, width];
    this.addStage("stage_column");
    const column = [[height, 1], [height, width], along];
    const columnNames = [labels.column, labels.window, labels.column_sums];
    this.add("column", "", column, columnNames, { summed: false }).element.classList.add("captioned");
    this.addStage("stage_row");
    const rowNames = [labels.column_sums, labels.row, labels.products];
    this.add("row", "", [along, along, along], rowNames).element.classList.add("captioned");
    if (this.view.large) return; // two passes are one idea
    this.addStage("stage_outer");
    this.addSlice(0, true);
    const cost = { kh: height, kw: width, full: height * width, passes: height + width };
    this.element.append(make("p", "remark", fill(labels.outer_remark, cost)));
  }

  /** From the sums to the output's value: one term and its arithmetic a line. */
  addEnd() {
    this.end = make("dl", "end");
    this.element.append(this.end);
  }

  /** The same layer with other numbers. */
  renew(view) {
    this.view = view;
    this.colours = coloursOf(view);
  }

  /** Tell the microscope what is pointed at; weights answer to the keys as well. */
  listen(scope, signal) {
    for (const equation of this.equations) {
      equation.grids.forEach((grid, part) => {
        const weight = isWeight(equation, part);
        let current = [0, 0];
        const move = (cell) => {
          const pointed = pointedAt(equation, part, cell);
          if (pointed.at === "mix" && pointed.slice >= this.view.sources.length) return;
          current = cell;
          scope.point({ pointed });
        };
        const bounds = () => ({ current, first: [0, 0], last: [grid.rows - 1, grid.cols - 1] });
        const at = (event) => grid.cellAt(event);
        if (weight) grid.canvas.tabIndex = 0;
        if (weight) grid.canvas.setAttribute("role", "application");
        listen(grid.canvas, { at, move, leave: () => scope.point(), press: move, bounds }, signal);
      });
    }
    this.rest?.addEventListener("toggle", () => scope.invalidate(), { signal });
  }

  fit(width) {
    const { large } = this.view;
    const shown = this.equations.filter((equation) => !equation.element.hidden);
    const rows = shown.reduce((sum, { grids }) => sum + Math.max(...grids.map((grid) => grid.rows)), 0);
    const largest = large ? Math.floor(screenUnit() * Math.min(LARGEST_CELL, ALL_CELLS / rows)) : undefined;
    for (const equation of this.equations) equation.fit(width, largest, large);
  }

  /** In front of a class, show one of several windows at a time: all of them would be too small to read. */
  pick(slice) {
    const { large, axes } = this.view;
    const one = large && axes[0].taps > 1;
    for (const { element, title, slice: own, kind } of this.equations) {
      if (kind !== "slice") continue;
      element.hidden = one && own !== slice;
      title.hidden = one; // the picture beside it says which
      element.classList.toggle("captioned", own === (one ? slice : 0));
    }
  }

  draw(steps, lit, theme) {
    const { colours, view } = this;
    for (const equation of this.equations) {
      const { cells, sum } = contents(equation, steps, view, colours, lit);
      equation.draw(cells, theme);
      setText(equation.sum, digits(sum, DIGITS));
    }
    if (this.rest) this.drawRest(steps);
    this.drawEnd(steps);
  }

  drawRest(steps) {
    const rest = steps.sums.slice(this.restFirst);
    const { labels, mix } = this.view;
    const fields = { count: rest.length, sum: digits(rest.reduce((a, b) => a + b, 0), DIGITS) };
    setText(this.restSummary, fill(mix ? labels.rest_mixed : labels.rest, fields));
    if (!this.rest.open) return;
    rest.forEach((sum, index) => setText(this.restList.children[index].lastChild, digits(sum, DIGITS)));
  }

  drawEnd(steps) {
    const texts = ending(this.view, steps).flat();
    if (this.end.children.length !== texts.length) {
      this.end.replaceChildren(...texts.map((_, index) => make(index % 2 ? "dd" : "dt")));
    }
    texts.forEach((text, index) => setText(this.end.children[index], text));
  }
}

/** A hundredth of the height that a screen of 16 : 9 has, as presenter.css counts. */
function screenUnit() {
  return Math.min(window.innerHeight / 100, window.innerWidth / 177.78);
}

/** Pairs of a name and its arithmetic, from the slices' sums to the output's value. */
function ending(view, steps) {
  const { labels } = view;
  const number = (value) => digits(value, DIGITS);
  const lines = [];
  if (!view.mix && steps.sums.length > 1) {
    const terms = joined(steps.sums.slice(0, SHOWN_SLICES));
    const more = steps.sums.length > SHOWN_SLICES ? " + \u2026" : "";
    lines.push([labels.channel_sum, `${terms}${more} = ${number(steps.sum)}`]);
  }
  if (view.bias) lines.push([labels.bias, `${joined([steps.sum, view.bias[0]])} = ${number(steps.biased)}`]);
  if (view.activation) {
    lines.push([labels.activation, `${view.activation}(${number(steps.biased)}) = ${number(steps.result)}`]);
  }
  if (!view.large) lines.push([labels.result, number(steps.result)]);
  return lines;
}

/** "0.1 + 0.2 - 0.3" */
function joined(values) {
  return values.map((value) => digits(value, DIGITS)).join(" + ").replaceAll("+ \u2212", "\u2212 ");
}

/** Name of a slice: its input channel, behind the number of the map where the slices are depthwise maps. */
export function sliceName(view, n) {
  const name = channelName(view, view.sources[n]);
  return view.mix ? `${n} \u00b7 ${name}` : name;
}

/** Name of an input channel: R, G or B of a picture, otherwise its number. */
export function channelName(view, channel) {
  return view.names[channel] ?? fill(view.labels.channel, { channel });
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
