// The way from a carrier's code to the component: two scripts that meet at an object of the window.

const OFFERED = "sepviz-offered";

export function offer(name, mount) {
  const offered = (globalThis.sepvizOffered ??= {});
  if (offered[name]) return;
  offered[name] = mount;
  dispatchEvent(new Event(OFFERED));
}

/** Return a mount that begins as soon as the code of this name is there; until then the latest message waits. */
export function whenOffered(name) {
  return (root, data, callbacks) => {
    let [message, handle] = [data, null];
    const waiting = new AbortController();
    const begin = () => {
      const mount = globalThis.sepvizOffered?.[name];
      if (mount && !handle) handle = mount(root, message, callbacks);
    };
    addEventListener(OFFERED, begin, { signal: waiting.signal });
    begin();
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
  };
}
