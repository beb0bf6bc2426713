// A field of cells that answers alike to mouse, touch and arrow keys.

import { clamp } from "./axes.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const LEAP = 8; // cells that an arrow moves with Shift

/**
 * Listen on `element`.
 * at(event) gives the cell under the pointer or null; move(cell), leave() and press(cell) act;
 * bounds() gives {current, first, last} for the keys.
 */
export function listen(element, { at, move, leave, press, bounds }, signal) {
  const on = (type, handler) => element.addEventListener(type, handler, { signal });
  const point = (event) => {
    const cell = at(event);
    if (cell) move(cell);
    else leave();
  };
  on("pointermove", point);
  on("pointerdown", point);
  // A finger that lifts has pointed: what it showed stays until something else is touched.
  on("pointerleave", (event) => event.pointerType === "mouse" && leave());
  on("blur", () => leave());
  on("click", (event) => {
    const cell = at(event);
    if (cell) press(cell);
  });
  on("keydown", (event) => {
    const { current, first, last } = bounds();
    if (event.key === "Enter") press(current);
    else if (event.key in STEPS) move(moved(current, event, first, last), { byKey: true });
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function moved(current, event, first, last) {
  const leap = event.shiftKey ? LEAP : 1;
  return current.map((value, axis) => clamp(value + leap * STEPS[event.key][axis], first[axis], last[axis]));
}
