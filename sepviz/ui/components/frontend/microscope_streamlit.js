// Streamlit's side of a microscope whose code and image are on the page already.

import { attach } from "./attach.js";
import { whenOffered } from "./offer.js";

export default function lightMicroscope({ data, parentElement, setStateValue }) {
  const callbacks = { onPin: (pixel) => setStateValue("pin", pixel) };
  return attach(parentElement, ".microscope", data, callbacks, whenOffered("microscope"));
}
