// Streamlit's side of the microscope.

import { attach } from "./attach.js";
import { mount } from "./microscope.js";

export default function microscope({ data, parentElement, setStateValue }) {
  const callbacks = { onPin: (pixel) => setStateValue("pin", pixel) };
  return attach(parentElement, ".microscope", data, callbacks, mount);
}
