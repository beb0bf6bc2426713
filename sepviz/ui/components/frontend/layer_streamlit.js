// Streamlit's side of the layer's picture.

import { attach } from "./attach.js";
import { whenOffered } from "./offer.js";

const PATIENCE = 3000; // milliseconds that the page may take to make what was asked for
const AGAIN = 300;

export default function layerPicture({ data, parentElement, setTriggerValue }) {
  const onSelect = (choice) => {
    setTriggerValue("select", choice);
    leadTo(".st-key-section");
  };
  return attach(parentElement, ".layer", data, { onSelect }, whenOffered("layer"));
}

/** Scroll to what a click asks for, again while the page still grows, until the visitor scrolls. */
function leadTo(selector) {
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  const until = performance.now() + PATIENCE;
  const stop = new AbortController();
  for (const type of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(type, () => stop.abort(), { signal: stop.signal, capture: true, passive: true });
  }
  const look = () => {
    if (stop.signal.aborted) return;
    document.querySelector(selector)?.scrollIntoView({ behavior, block: "start" });
    if (performance.now() < until) setTimeout(look, AGAIN);
    else stop.abort();
  };
  look();
}
