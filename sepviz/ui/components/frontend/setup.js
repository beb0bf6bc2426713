// Words into the skeleton, and what the two maps are pictures of.

import { channelName } from "./arithmetic_panel.js";
import { make } from "./dom.js";
import { SPEEDS } from "./player.js";
import { fill } from "./words.js";

const ICONS = { true: "M7 5h3.5v14H7zM13.5 5H17v14h-3.5z", false: "M7 4.5v15l12-7.5z" };
const COLOUR = "colour";

/** Write every word of the skeleton; called when the layer or the language changes. */
export function writeWords(element, view) {
  const { labels } = view;
  element.setAttribute("aria-label", labels.name);
  element.classList.toggle("large", view.large);
  for (const one of element.querySelectorAll("[data-text]")) one.textContent = labels[one.dataset.text];
  for (const one of element.querySelectorAll("[data-name]")) {
    one.setAttribute("aria-label", labels[one.dataset.name]);
    if (one.tagName === "BUTTON") one.title = labels[one.dataset.name];
  }
  const [height, width] = view.size;
  element.querySelector(".notice").textContent = fill(labels.cropped, { height, width });
  writeSpeeds(element.querySelector(".speed select"), labels);
  writeShown(element.querySelector(".shown"), view);
  writePlay(element, view, false);
}

/** The play button says what a press does. */
export function writePlay(element, { labels }, playing) {
  const button = element.querySelector(".play");
  button.querySelector("span").textContent = playing ? labels.pause : labels.play;
  button.querySelector("path").setAttribute("d", ICONS[playing]);
}

/** So does the pin button. */
export function writePin(element, { labels }, pinned) {
  const text = pinned ? fill(labels.unpin, { y: pinned[0], x: pinned[1] }) : labels.pin;
  const button = element.querySelector(".pin");
  if (button.textContent !== text) button.textContent = text;
}

function writeSpeeds(select, labels) {
  const chosen = select.value || "4";
  select.replaceChildren(...SPEEDS.map((speed) => option(speed, labels[speed] ?? fill(labels.per_second, { speed }))));
  select.value = chosen;
}

/** Which channel the input shows: the colours of a picture, or one of the channels that count here. */
function writeShown(select, view) {
  const chosen = select.value;
  const channels = [...new Set(view.sources)];
  const names = channels.map((channel) => option(channel, channelName(view, channel)));
  if (isColour(view)) names.unshift(option(COLOUR, view.labels.colour));
  select.replaceChildren(...names);
  select.hidden = names.length < 2;
  select.value = names.some((one) => one.value === chosen) ? chosen : names[0].value;
}

/** Red, green, blue together only where all three take part. */
function isColour(view) {
  return view.size[2] === 3 && !view.imageScale.signed && new Set(view.sources).size === 3;
}

function option(value, text) {
  const element = make("option", "", text);
  element.value = value;
  return element;
}

/** The input as a MapView takes it: with its padding around it. */
export function inputPicture(view, shown) {
  const [height, width, channels] = view.size;
  const edges = (side) => view.axes.map((axis) => axis[side]);
  const picture = { size: [height, width], before: edges("before"), after: edges("after"), scale: view.imageScale };
  if (shown === COLOUR) return { ...picture, colourAt: (index) => colourAt(view, index) };
  const channel = Number(shown);
  return { ...picture, valueAt: (index) => view.image[index * channels + channel] };
}

export function outputPicture(view) {
  const size = view.axes.map((axis) => axis.count);
  return { size, before: [0, 0], after: [0, 0], scale: view.outputScale, valueAt: (index) => view.output[index] };
}

/** A pixel of the picture in its own colours; magenta where a part of it is no number. */
function colourAt(view, index) {
  const { image, imageScale } = view;
  const red = image[3 * index], green = image[3 * index + 1], blue = image[3 * index + 2];
  if (Number.isNaN(red + green + blue)) return [255, 0, 255];
  const bright = 255 / imageScale.limit; // the canvas itself stops at 255
  return [red * bright, green * bright, blue * bright];
}
