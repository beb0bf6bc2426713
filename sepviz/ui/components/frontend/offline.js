// Microscopes in a page without a server: what they show is in the page itself.

import { mount } from "./microscope.js";

const { messages, words } = JSON.parse(document.getElementById("data").textContent);
const mounted = new Map(); // place -> {large, handle}

/** Mount the microscopes that can be seen, and no other; `large` is the type for a projector. */
export function showMicroscopes(large) {
  for (const place of document.querySelectorAll("[data-message]")) {
    const [seen, old] = [place.checkVisibility(), mounted.get(place)];
    if (seen && old?.large === large) continue;
    old?.handle.destroy();
    mounted.delete(place);
    if (seen) mounted.set(place, { large, handle: begin(place, large) });
  }
}

function begin(place, large) {
  const skeleton = document.getElementById("microscope").content.cloneNode(true);
  place.replaceChildren(skeleton);
  const message = Uint8Array.from(atob(messages[place.dataset.message]), (letter) => letter.charCodeAt(0));
  return mount(place, message, { changes: { ...words[place.closest("[lang]").lang], large } });
}
