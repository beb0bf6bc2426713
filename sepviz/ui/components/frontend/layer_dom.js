// The elements of the picture: columns of maps with their kernels, and the words between them.

import { make } from "./dom.js";

/** Build the columns and steps of a view; returns them as {columns, steps}. */
export function buildFlow(flow, view) {
  const columns = view.columns.map((column) => buildColumn(column));
  const steps = view.steps.map(() => buildStep());
  flow.replaceChildren();
  flow.style.gridTemplateColumns = columns.map(() => "auto").join(" minmax(0, 1fr) ");
  columns.forEach((column, index) => {
    if (index > 0) flow.append(steps[index - 1].element);
    flow.append(column.element);
  });
  return { columns, steps };
}

function buildColumn(column) {
  const element = make("div", "column");
  element.setAttribute("role", "group");
  const head = make("div", "head");
  head.append(make("b"), make("span"));
  const body = make("div", "body");
  const items = column.maps.map((_, index) => buildItem(column, index));
  body.append(...items.map((item) => item.element));
  const foot = make("div", "foot");
  const more = column.hidden > 0 ? make("button", "more") : null;
  if (more) foot.append(more);
  element.append(head, body, foot);
  return { element, head, items, more };
}

function buildItem(column, index) {
  const element = make("div", "item");
  const kernel = column.index > 0 ? make("canvas", "kernel") : null;
  const button = make("button", "map");
  const picture = make("canvas");
  const box = make("span", "box");
  box.hidden = true;
  button.type = "button";
  button.tabIndex = -1;
  button.append(picture, box);
  const label = make("span", "label");
  label.setAttribute("aria-hidden", "true");
  if (kernel) kernel.setAttribute("aria-hidden", "true");
  element.append(...(kernel ? [kernel] : []), button, label);
  return { element, kernel, button, picture, box, label, index };
}

function buildStep() {
  const element = make("div", "step");
  const [kernels, formula] = [make("p", "kernels"), make("p", "formula")];
  element.append(kernels, make("div", "gap"), formula);
  return { element, kernels, formula };
}

/** Write what may have changed while the elements stayed. */
export function writeFlow(built, view) {
  view.columns.forEach((column, index) => writeColumn(built.columns[index], column));
  view.steps.forEach((step, index) => writeStep(built.steps[index], step));
}

function writeColumn({ element, head, items, more }, column) {
  element.setAttribute("aria-label", `${column.name}, ${column.shape}`);
  head.firstChild.textContent = column.name;
  head.lastChild.textContent = column.shape;
  // The longest name decides the room of all, so that the maps stand below each other.
  const longest = Math.max(...column.maps.map((map) => map.label.length));
  element.style.setProperty("--label", `${longest}ch`);
  items.forEach(({ button, label, element: item }, index) => {
    button.setAttribute("aria-label", column.maps[index].alt);
    label.textContent = column.maps[index].label;
    item.dataset.tint = column.tints[index];
  });
  if (!more) return;
  more.type = "button";
  more.tabIndex = -1;
  more.textContent = column.more;
  more.setAttribute("aria-label", column.moreAlt);
}

/** The count itself in bold, inside one line of text. */
function writeStep({ kernels, formula }, step) {
  kernels.textContent = step.kernels;
  const [product, count] = step.formula.split("= ");
  const whole = make("span", "", `${product}= `);
  whole.append(make("b", "", count));
  formula.replaceChildren(whole, ` ${step.unit}`);
}
