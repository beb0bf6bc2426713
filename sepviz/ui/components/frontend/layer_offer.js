// The way from the carrier's code to the picture: two scripts that meet at an object of the window.

const OFFERED = "sepviz-layer";

export function offerLayer(mount) {
  if (globalThis.sepvizLayer) return;
  globalThis.sepvizLayer = mount;
  dispatchEvent(new Event(OFFERED));
}

/** Mount the picture as soon as its code is there; until then the latest message waits. */
export function mountWhenOffered(root, data, callbacks) {
  let [message, handle] = [data, null];
  const waiting = new AbortController();
  const begin = () => {
    handle = globalThis.sepvizLayer(root, message, callbacks);
  };
  if (globalThis.sepvizLayer) begin();
  else addEventListener(OFFERED, begin, { once: true, signal: waiting.signal });
  return {
    update(next) {
      message = next;
      handle?.update(next);
    },
    destroy() {
      waiting.abort();
      handle?.destroy();
    },
  };
}
