// The connections: one line from each source through its kernel slice to the map that it helps to make.

const POSITIVE = "#e07b1f";
const NEGATIVE = "#3f86c9";
const SPREAD = 5; // pixels between the lines that enter one kernel

/** One path for each link, and one from each kernel to its map. */
export function buildLines(svg, view) {
  const lines = view.links.map((link) => path(svg, "line", { from: link.from, to: link.to, step: link.step }));
  const arrows = view.steps.map((_, step) => view.columns[step + 1].maps.map(() => path(svg, "arrow", { step })));
  svg.replaceChildren(...lines, ...arrows.flat());
  return { lines, arrows };
}

function path(svg, name, data) {
  const element = document.createElementNS(svg.namespaceURI, "path");
  element.setAttribute("class", name);
  Object.assign(element.dataset, data);
  return element;
}

/** Put every line where its ends are; `down` where the layer runs from top to bottom. */
export function placeLines(svg, drawn, view, built, down) {
  const origin = svg.getBoundingClientRect();
  const edges = (element) => edgesOf(element.getBoundingClientRect(), origin, down);
  const sources = built.columns.map(({ items, more }) => ({
    maps: items.map((item) => ({ ...edges(item.button), end: leaving(edges, item) })),
    more: more && edges(more),
  }));
  const kernels = built.columns.map(({ items }) => items.map((item) => item.kernel && edges(item.kernel)));
  view.links.forEach((link, index) => {
    const from = link.source < 0 ? sources[link.step].more : sources[link.step].maps[link.source];
    const to = kernels[link.step + 1][link.target];
    const count = Math.min(view.steps[link.step].slices, 1 + Math.floor((to.breadth - 2) / SPREAD));
    const spread = ((link.slice % count) - (count - 1) / 2) * Math.min(SPREAD, to.breadth / count);
    drawn.lines[index].setAttribute("d", curve(from.end, { ...to.start, side: to.start.side + spread }, down));
    drawn.lines[index].dataset.tint = link.source < 0 ? "" : view.columns[link.step].tints[link.source];
  });
  drawn.arrows.forEach((arrows, step) =>
    arrows.forEach((arrow, target) => {
      arrow.setAttribute("d", curve(kernels[step + 1][target].end, sources[step + 1].maps[target].start, down));
    }),
  );
}

/** Lines leave a map behind its label. */
function leaving(edges, item) {
  return { side: edges(item.button).end.side, along: edges(item.element).end.along };
}

/** Where lines leave and enter an element: `along` the flow, and to its `side`. */
function edgesOf(box, origin, down) {
  const [left, top] = [box.left - origin.left, box.top - origin.top];
  if (down) {
    const side = left + box.width / 2;
    return { start: { along: top, side }, end: { along: top + box.height, side }, breadth: box.width };
  }
  const side = top + box.height / 2;
  return { start: { along: left, side }, end: { along: left + box.width, side }, breadth: box.height };
}

function curve(from, to, down) {
  const middle = (from.along + to.along) / 2;
  const point = (along, side) => (down ? [side, along] : [along, side]).map((one) => one.toFixed(1)).join(" ");
  const bends = `${point(middle, from.side)} ${point(middle, to.side)}`;
  return `M${point(from.along, from.side)}C${bends} ${point(to.along, to.side)}`;
}

/** Light the lines of what is pointed at; those of a 1 x 1 kernel show their weights. */
export function lightLines(drawn, view, lit) {
  view.links.forEach((link, index) => {
    const line = drawn.lines[index];
    const on = lit?.links.has(link);
    line.classList.toggle("lit", Boolean(on));
    line.classList.toggle("via", Boolean(lit?.via.has(link)));
    const step = view.steps[link.step];
    const mixes = on && step.height * step.width === 1;
    const weight = mixes ? step.slice(link.row, link.slice)[0] / step.limit : 0;
    line.style.stroke = mixes ? (weight < 0 ? NEGATIVE : POSITIVE) : "";
    line.style.strokeWidth = mixes ? (1 + 5 * Math.abs(weight)).toFixed(1) : "";
  });
  drawn.arrows.forEach((arrows, step) =>
    arrows.forEach((arrow, target) => {
      arrow.classList.toggle("lit", Boolean(lit?.kernels.has(`${step + 1}:${target}`)));
    }),
  );
}
