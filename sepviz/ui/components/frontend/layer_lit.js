// Which connections belong to a map: what it is made from, or for an input what it goes into.

/** {links, via, maps, kernels} for map `at` of column `column`; maps and kernels are "column:index". */
export function litBy(view, { column, at }) {
  if (column === 0) return gathered(view.links.filter((link) => link.step === 0 && link.source === at), []);
  const links = madeFrom(view, column, at);
  return gathered(links, upstream(view, links), `${column}:${at}`);
}

/** The same for a part of a step that is swept at once. */
export function litByPart(links) {
  return gathered(links, []);
}

function madeFrom(view, column, at) {
  return view.links.filter((link) => link.step === column - 1 && link.target === at);
}

/** The connections before those: what the sources are made from in their turn. */
function upstream(view, links) {
  const before = new Set();
  for (const { step, source } of links) {
    if (step === 0 || source < 0) continue;
    for (const link of madeFrom(view, step, source)) before.add(link);
  }
  const reached = [...before];
  return reached.length ? [...reached, ...upstream(view, reached)] : reached;
}

function gathered(links, via, pointed) {
  const maps = new Set(pointed ? [pointed] : []);
  const kernels = new Set();
  for (const { step, source, target } of [...links, ...via]) {
    maps.add(`${step}:${source}`).add(`${step + 1}:${target}`);
    kernels.add(`${step + 1}:${target}`);
  }
  return { links: new Set(links), via: new Set(via), maps, kernels };
}

/** The parts of a step that have nothing in common: all of a standard one, each channel of a depthwise one. */
export function partsOf(view, step) {
  const parts = [];
  for (const link of view.links.filter((one) => one.step === step)) {
    const shared = parts.filter((part) => part.some((one) => one.source === link.source || one.target === link.target));
    const joined = [...shared.flat(), link];
    for (const part of shared) parts.splice(parts.indexOf(part), 1);
    parts.push(joined);
  }
  return parts;
}
