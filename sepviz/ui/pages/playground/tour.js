// Three things to try: one line, a step at a time, and an outline around what it speaks of (shell/style.css).
// Streamlit calls the default export on every run of the page.

const SEEN = "sepviz-tour";
const STEPS = 3;
const AFTERWARDS = ".st-key-op input:checked";

let begun = false;
let step = 0; // 0: none is shown
let calls = 0;

export default function tour({ data, parentElement }) {
  if (!begun) {
    begun = true;
    if (isNew() || data.again) step = 1;
  }
  const draw = () => show(parentElement, data, draw);
  draw();
  const call = ++calls;
  return () => {
    if (call !== calls) return; // a newer run of the page goes on with it
    step = 0;
    outline();
  };
}

/** Whether this browser has not shown it yet; one that keeps nothing could not say, and never shows it. */
function isNew() {
  try {
    if (localStorage.getItem(SEEN)) return false;
    localStorage.setItem(SEEN, "1");
    return true;
  } catch {
    return false;
  }
}

function show(root, data, draw) {
  const strip = root.querySelector("section");
  const [said, next, skip] = ["p", ".next", ".skip"].map((name) => strip.querySelector(name));
  strip.hidden = step === 0;
  strip.setAttribute("aria-label", data.label);
  const sentence = step ? `${step}/${STEPS} · ${wordsOf(data)}` : "";
  if (said.textContent !== sentence) said.textContent = sentence;
  next.textContent = step === STEPS ? data.done : data.next;
  skip.textContent = data.skip;
  skip.hidden = step === STEPS;
  next.onclick = () => (step === STEPS ? end() : go(step + 1));
  skip.onclick = end;
  strip.onkeydown = ({ key }) => {
    if (key === "Escape") end();
  };
  outline();

  function go(to) {
    step = to;
    draw();
  }
  function end() {
    go(0);
    document.querySelector(AFTERWARDS)?.focus({ preventScroll: true });
  }
}

/** What to do at this step; a finger cannot point without pressing. */
function wordsOf(data) {
  const tapped = matchMedia("(pointer: coarse)").matches && data[`step_${step}_tap`];
  return tapped || data[`step_${step}`];
}

function outline() {
  if (step) document.documentElement.dataset.tour = step;
  else delete document.documentElement.dataset.tour;
}
