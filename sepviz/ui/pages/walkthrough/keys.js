// Keys press the page's own buttons, so that a key can do nothing that a click cannot.
// Streamlit calls the default export on every run of the page, and what it returns at the end.

const COPY = "sepviz-walkthrough";
const NEXT = ".st-key-_next button";
const BACK = ".st-key-_back button";
const REVEAL = ".st-key-_reveal button, .st-key-_retry button";
const LEAVE = ".st-key-_leave button";
const CHOICES = ".st-key-walk_question input[type=radio]";

// What a clicker sends for "blank the screen" (b or a full stop) reveals.
const PRESENTER = {
  ArrowRight: NEXT, PageDown: NEXT, " ": NEXT,
  ArrowLeft: BACK, PageUp: BACK,
  r: REVEAL, Enter: REVEAL, b: REVEAL, ".": REVEAL,
  Escape: LEAVE,
};
const STUDENT = { ArrowRight: NEXT, ArrowLeft: BACK, r: REVEAL };

const TYPING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable=true]";
const OWN_ARROWS = `${TYPING}, [role=slider], [role=application], [role=listbox], [role=tab]`;
const PRESSED = "button, a, summary, [role=button], [role=application]";

let shown = null; // the chapter on show, to notice a new one

export default function walkthrough({ data, parentElement, setStateValue }) {
  keepCopy(data, setStateValue);
  arrive(data, parentElement);
  const press = (event) => onKey(event, data.present);
  const settle = (event) => data.present && giveKeysBack(event);
  // Before Streamlit's own shortcuts.
  window.addEventListener("keydown", press, true);
  window.addEventListener("click", settle);
  return () => {
    window.removeEventListener("keydown", press, true);
    window.removeEventListener("click", settle);
  };
}

/** The tab keeps a copy of the predictions: after a reload a new session asks for it. */
function keepCopy({ predictions, settled }, setStateValue) {
  try {
    const kept = sessionStorage.getItem(COPY);
    if (settled) sessionStorage.setItem(COPY, predictions);
    else if (kept) setStateValue("kept", kept);
  } catch {
    // A browser that keeps nothing forgets at a reload; all else works.
  }
}

function arrive({ chapter, announcement }, parentElement) {
  const live = parentElement.querySelector(".live");
  if (shown !== null && shown !== chapter) {
    document.querySelector("[data-testid=stMain]")?.scrollTo({ top: 0 });
    live.textContent = announcement;
  }
  live.dataset.chapter = chapter; // from now on keys are heard
  shown = chapter;
}

function onKey(event, present) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const target = event.composedPath()[0];
  const on = (selector) => target instanceof Element && target.matches(selector);
  if (on(TYPING) && !(on("[type=range]") && event.key.startsWith("Page"))) return;
  const number = /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key.startsWith("Arrow") && (on(OWN_ARROWS) || (!present && on("[type=radio], [role=radio]")))) return;
  if ((key === " " || key === "Enter") && on(PRESSED)) return;
  if (key === "Escape" && document.querySelector("[data-testid=stPopoverBody]")) return;
  const selector = (present ? PRESENTER : STUDENT)[key];
  const button = number ? document.querySelectorAll(CHOICES)[number - 1] : selector && document.querySelector(selector);
  if (!selector && !button) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (selector === REVEAL) pressSoon(selector);
  else if (button && !button.disabled) button.click();
}

/** A choice that was just made is still on its way to the server: wait a moment for its button. */
function pressSoon(selector, tries = 15) {
  const button = document.querySelector(selector);
  if (button && !button.disabled) button.click();
  else if (tries > 0) setTimeout(() => pressSoon(selector, tries - 1), 100);
}

/** After a real click in front of the class the keys belong to the chapters again. */
function giveKeysBack(event) {
  const active = document.activeElement;
  if (event.detail > 0 && active?.matches("button, input[type=radio]")) active.blur();
}
