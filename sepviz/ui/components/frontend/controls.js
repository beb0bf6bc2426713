// Pointer, keys, buttons: who calls what on the microscope.

import { listen } from "./field.js";

/** Connect the skeleton's controls to a microscope until `signal` aborts. */
export function connect(scope, signal) {
  const on = (selector, type, handler) => scope.find(selector).addEventListener(type, handler, { signal });
  const step = (count) => {
    scope.player.pause();
    scope.advance(count);
  };
  on(".back", "click", () => step(-1));
  on(".forward", "click", () => step(1));
  on(".play", "click", () => scope.togglePlay());
  on(".pin", "click", () => scope.pin(scope.pinned ?? scope.cursor));
  on(".scrub", "input", (event) => {
    scope.player.pause();
    scope.goToIndex(Number(event.target.value));
  });
  on(".speed select", "change", (event) => {
    giveKeysBack(scope, event);
    scope.player.speed = Number(event.target.value) || event.target.value;
  });
  on(".shown", "change", (event) => {
    giveKeysBack(scope, event);
    scope.renewPictures();
    scope.resize();
  });
  on(".numbers", "toggle", () => scope.invalidate());
  scope.element.addEventListener("keydown", (event) => keyOf(scope, event), { signal });
  document.addEventListener("visibilitychange", () => document.hidden && scope.player.pause(), { signal });
  connectMaps(scope, signal);
}

/** Space plays, Escape unpins, wherever the focus is inside, except where Space already means something. */
function keyOf(scope, event) {
  const busy = event.target.closest("button, select, summary");
  if (event.key === " " && !busy) scope.togglePlay();
  else if (event.key === "Escape" && scope.pinned) scope.pin(null);
  else return;
  event.preventDefault();
}

/** In front of a class the arrow keys turn pages: a list that was chosen from does not keep them. */
function giveKeysBack(scope, event) {
  if (scope.view.large) event.target.blur();
}

function connectMaps(scope, signal) {
  const { input, output } = scope;
  const output_ = {
    at: (event) => output.port.pixelAt(output.canvas, event),
    move: (cell, { byKey = false } = {}) => (byKey ? moveTo(scope, cell) : scope.point({ hover: cell })),
    leave: () => scope.point(),
    press: (cell) => scope.pin(cell),
    bounds: () => ({ current: scope.cursor, first: [0, 0], last: scope.view.axes.map((axis) => axis.count - 1) }),
  };
  const input_ = {
    at: (event) => input.port.pixelAt(input.canvas, event),
    move: (cell, { byKey = false } = {}) => {
      if (byKey) input.port.reveal([cell[0]], [cell[1]]);
      scope.point({ pointed: { at: "input", cell } });
    },
    leave: () => scope.point(),
    press: (cell) => scope.pin(scope.goToInput(cell)),
    bounds: () => ({ current: inputCell(scope), ...inputBounds(scope.view) }),
  };
  listen(output.canvas, output_, signal);
  listen(input.canvas, input_, signal);
  for (const [map, place] of [
    [output, (pixel) => pixel],
    [input, (pixel) => scope.goToInput(pixel)],
  ]) {
    const look = (event) => {
      moveTo(scope, place(map.locatedAt(event)));
      scope.centre();
    };
    map.locator.addEventListener("click", look, { signal });
  }
}

function moveTo(scope, cell) {
  scope.player.pause();
  scope.go(cell);
}

/** Where the keys start in the input: the pixel that is lit, or the middle of the window. */
function inputCell(scope) {
  if (scope.pointed?.at === "input") return scope.pointed.cell;
  return scope.view.axes.map((axis, at) => {
    const middle = Math.floor(axis.taps / 2);
    return scope.current[at] * axis.stride + middle * axis.dilation - axis.before;
  });
}

function inputBounds({ axes }) {
  return {
    first: axes.map((axis) => -axis.before),
    last: axes.map((axis) => axis.size + axis.after - 1),
  };
}
