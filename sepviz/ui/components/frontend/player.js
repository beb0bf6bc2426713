// The clock of the sliding window: play, pause, speed. It knows positions only, no pictures.

/** Positions a second; the last is whatever finishes in FULL_RUN seconds, at least one a frame. */
export const SPEEDS = [1, 4, 12, 40, "fastest"];
const FULL_RUN = 8;
const FRAMES = 60;

export class Player {
  /** `advance(count)` moves on and returns whether the end is reached; `changed()` tells of play and pause. */
  constructor(advance, changed) {
    Object.assign(this, { advance, changed, speed: 4, total: 1, request: 0, last: 0, owed: 0 });
  }

  get playing() {
    return this.request !== 0;
  }

  play() {
    this.last = performance.now();
    this.owed = 1;
    this.request = requestAnimationFrame((now) => this.frame(now));
    this.changed();
  }

  pause() {
    if (!this.playing) return;
    cancelAnimationFrame(this.request);
    this.request = 0;
    this.changed();
  }

  frame(now) {
    this.owed += ((now - this.last) / 1000) * this.rate();
    this.last = now;
    const whole = Math.floor(this.owed);
    this.owed -= whole;
    this.request = requestAnimationFrame((next) => this.frame(next));
    if (whole > 0 && this.advance(whole)) this.pause();
  }

  rate() {
    return this.speed === "fastest" ? Math.max(FRAMES, this.total / FULL_RUN) : this.speed;
  }
}
