// Draw the networks' bars as a picture to take home. The browser draws it, because it has the letters of
// every language. Streamlit calls the default export on every run of the page.

const [WIDTH, HEIGHT, MARGIN, HEAD, LEGEND] = [1200, 220, 40, 34, 44];
const [INK, AXIS, FONT, SCALE] = ["#10202e", "#8a95a1", "18px system-ui, sans-serif", 2];

export default function drawing({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  button.textContent = data.label;
  button.onclick = () => drawn(data).toBlob((png) => save(png, data.file));
}

/** Hand a file to the browser. */
function save(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** One network below the other on one linear scale from 0, then the legend. */
function drawn({ networks, top, legend }) {
  const row = HEAD + HEIGHT + MARGIN;
  const canvas = document.createElement("canvas");
  canvas.width = SCALE * WIDTH;
  canvas.height = SCALE * (networks.length * row + LEGEND);
  const pen = canvas.getContext("2d");
  pen.scale(SCALE, SCALE);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, WIDTH, canvas.height);
  pen.font = FONT;
  networks.forEach((network, index) => bars(pen, index * row + HEAD, network, top));
  let x = 2 * MARGIN;
  const y = networks.length * row + 20;
  for (const [name, colour] of legend) {
    pen.fillStyle = colour;
    pen.fillRect(x, y - 13, 16, 16);
    write(pen, name, x + 22, y);
    x += 46 + pen.measureText(name).width;
  }
  return canvas;
}

/** One network: its title, its bars, the axis at 0, and the share at the upper end. */
function bars(pen, y, { title, layers }, top) {
  const bottom = y + HEIGHT;
  const step = (WIDTH - 3 * MARGIN) / layers.length;
  layers.forEach((parts, index) => {
    let base = bottom;
    for (const [colour, part] of parts) {
      pen.fillStyle = colour;
      pen.fillRect(2 * MARGIN + index * step, base - HEIGHT * part, step - Math.min(2, step / 4), HEIGHT * part);
      base -= HEIGHT * part;
    }
  });
  pen.fillStyle = AXIS;
  pen.fillRect(2 * MARGIN, bottom, WIDTH - 3 * MARGIN, 1);
  write(pen, title, MARGIN, y - 14);
  write(pen, top, 8, y + 14);
  write(pen, "0", 8, bottom);
}

function write(pen, text, x, y) {
  pen.fillStyle = INK;
  pen.fillText(text, x, y);
}
