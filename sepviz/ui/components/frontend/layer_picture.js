// The picture of a layer: state, and who is told when it changes. Streamlit's side is in layer_streamlit.js.

import { buildFlow, writeFlow } from "./layer_dom.js";
import { kernelSize, runsDown, thumbnailSize } from "./layer_fit.js";
import { drawKernel } from "./layer_kernels.js";
import { connectMaps } from "./layer_keys.js";
import { buildLines, lightLines, placeLines } from "./layer_lines.js";
import { litBy, litByPart } from "./layer_lit.js";
import { placeOn, probeOf, showTags, sourcesOf } from "./layer_probe.js";
import { describeLayer } from "./layer_sentences.js";
import { Sweep } from "./layer_sweep.js";
import { drawThumbnail, hideBox, showBox, tintOf } from "./layer_thumbnails.js";
import { readLayer, structureOf } from "./layer_view.js";
import { sameBytes } from "./wire.js";

const TOLD_AFTER = 400; // milliseconds of rest before a screen reader is told
const PLAY_ICONS = { true: "M7 5h3.5v14H7zM13.5 5H17v14h-3.5z", false: "M7 4.5v15l12-7.5z" };

/** Show a picture in `root`, which holds layer_picture.html; onSelect({stage, channel, pixel}) hears of clicks. */
export function mountLayer(root, data, { onSelect }) {
  const picture = new LayerPicture(root.querySelector(".layer"), onSelect);
  picture.show(data);
  return { update: (message) => picture.show(message), destroy: () => picture.destroy() };
}

