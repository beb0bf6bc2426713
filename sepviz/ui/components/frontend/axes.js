// Where windows stand, on one axis: {size, taps, stride, dilation, before, after, count}.
// A position outside 0 .. size - 1 is padding.

/** Input positions of the taps of the window that makes one output. */
export function positions(axis, output) {
  return Array.from({ length: axis.taps }, (_, tap) => position(axis, output, tap));
}

/** Input positions that one tap meets while the window slides from the first output to the last. */
export function touched(axis, tap) {
  return Array.from({ length: axis.count }, (_, output) => position(axis, output, tap));
}

/** Outputs whose window has a tap on this input position. */
export function reached(axis, input) {
  return range(0, axis.count - 1).filter((output) => positions(axis, output).includes(input));
}

/** The output whose window is centred nearest to this input position. */
export function nearestOutput(axis, input) {
  const centre = ((axis.taps - 1) * axis.dilation) / 2 - axis.before;
  return clamp(Math.round((input - centre) / axis.stride), 0, axis.count - 1);
}

export function isInside(axis, input) {
  return input >= 0 && input < axis.size;
}

export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/** Whole numbers from first to last, both included. */
export function range(first, last) {
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => first + index);
}

function position(axis, output, tap) {
  return output * axis.stride + tap * axis.dilation - axis.before;
}
