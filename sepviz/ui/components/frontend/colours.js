// Colours of values, the same as in the page's sheets of maps, and of the theme around them.

const LEVELS = 241; // as in sepviz/figures/colour.py
const NOT_A_NUMBER = 242;

/** A function from value to [r, g, b], from -limit or 0 to limit. */
export function colourOf(view, { limit, signed }) {
  const table = signed ? view.signedColours : view.greyColours;
  const colours = Array.from({ length: table.length / 3 }, (_, level) => [...table.subarray(3 * level, 3 * level + 3)]);
  const low = signed ? -limit : 0;
  return (value) => {
    if (Number.isNaN(value)) return colours[NOT_A_NUMBER];
    const share = (value - low) / (limit - low);
    return colours[Math.floor(Math.min(Math.max(share, 0), 1) * (LEVELS - 1) + 0.5)];
  };
}

export function css([red, green, blue]) {
  return `rgb(${red} ${green} ${blue})`;
}

/** Black or white, whichever is read more easily on this colour. */
export function inkOn([red, green, blue]) {
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140 ? "#000" : "#fff";
}

/** The same colours for a legend. */
export function gradient(view, { limit, signed }) {
  const colour = colourOf(view, { limit, signed });
  const low = signed ? -limit : 0;
  const stops = Array.from({ length: 17 }, (_, step) => css(colour(low + ((limit - low) * step) / 16)));
  return `linear-gradient(to right, ${stops.join(", ")})`;
}

/** Values as a picture of one pixel each, to be enlarged without smoothing. */
export function picture(height, width, colourAt) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const { data } = image;
  for (let index = 0, at = 0; index < height * width; index += 1, at += 4) {
    const colour = colourAt(index);
    data[at] = colour[0];
    data[at + 1] = colour[1];
    data[at + 2] = colour[2];
    data[at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** What the drawing takes from the page's theme, read again on every update. */
export function themeOf(element) {
  const style = getComputedStyle(element);
  const back = style.backgroundColor;
  const text = style.color;
  const line = `color-mix(in srgb, ${text} 35%, ${back})`;
  return { back, text, line, accent: style.accentColor, font: style.fontFamily, hatch: hatch(text, back) };
}

/** Diagonal lines: padding. */
function hatch(text, back) {
  const tile = new OffscreenCanvas(8, 8);
  const context = tile.getContext("2d");
  context.fillStyle = back;
  context.fillRect(0, 0, 8, 8);
  context.strokeStyle = text;
  context.globalAlpha = 0.4;
  for (const shift of [-8, 0, 8]) {
    context.moveTo(shift, 8);
    context.lineTo(shift + 8, 0);
  }
  context.stroke();
  return context.createPattern(tile, "repeat");
}
