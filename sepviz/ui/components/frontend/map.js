// One map on a canvas: the input or the output, with the window and what is lit.

import { inkOn } from "./colours.js";
import { digits } from "./words.js";

const GRID_CELL = 8; // cells from this size on have lines between them
const OUTLINED_CELL = 13; // lit cells from this size on have an outline of their own
const GRID_LINES = [
  ["rgb(0 0 0 / 35%)", -1],
  ["rgb(255 255 255 / 35%)", 0],
];
const NUMBER_CELL = 30; // and from this size on their numbers

/** Make the canvas as sharp as the screen and return its context in CSS pixels. */
export function prepare(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across || canvas.height !== down) {
    [canvas.width, canvas.height] = [across, down];
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** Draw base picture, padding, lines and numbers of the visible part. */
export function drawMap(canvas, port, { size, base, theme, number }) {
  const [width, height] = [port.span[1] * port.cell, port.span[0] * port.cell];
  const context = prepare(canvas, width, height);
  context.fillStyle = theme.hatch;
  context.fillRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  context.drawImage(base, ...port.box(0, 0, ...size));
  if (port.cell >= GRID_CELL) drawLines(context, port);
  if (number && port.cell >= NUMBER_CELL) drawNumbers(context, port, size, theme, number);
  return context;
}

/** A dark line beside a light one is seen on every colour of a map, which is the same in both themes. */
function drawLines(context, port) {
  const [height, width] = port.span.map((span) => span * port.cell);
  for (const [colour, shift] of GRID_LINES) {
    context.fillStyle = colour;
    for (let row = 1; row < port.span[0]; row += 1) context.fillRect(0, row * port.cell + shift, width, 1);
    for (let col = 1; col < port.span[1]; col += 1) context.fillRect(col * port.cell + shift, 0, 1, height);
  }
}

function drawNumbers(context, port, [height, width], theme, number) {
  context.font = `${Math.min(port.cell * 0.32, 15)}px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let row = 0; row < height; row += 1) {
    for (let col = 0; col < width; col += 1) {
      if (!port.shows(row, col)) continue;
      const [left, top] = port.box(row, col);
      const { value, colour } = number(row, col);
      context.fillStyle = inkOn(colour);
      context.fillText(digits(value, 2), left + port.cell / 2, top + port.cell / 2);
    }
  }
}

/** Cover what the window has not computed yet: the rest of the row and all rows below. */
export function coverUnfilled(context, port, [height, width], [row, col], theme) {
  context.fillStyle = theme.back;
  context.fillRect(...port.box(row, col + 1, 1, width - col - 1));
  context.fillRect(...port.box(row + 1, 0, height - row - 1, width));
}

/** Let everything but the window step back. */
export function dimOutside(context, port, box, theme) {
  const [width, height] = [port.span[1] * port.cell, port.span[0] * port.cell];
  context.save();
  context.beginPath();
  context.rect(0, 0, width, height);
  context.rect(...box);
  context.globalAlpha = 0.25;
  context.fillStyle = theme.back;
  context.fill("evenodd");
  context.restore();
}

/** An outline that is seen on any picture: a dark line, a light one, the colour between. */
export function outline(context, [left, top, width, height], colour, thickness = 3) {
  const layers = [
    ["#000", thickness + 4],
    ["#fff", thickness + 2],
    [colour, thickness],
  ];
  for (const [stroke, line] of layers) {
    context.strokeStyle = stroke;
    context.lineWidth = line;
    context.strokeRect(left, top, width, height);
  }
}

/** Light up cells: every pair of these rows and columns. */
export function lightUp(context, port, rows, cols) {
  const inset = 1.5;
  for (const row of rows) {
    for (const col of cols) {
      if (!port.shows(row, col)) continue;
      const [left, top, width, height] = port.box(row, col);
      context.fillStyle = "rgb(255 214 0 / 45%)";
      context.fillRect(left, top, width, height);
      if (port.cell < OUTLINED_CELL) continue;
      context.strokeStyle = "#000";
      context.lineWidth = 1;
      context.strokeRect(left + inset, top + inset, width - 2 * inset, height - 2 * inset);
    }
  }
}

/** The small map of a cropped one: the whole of it, and where the crop lies. */
export function drawLocator(canvas, port, { size, base, theme, filledTo }, side) {
  const scale = side / Math.max(...port.total);
  const context = prepare(canvas, Math.round(port.total[1] * scale), Math.round(port.total[0] * scale));
  const place = ([row, col], [height, width]) => [
    (col - port.first[1]) * scale,
    (row - port.first[0]) * scale,
    width * scale,
    height * scale,
  ];
  context.fillStyle = theme.hatch;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(base, ...place([0, 0], size));
  if (filledTo) {
    context.fillStyle = theme.back;
    context.fillRect(...place([filledTo[0] + 1, 0], size));
  }
  outline(context, place(port.origin, port.span), theme.accent, 2);
}
