// The microscope's code, which Streamlit sends once: data that changes comes with a script that is small.

import { mount } from "./microscope.js";
import { offer } from "./offer.js";

export default function microscopeCarrier() {
  offer("microscope", mount);
}
