// Streamlit's side of the layer's picture.

import { attach } from "./attach.js";
import { whenOffered } from "./offer.js";

const PATIENCE = 5000; // milliseconds that the page may take to make what was asked for

export default function layerPicture({ data, parentElement, setTriggerValue }) {
  const onSelect = (choice) => {
    setTriggerValue("select", choice);
    leadTo(choice.channel === null ? `.st-key-maps_${choice.stage}` : ".st-key-section");
  };
  return attach(parentElement, ".layer", data, { onSelect }, whenOffered("layer"));
}

/** Scroll to what a click asks for, as soon as the page shows it. */
function leadTo(selector, until = performance.now() + PATIENCE) {
  const place = document.querySelector(selector);
  if (place) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    place.scrollIntoView({ behavior: still ? "auto" : "smooth", block: "start" });
  } else if (performance.now() < until) requestAnimationFrame(() => leadTo(selector, until));
}
