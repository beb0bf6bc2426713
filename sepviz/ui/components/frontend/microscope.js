// The microscope: state, and who is told when it changes. Works in any page that holds
// microscope.html and microscope.css; Streamlit's side of it is in streamlit.js.

import { explain } from "./arithmetic.js";
import { ArithmeticPanel } from "./arithmetic_panel.js";
import { clamp, nearestOutput, positions } from "./axes.js";
import { themeOf } from "./colours.js";
import { connect } from "./controls.js";
import { lights } from "./lights.js";
import { MapView } from "./map_view.js";
import { writeTables } from "./numbers_table.js";
import { complete } from "./output_map.js";
import { Player } from "./player.js";
import { describe } from "./sentences.js";
import { inputPicture, outputPicture, writePin, writePlay, writeWords } from "./setup.js";
import { startAt } from "./start.js";
import { sameBytes, unpack } from "./wire.js";
import { fill } from "./words.js";

const SETTLED = 400; // milliseconds of rest before a screen reader is told
const LARGEST_SIDE = { false: 440, true: 620 };

/**
 * Show a microscope in `root`, which holds the skeleton of microscope.html.
 * `data` is the message of microscope_wire.py, `changes` replace parts of it; onPin([y, x] or null) hears of pins.
 */
export function mount(root, data, { onPin = () => {}, changes = {} } = {}) {
  const scope = new Microscope(root.querySelector(".microscope"), onPin, changes);
  scope.show(data);
  return { update: (message) => scope.show(message), destroy: () => scope.destroy() };
}

