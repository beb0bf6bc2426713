// The sum behind one pixel: which map's it is, and what stands where in the picture.

import { make } from "./dom.js";
import { nextPixel, termsOf, windowBox } from "./layer_numbers.js";
import { short, total } from "./layer_sentences.js";
import { pixelsOf } from "./pixels.js";

/** {column, at, pixel, terms} of the map whose sum is shown for the pixel under the pointer, or null. */
export function probeOf(view, pointed) {
  const pixels = pointed?.pixel && pixelsOf(view.image);
  if (!pixels) return null;
  const { column, at, pixel } = pointed.column === 0 ? firstMade(view, pointed) : pointed;
  const terms = termsOf(view, pixels, column, view.columns[column].maps[at].channel, pixel);
  return { column, at, pixel, terms };
}

/** An input is shown at work in the selected map, or else in the first that it goes into. */
function firstMade(view, { at, pixel }) {
  const links = view.links.filter((link) => link.step === 0 && link.source === at);
  const chosen = links.find((link) => String([view.columns[1].stage, link.to]) === String(view.selected));
  return { column: 1, at: (chosen ?? links[0]).target, pixel: nextPixel(view.steps[0], pixel) };
}

export function sourcesOf(view, { column, at }) {
  return view.links.filter((link) => link.step === column - 1 && link.target === at);
}

/** What of map `at` of a column to frame for pixel `pixel` of `targets` behind `step`: [top, left, height, width]. */
export function placeOn(view, { step, pixel, targets }, column, at) {
  if (column === step + 1 && targets.includes(at)) return [...pixel, 1, 1];
  if (column !== step) return null;
  const used = view.links.some((link) => link.step === step && link.source === at && targets.includes(link.target));
  return used ? windowBox(view.steps[step], pixel) : null;
}

/** The sum of each slice beside its source, the whole sum beside the map. */
export function showTags(tags, view, built, probe, down) {
  tags.replaceChildren();
  if (!probe) return;
  const origin = tags.getBoundingClientRect();
  const add = (item, value, name) => {
    const box = item.label.getBoundingClientRect();
    const tag = make("span", name, value);
    tag.style.left = `${box.left - origin.left + (down ? box.width / 2 : 0)}px`;
    tag.style.top = `${box.top - origin.top + box.height / 2}px`;
    tags.append(tag);
  };
  const { column, at, terms } = probe;
  for (const link of sourcesOf(view, probe)) {
    if (link.source >= 0) add(built.columns[column - 1].items[link.source], short(terms[link.slice]), "term");
  }
  add(built.columns[column].items[at], `= ${short(total(terms))}`, "sum");
}