class LayerPicture {
  constructor(element, onSelect) {
    Object.assign(this, { element, onSelect, pointed: null, view: null, down: false });
    this.stop = new AbortController();
    this.connected = new AbortController();
    this.sweep = new Sweep((moment) => this.drawMoment(moment), () => this.playChanged());
    const { signal } = this.stop;
    this.find(".play").addEventListener("click", () => this.togglePlay(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.sweep.pause(), { signal });
    this.sizes = new ResizeObserver(() => this.view && this.fit());
    this.sizes.observe(element);
    this.sizes.observe(this.find(".flow"));
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  /** Take a message; the picture of before stays until the new one is ready. */
  async show(message) {
    if (this.message && sameBytes(this.message, message)) {
      this.invalidate();
      return;
    }
    this.message = message;
    const view = await readLayer(message);
    if (this.message === message && !this.stop.signal.aborted) this.take(view);
  }

  take(view) {
    const structure = structureOf(view);
    const renewed = structure !== this.structure;
    Object.assign(this, { view, structure });
    if (renewed) this.rebuild();
    this.sweep.stop();
    writeFlow(this.built, view);
    this.fit();
  }

  rebuild() {
    const { view } = this;
    this.connected.abort();
    this.connected = new AbortController();
    this.pointed = null;
    this.element.setAttribute("aria-label", view.labels.name);
    this.built = buildFlow(this.find(".flow"), view);
    this.lines = buildLines(this.find(".lines"), view);
    connectMaps(this, this.built, this.connected.signal);
    this.playChanged();
  }

  /** Fit everything to the room that there is, and draw the maps and kernels anew. */
  fit() {
    const { view, element } = this;
    if (!element.clientWidth) return;
    this.down = runsDown(element.clientWidth);
    element.classList.toggle("down", this.down);
    const body = this.built.columns[0].element.querySelector(".body");
    const room = this.down ? body.clientWidth : body.clientHeight;
    view.columns.forEach((column, index) => this.fitColumn(column, index, room));
    placeLines(this.find(".lines"), this.lines, view, this.built, this.down);
    this.invalidate();
  }

  fitColumn(column, index, room) {
    const { view, down } = this;
    const step = view.steps[index - 1];
    const [height, width, each] = thumbnailSize(column, room, down);
    const layout = step && kernelSize(step, each, down);
    this.built.columns[index].items.forEach(({ picture, kernel }, at) => {
      drawThumbnail(picture, column, at, [height, width]);
      if (!step) return;
      const row = step.targets.indexOf(column.maps[at].channel);
      const before = view.columns[index - 1];
      const tintFrom = (from) => before.tints[before.maps.findIndex((map) => map.channel === from)];
      const edges = step.sources[row].map((from) => tintOf(tintFrom(from)));
      drawKernel(kernel, view, step, row, layout, edges);
    });
  }

  point(pointed) {
    if (this.sweep.begun && pointed === null) return;
    if (this.sweep.begun) this.endSweep();
    this.pointed = pointed;
    this.invalidate();
  }

  isPointedAt({ column, at }) {
    return this.pointed?.column === column && this.pointed?.at === at;
  }

  /** Report a map; what is marked is for the page to say. */
  select({ column, at }, pixel) {
    const { stage, maps } = this.view.columns[column];
    this.onSelect({ stage, channel: maps[at].channel, pixel });
  }

  askForAll(column) {
    this.onSelect({ stage: this.view.columns[column].stage, channel: null, pixel: null });
  }

  togglePlay() {
    this.pointed = null;
    this.sweep.toggle(this.view);
  }

  endSweep() {
    this.sweep.stop();
  }

  playChanged() {
    const { playing, begun } = this.sweep;
    const { labels } = this.view;
    this.find(".play span").textContent = playing ? labels.pause : labels.play;
    this.find(".play path").setAttribute("d", PLAY_ICONS[playing]);
    this.element.classList.toggle("sweeping", begun);
    if (playing) this.find(".live").textContent = labels.playing;
    if (!begun) this.eachItem((item) => item.element.classList.remove("unfilled"));
    this.invalidate();
  }

  /** Draw once in the next frame, however much happens before it. */
  invalidate() {
    this.request ??= requestAnimationFrame(() => {
      this.request = null;
      if (this.view && !this.sweep.begun) this.draw();
    });
  }

  draw() {
    const { view, pointed } = this;
    const lit = pointed && litBy(view, pointed);
    const probe = probeOf(view, pointed);
    if (probe) sourcesOf(view, probe).forEach((link) => lit.maps.add(`${link.step}:${link.source}`));
    this.light(lit);
    this.showWindows(probe && { step: probe.column - 1, pixel: probe.pixel, targets: [probe.at] });
    showTags(this.find(".tags"), view, this.built, probe, this.down);
    const sentence = describeLayer(view, pointed, probe);
    this.find(".say").textContent = sentence;
    this.tell(pointed ? sentence : "");
  }

  light(lit) {
    this.element.classList.toggle("pointing", Boolean(lit));
    lightLines(this.lines, this.view, lit);
    this.eachItem((item, column, at) => {
      const { stage, maps } = this.view.columns[column];
      const chosen = String([stage, maps[at].channel]) === String(this.view.selected);
      item.button.setAttribute("aria-pressed", chosen);
      item.element.classList.toggle("lit", Boolean(lit?.maps.has(`${column}:${at}`)));
      item.kernel?.classList.toggle("lit", Boolean(lit?.kernels.has(`${column}:${at}`)));
    });
  }

  eachItem(act) {
    this.built.columns.forEach(({ items }, column) => items.forEach((item, at) => act(item, column, at)));
  }

  /** Frame the window on the sources of these maps, and the pixel on the maps themselves. */
  showWindows(shown) {
    this.eachItem(({ box }, column, at) => {
      const place = shown && placeOn(this.view, shown, column, at);
      if (place) showBox(box, place, this.view.columns[column].size);
      else hideBox(box);
    });
  }

  drawMoment({ step, links, done, pixel }) {
    const { view } = this;
    const targets = links.map((link) => link.target);
    this.light(litByPart(links));
    this.showWindows({ step, pixel, targets });
    const finished = new Set(done.flatMap((part) => part.links.map((link) => `${part.step + 1}:${link.target}`)));
    this.eachItem(({ picture, element }, column, at) => {
      const now = column === step + 1 && targets.includes(at);
      const share = now ? (100 * pixel[0]) / view.columns[column].size[0] : 0;
      picture.style.setProperty("--rows", `${share}%`);
      element.classList.toggle("unfilled", column > 0 && !finished.has(`${column}:${at}`));
    });
    this.find(".say").textContent = view.columns[step + 1].maps[targets[0]].sentence;
  }

  tell(sentence) {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => (this.find(".live").textContent = sentence), TOLD_AFTER);
  }

  destroy() {
    this.sweep.changed = () => {};
    this.sweep.pause();
    this.stop.abort();
    this.connected.abort();
    this.sizes.disconnect();
    clearTimeout(this.telling);
    cancelAnimationFrame(this.request);
    this.view = null;
  }
}