class Microscope {
  constructor(element, onPin, changes) {
    this.element = element;
    Object.assign(this, { onPin, changes });
    this.stop = new AbortController();
    this.input = new MapView(this.find("figure.input"));
    this.output = new MapView(this.find("figure.output"));
    this.player = new Player((count) => this.advance(count), () => this.playChanged());
    // cursor: the output pixel on show; hover: the one under the pointer, while it is there;
    // pointed: anything else that is pointed at (lights.js); sliding: the output fills up.
    Object.assign(this, { cursor: null, hover: null, pointed: null, pinned: null, sliding: false });
    connect(this, this.stop.signal);
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(element);
    window.addEventListener("resize", () => this.resize(), { signal: this.stop.signal });
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  /** Take a message from Python; what is pointed at stays pointed at where it still exists. */
  async show(message) {
    this.theme = { ...themeOf(this.element), line: "rgb(128 128 128 / 45%)" };
    this.invalidate();
    if (this.message && sameBytes(this.message, message)) return;
    this.message = message;
    const view = { ...unpack(message), ...this.changes };
    if (view.imageKey) await complete(view);
    if (this.message === message && !this.stop.signal.aborted) this.take(view);
  }

  take(view) {
    const { structure } = this;
    const { labels, large, kind, size, axes, sources, flip, activation } = (this.view = view);
    this.structure = JSON.stringify([labels, large, kind, size, axes, sources, flip, activation]);
    if (this.structure === structure) this.panel.renew(this.view);
    else this.rebuild();
    this.takePin();
    this.renewPictures();
    this.resize();
    if (this.structure !== structure) this.centre();
  }

  rebuild() {
    const { view } = this;
    this.player.pause();
    writeWords(this.element, view);
    this.panel = new ArithmeticPanel(this.find(".arithmetic"), view);
    this.panel.listen(this, this.stop.signal);
    Object.assign(this, { pointed: null, hover: null, sliding: false });
    const [height, width] = view.axes.map((axis) => axis.count);
    this.player.total = height * width;
    this.find(".scrub").max = height * width - 1;
  }

  takePin() {
    const { pinned, axes } = this.view;
    const moved = String(pinned) !== String(this.received);
    this.received = pinned;
    if (moved) this.pinned = pinned;
    const wanted = (moved && pinned) || this.cursor || startAt(this.view);
    this.cursor = wanted.map((value, axis) => clamp(value, 0, axes[axis].count - 1));
  }

  renewPictures() {
    this.input.renew(this.view, inputPicture(this.view, this.find(".shown").value));
    this.output.renew(this.view, outputPicture(this.view));
    this.find("figure.output figcaption").textContent = fill(this.view.labels.output, this.view);
    this.invalidate();
  }

  /** Fit everything to the width; crops only where pixels would be too small to point at. */
  resize() {
    if (!this.view || !this.element.clientWidth) return;
    const most = LARGEST_SIDE[this.view.large];
    const shown = this.view.sources.indexOf(Number(this.find(".shown").value));
    this.panel.pick(Math.max(0, shown));
    const spans = this.view.axes.map((axis) => (axis.taps - 1) * axis.dilation + 3);
    const side = (map) => Math.min(map.figure.clientWidth, most);
    const cropped = [this.input.fit(side(this.input), Math.max(...spans)), this.output.fit(side(this.output), 1)];
    this.find(".notice").hidden = !cropped.includes(true);
    this.panel.fit(this.find(".arithmetic").clientWidth);
    this.reveal();
    this.invalidate();
  }

  get current() {
    return this.hover ?? this.cursor;
  }

  /** Input rows and columns under the window. */
  get window() {
    return this.view.axes.map((axis, at) => positions(axis, this.current[at]));
  }

  get index() {
    return this.cursor[0] * this.view.axes[1].count + this.cursor[1];
  }

  /** Put the window on an output pixel; `sliding` fills the output up to there. */
  go(cell, { sliding = false } = {}) {
    Object.assign(this, { cursor: cell, hover: null, pointed: null, sliding });
    this.reveal();
    this.invalidate();
  }

  goToIndex(index) {
    const width = this.view.axes[1].count;
    const inRange = clamp(index, 0, this.player.total - 1);
    this.go([Math.floor(inRange / width), inRange % width], { sliding: true });
  }

  goToInput([row, col]) {
    const { axes } = this.view;
    return [nearestOutput(axes[0], row), nearestOutput(axes[1], col)];
  }

  /** Show an output pixel, or light what belongs to something else, as long as it is pointed at. */
  point({ hover = null, pointed = null } = {}) {
    if (this.player.playing) return;
    Object.assign(this, { hover, pointed });
    if (hover) this.revealWindow();
    this.invalidate();
  }

  pin(cell) {
    this.player.pause();
    const same = this.pinned && cell && String(cell) === String(this.pinned);
    this.pinned = same ? null : cell;
    if (cell) this.go(cell);
    else this.invalidate();
    this.onPin(this.pinned);
  }

  togglePlay() {
    const { player } = this;
    if (player.playing) {
      player.pause();
      return;
    }
    if (!this.sliding || this.index === player.total - 1) this.goToIndex(0);
    player.play();
  }

  advance(count) {
    this.goToIndex(this.index + count);
    return this.index === this.player.total - 1;
  }

  playChanged() {
    const { playing } = this.player;
    writePlay(this.element, this.view, playing);
    if (playing) this.find(".live").textContent = this.view.labels.playing;
    this.invalidate();
  }

  reveal() {
    const [y, x] = this.cursor;
    this.output.port.reveal([y], [x]);
    this.revealWindow();
  }

  /** Where a map is cropped, put what is on show into its middle. */
  centre() {
    const [rows, cols] = this.window;
    this.output.port.centre(this.current);
    this.input.port.centre([rows, cols].map((line) => line[Math.floor(line.length / 2)]));
  }

  revealWindow() {
    this.input.port.reveal(...this.window);
  }

  /** Draw once in the next frame, however much happens before it. */
  invalidate() {
    this.request ??= requestAnimationFrame(() => {
      this.request = null;
      if (this.view) this.draw();
    });
  }
  draw() {
    const { view, theme, current } = this;
    const steps = explain(view, current);
    const lit = lights(view, this.pointed, steps);
    this.input.draw(theme, { window: steps, lit: lit.input });
    const filledTo = this.sliding && this.index < this.player.total - 1 ? this.cursor : null;
    this.output.draw(theme, { cursor: current, lit: lit.output, pinned: this.pinned, filledTo });
    this.panel.draw(steps, lit, theme);
    this.find(".readout").textContent = describe(view, this.pointed, current, steps);
    const scrub = this.find(".scrub");
    scrub.value = this.index;
    scrub.setAttribute("aria-valuetext", `(${this.cursor.join(", ")})`);
    writePin(this.element, view, this.pinned);
    this.settle(steps);
  }

  /** Tell a screen reader, and write the tables, once things have come to rest. */
  settle(steps) {
    clearTimeout(this.settling);
    if (this.player.playing) return;
    this.settling = setTimeout(() => {
      const { view, current } = this;
      this.find(".live").textContent = describe(view, this.pointed, current, steps);
      if (this.find(".numbers").open) writeTables(this.find(".tables"), view, steps);
    }, SETTLED);
  }

  destroy() {
    this.player.changed = () => {};
    this.player.pause();
    this.stop.abort();
    this.sizes.disconnect();
    clearTimeout(this.settling);
    cancelAnimationFrame(this.request);
    this.view = null;
  }
}
