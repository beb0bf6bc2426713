// How a component of ours lives in Streamlit, which calls its default export on every run of the
// script and on every change of theme with the same parent, and what that returns when it goes away.

const mounted = new WeakMap();

/**
 * Mount the component whose skeleton is `selector`, or hand it the newer data.
 * `callbacks` are renewed on every call; returns the function that Streamlit calls at the end.
 */
export function attach(parentElement, selector, data, callbacks, mount) {
  const skeleton = parentElement.querySelector(selector);
  let one = mounted.get(parentElement);
  if (one && one.skeleton !== skeleton) {
    one.handle.destroy();
    one = undefined;
  }
  if (one) {
    one.callbacks = callbacks;
    one.handle.update(data);
  } else {
    one = { skeleton, call: 0, handle: null, callbacks };
    one.handle = mount(parentElement, data, latest(one));
    mounted.set(parentElement, one);
  }
  one.call += 1;
  const call = one.call;
  // A call that a newer one has overtaken is cleaned up at once: it must not take the newer with it.
  return () => {
    if (one.call !== call) return;
    one.handle.destroy();
    mounted.delete(parentElement);
  };
}

/** The same callbacks by name, each looked up when it is called. */
function latest(one) {
  const names = Object.keys(one.callbacks);
  return Object.fromEntries(names.map((name) => [name, (...values) => one.callbacks[name](...values)]));
}
