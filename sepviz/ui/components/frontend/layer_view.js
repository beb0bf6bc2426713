// The message of layer_picture_wire.py as facts, pictures and connections.

import { arrivingPixels, channelStrip } from "./pixels.js";
import { unpack } from "./wire.js";

const CHANNEL_TINTS = ["red", "green", "blue"];

/** Read a message; resolves when its pictures are ready to be drawn. */
export async function readLayer(message) {
  const view = unpack(message);
  view.columns.forEach((column, index) => (column.index = index));
  view.steps.forEach((step, index) => prepareStep(view, step, index));
  view.links = view.steps.flatMap((_, index) => linksOf(view, index));
  view.columns.forEach((column) => tint(view, column));
  await Promise.all(view.columns.map((column) => decode(view, column)));
  return view;
}

/** Everything that decides which elements there are: where it is the same, they stay. */
export function structureOf({ columns, steps, labels }) {
  const facts = columns.map(({ stage, maps, hidden }) => [stage, maps.map((map) => map.channel), hidden > 0]);
  return JSON.stringify([facts, steps.map((step) => step.sources), labels]);
}

/** The input's pictures are cut from the image, which is there for the sums. */
async function decode(view, column) {
  if (column.index === 0) {
    const image = await arrivingPixels(view.image);
    Object.assign(column, { bitmap: channelStrip(image), tile: [image.height, image.width] });
    return;
  }
  const file = new Blob([view[`sprite${column.index}`]], { type: "image/png" });
  column.bitmap = await createImageBitmap(file);
}

function prepareStep(view, step, index) {
  const [height, width] = step.axes.map((axis) => axis.taps);
  const taps = height * width;
  const weights = view[`weights${index}`];
  const slices = step.sources[0].length;
  Object.assign(step, { index, height, width, slices });
  step.limit = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) || 1;
  step.slice = (row, slice) => weights.subarray((row * slices + slice) * taps, (row * slices + slice + 1) * taps);
}

/** One connection for each kernel slice of a map that is shown; -1 stands for sources that are not. */
function linksOf(view, index) {
  const [before, after, step] = [view.columns[index], view.columns[index + 1], view.steps[index]];
  const place = new Map(before.maps.map((map, at) => [map.channel, at]));
  return after.maps.flatMap(({ channel }, target) => {
    const row = step.targets.indexOf(channel);
    return step.sources[row].flatMap((from, slice) => {
      const source = place.get(from) ?? -1;
      const repeated = source < 0 && step.sources[row].findIndex((one) => !place.has(one)) !== slice;
      return repeated ? [] : [{ step: index, source, target, row, slice, from, to: channel }];
    });
  });
}

/** A map that is made from one map alone keeps its colour. */
function tint(view, column) {
  column.tints = column.maps.map((_map, at) => {
    if (column.index === 0) return column.maps.length === CHANNEL_TINTS.length ? CHANNEL_TINTS[at] : "";
    const made = view.links.filter((link) => link.step === column.index - 1 && link.target === at);
    return made.length === 1 && made[0].source >= 0 ? view.columns[column.index - 1].tints[made[0].source] : "";
  });
}
