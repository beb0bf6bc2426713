// The output pixel at which a visit starts.

const FLAT = 0.01, TELLING = 0.5; // shares of the largest value

/** The middle; where nothing happens there, the nearest place where much does. */
export function startAt({ axes, output }) {
  const middle = axes.map((axis) => Math.floor((axis.count - 1) / 2));
  const width = axes[1].count;
  const size = (index) => Math.abs(output[index]);
  let largest = 0;
  for (let index = 0; index < output.length; index += 1) largest = Math.max(largest, size(index) || 0);
  if (!(size(middle[0] * width + middle[1]) < FLAT * largest)) return middle;
  let best = middle, nearest = Infinity;
  for (let index = 0; index < output.length; index += 1) {
    const [y, x] = [Math.floor(index / width), index % width];
    const far = (y - middle[0]) ** 2 + (x - middle[1]) ** 2;
    if (size(index) >= TELLING * largest && far < nearest) [best, nearest] = [[y, x], far];
  }
  return best;
}
