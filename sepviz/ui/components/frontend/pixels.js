// The images on the page, decoded once for all components: values from 0 to 1, exactly those of Python.
// Each component is a script of its own, so they meet at an object of the window.

const CHANGED = "sepviz-pixels";
const MOST_KEPT = 4;

/** Take a message of layer_picture.py: a key, a zero byte, a PNG. */
export async function keepPixels(message) {
  const end = message.indexOf(0);
  const key = new TextDecoder().decode(message.subarray(0, end));
  const kept = (globalThis.sepvizPixels ??= new Map());
  if (kept.has(key)) return;
  const file = new Blob([message.slice(end + 1)], { type: "image/png" });
  const bitmap = await createImageBitmap(file, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  kept.set(key, { width, height, codes: context.getImageData(0, 0, width, height).data });
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
  dispatchEvent(new Event(CHANGED));
}

/** The image with this key, or null while it is on its way. */
export function pixelsOf(key) {
  return globalThis.sepvizPixels?.get(key) ?? null;
}

/** The image with this key as soon as it is there. */
export async function arrivingPixels(key) {
  while (!pixelsOf(key)) await new Promise((act) => addEventListener(CHANGED, act, { once: true }));
  return pixelsOf(key);
}

/** The three channels in grey, side by side on one canvas; drawn once for an image. */
export function channelStrip(image) {
  image.strip ??= drawStrip(image);
  return image.strip;
}

function drawStrip({ width, height, codes }) {
  const canvas = new OffscreenCanvas(3 * width, height);
  const context = canvas.getContext("2d");
  for (let channel = 0; channel < 3; channel += 1) {
    const tile = context.createImageData(width, height);
    for (let at = 0; at < codes.length; at += 4) {
      tile.data.fill(codes[at + channel], at, at + 3);
      tile.data[at + 3] = 255;
    }
    context.putImageData(tile, channel * width, 0);
  }
  return canvas;
}

/** A value of channel `channel`; padding counts as 0. */
export function pixelValue({ width, height, codes }, channel, y, x) {
  if (y < 0 || y >= height || x < 0 || x >= width) return 0;
  return codes[(y * width + x) * 4 + channel] / 255;
}
