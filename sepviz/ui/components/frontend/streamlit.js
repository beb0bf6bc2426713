// Streamlit's side: it calls the default export on every run of the script and on every change of
// theme with the same parent, and the function that we return when the component goes away.

import { mount } from "./microscope.js";

const mounted = new WeakMap();

export default function microscope({ data, parentElement, setStateValue }) {
  const skeleton = parentElement.querySelector(".microscope");
  let one = mounted.get(parentElement);
  if (one && one.skeleton !== skeleton) {
    one.handle.destroy();
    one = undefined;
  }
  if (one) one.handle.update(data);
  else {
    one = { skeleton, call: 0, handle: null, send: null };
    one.handle = mount(parentElement, data, { onPin: (pixel) => one.send(pixel) });
    mounted.set(parentElement, one);
  }
  one.send = (pixel) => setStateValue("pin", pixel);
  one.call += 1;
  const call = one.call;
  // A call that a newer one has overtaken is cleaned up at once: it must not take the newer with it.
  return () => {
    if (one.call !== call) return;
    one.handle.destroy();
    mounted.delete(parentElement);
  };
}
