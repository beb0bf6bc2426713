// Streamlit's side of the layer's picture.

import { attach } from "./attach.js";
import { mountWhenOffered } from "./layer_offer.js";

export default function layerPicture({ data, parentElement, setTriggerValue }) {
  const callbacks = { onSelect: (choice) => setTriggerValue("select", choice) };
  return attach(parentElement, ".layer", data, callbacks, mountWhenOffered);
}
