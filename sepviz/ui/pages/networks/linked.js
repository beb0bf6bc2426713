// A bar and a row of the same layer carry the same data-layer. Streamlit calls the default export on every
// run of the page, and what it returns at the end; the listeners outlive redrawn tables.

const LAYER = "[data-layer]";

export default function linked() {
  const mark = (event) => point(event.target);
  const clear = (event) => !event.target.closest?.(LAYER) || unmark();
  document.addEventListener("pointerover", mark);
  document.addEventListener("pointerout", clear);
  document.addEventListener("focusin", mark);
  document.addEventListener("click", follow);
  document.addEventListener("keydown", step);
  return () => {
    document.removeEventListener("pointerover", mark);
    document.removeEventListener("pointerout", clear);
    document.removeEventListener("focusin", mark);
    document.removeEventListener("click", follow);
    document.removeEventListener("keydown", step);
  };
}

function unmark() {
  for (const marked of document.querySelectorAll(".net-marked")) marked.classList.remove("net-marked");
}

/** Mark a layer's bar and row, and say in words what it is. */
function point(target) {
  const layer = target.closest?.(LAYER)?.dataset.layer;
  if (!layer) return;
  unmark();
  for (const part of document.querySelectorAll(`[data-layer="${layer}"]`)) part.classList.add("net-marked");
  const bar = document.querySelector(`.net-strip [data-layer="${layer}"]`);
  const readout = document.querySelector(`[data-readout="${layer.split("-")[0]}"]`);
  if (bar && readout) readout.textContent = bar.getAttribute("aria-label");
}

/** A bar leads to its row, without a new address: that one is the link to the settings. */
function follow(event) {
  const bar = event.target.closest?.(".net-strip a");
  if (!bar) return;
  event.preventDefault();
  const row = document.getElementById(bar.dataset.layer);
  if (!row) return;
  row.scrollIntoView({ block: "center" });
  const link = row.querySelector("a");
  if (link) link.focus({ preventScroll: true });
  else point(row);
}

/** Arrow keys go to the next bar, Home and End to the ends; only one bar is a stop of the tab key. */
function step(event) {
  const bar = event.target.closest?.(".net-strip a");
  if (!bar || event.ctrlKey || event.metaKey || event.altKey) return;
  const bars = [...bar.closest(".net-strip").querySelectorAll("a")];
  const at = bars.indexOf(bar);
  const wanted = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: bars.length - 1 }[event.key];
  if (wanted === undefined || !bars[wanted]) return;
  event.preventDefault();
  bar.tabIndex = -1;
  bars[wanted].tabIndex = 0;
  bars[wanted].focus();
}
