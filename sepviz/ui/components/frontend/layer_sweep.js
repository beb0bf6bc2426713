// 'Play': the kernels sweep over the layer, step by step, and the maps fill in.

import { partsOf } from "./layer_lit.js";

const STEP_TIME = 4500; // milliseconds for all parts of a step
const LEAST_TIME = 1200; // and for each of them
const ROWS = 10; // lines of the sweep where a map has more rows
const STILL_PLACES = 4; // places in a part where motion is to be reduced

export class Sweep {
  /** `draw({step, links, done, pixel})` shows a moment; `changed()` hears of play and pause. */
  constructor(draw, changed) {
    Object.assign(this, { draw, changed, parts: [], at: 0, elapsed: 0, request: 0, last: 0 });
  }

  get playing() {
    return this.request !== 0;
  }

  /** Whether something is half swept. */
  get begun() {
    return this.parts.length > 0;
  }

  toggle(view) {
    if (this.playing) this.pause();
    else this.play(view);
  }

  play(view) {
    if (!this.begun) this.start(view);
    this.last = performance.now();
    this.request = requestAnimationFrame((now) => this.frame(now));
    this.changed();
  }

  start(view) {
    this.still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.parts = view.steps.flatMap(({ axes }, step) => {
      const parts = partsOf(view, step);
      const time = Math.max(LEAST_TIME, STEP_TIME / parts.length);
      return parts.map((links) => ({ step, links, time, size: axes.map((axis) => axis.count) }));
    });
    Object.assign(this, { at: 0, elapsed: 0 });
  }

  pause() {
    if (!this.playing) return;
    cancelAnimationFrame(this.request);
    this.request = 0;
    this.changed();
  }

  stop() {
    this.parts = [];
    if (this.playing) this.pause();
    else this.changed();
  }

  frame(now) {
    this.elapsed += now - this.last;
    this.last = now;
    if (this.elapsed >= this.parts[this.at].time) Object.assign(this, { at: this.at + 1, elapsed: 0 });
    if (this.at === this.parts.length) {
      this.stop();
      return;
    }
    this.draw(this.moment());
    this.request = requestAnimationFrame((next) => this.frame(next));
  }

  /** The part that is swept, the parts behind it, and where its window stands. */
  moment() {
    const { step, links, time, size } = this.parts[this.at];
    const share = this.still
      ? Math.floor((this.elapsed / time) * STILL_PLACES) / STILL_PLACES
      : this.elapsed / time;
    return { step, links, done: this.parts.slice(0, this.at), pixel: pixelAt(share, size) };
  }
}

/** Row by row over a small map, in ROWS lines over a large one. */
function pixelAt(share, [height, width]) {
  const lines = Math.min(height, ROWS);
  const line = Math.floor(share * lines);
  const row = Math.floor(((line + 1) * height) / lines) - 1;
  return [row, Math.min(width - 1, Math.floor((share * lines - line) * width))];
}
