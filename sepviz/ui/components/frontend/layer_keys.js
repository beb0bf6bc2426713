// Pointer and keys on the maps: one tab stop, arrows within a column and between columns.

import { clamp } from "./axes.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Connect the maps of `built` to the picture until `signal` aborts. */
export function connectMaps(picture, built, signal) {
  const grid = built.columns.map(({ items, more }) => [...items.map((item) => item.button), ...(more ? [more] : [])]);
  grid.forEach((buttons, column) =>
    buttons.forEach((button, at) => connectButton(picture, grid, button, { column, at }, signal)),
  );
  grid[0][0].tabIndex = 0;
}

function connectButton(picture, grid, button, place, signal) {
  const on = (type, handler) => button.addEventListener(type, handler, { signal });
  const isMap = button.classList.contains("map");
  let pressed = null; // how the press that becomes a click began
  const point = (pixel) => isMap && picture.point({ ...place, pixel });
  on("pointermove", (event) => event.pointerType === "mouse" && point(pixelUnder(picture, button, place, event)));
  on("pointerleave", (event) => event.pointerType === "mouse" && picture.point(null));
  on("pointerdown", (event) => {
    const again = picture.isPointedAt(place);
    pressed = { again: again || event.pointerType === "mouse", pixel: pixelUnder(picture, button, place, event) };
    point(pressed.pixel);
  });
  on("click", () => {
    // The first tap of a finger shows what hovering shows; the next one selects.
    const press = pressed ?? { again: true, pixel: null };
    pressed = null;
    if (!isMap) picture.askForAll(place.column);
    else if (press.again) picture.select(place, press.pixel);
  });
  on("focus", () => {
    rove(grid, button);
    if (button.matches(":focus-visible") && !pressed) point(null);
  });
  // A finger that moves on has pointed at the next map before this one loses the focus.
  on("blur", () => picture.isPointedAt(place) && picture.point(null));
  on("keydown", (event) => moveFocus(picture, grid, place, event));
}

/** Row and column of the map's pixel under the pointer. */
function pixelUnder({ view }, button, { column, at }, event) {
  if (!view.columns[column].maps[at]) return null;
  const box = button.firstChild.getBoundingClientRect();
  const [height, width] = view.columns[column].size;
  return [
    clamp(Math.floor(((event.clientY - box.top) / box.height) * height), 0, height - 1),
    clamp(Math.floor(((event.clientX - box.left) / box.width) * width), 0, width - 1),
  ];
}

function moveFocus(picture, grid, { column, at }, event) {
  if (event.key === "Escape") picture.point(null);
  if (event.key === "Home") focus(grid[column][0], event);
  if (event.key === "End") focus(grid[column].at(-1), event);
  const arrow = ARROWS[event.key];
  if (!arrow) return;
  const [within, between] = picture.down ? [arrow[1], arrow[0]] : arrow;
  if (within) focus(grid[column][clamp(at + within, 0, grid[column].length - 1)], event);
  else focus(neighbour(grid[column], at, grid[column + between]), event);
}

/** The button at the same share of the next column. */
function neighbour(from, at, to) {
  if (!to) return from[at];
  const share = from.length > 1 ? at / (from.length - 1) : 0.5;
  return to[Math.round(share * (to.length - 1))];
}

function focus(button, event) {
  event.preventDefault();
  button.focus({ focusVisible: true });
}

function rove(grid, current) {
  for (const button of grid.flat()) button.tabIndex = button === current ? 0 : -1;
}
