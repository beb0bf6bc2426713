// The bar and the keys. Streamlit calls the default export on every run of the page.
// `wanted` is where the presses so far lead, `shown` what the server has drawn.

const COPY = "sepviz-walkthrough", NAME = "sepviz-class";
const REVEAL = ".st-key-_reveal button, .st-key-_retry button";
const VOTE = ".st-key-walk_vote button";
const CHOICES = ".st-key-walk_question input[type=radio]";
const PATIENCE = 8000; // milliseconds that a key waits for what it belongs to
const DOUBT = 1500; // milliseconds after which a click is made again that the server seems to have lost

const next = () => move(1), back = () => move(-1);
const reveal = () => later(() => (document.querySelector(VOTE) ? voteNow() : revealNow()));
const vote = () => later(() => !document.querySelector(VOTE) || voteNow());
// What a clicker sends for "blank the screen" (b or a full stop) reveals.
const PRESENTER = {
  ArrowRight: next, PageDown: next, " ": next, ArrowLeft: back, PageUp: back,
  r: reveal, v: vote, Enter: reveal, b: reveal, ".": reveal, Escape: leave,
};
const STUDENT = { ArrowRight: next, ArrowLeft: back, r: reveal, v: vote };
// A clicker sends these, and no field of ours has a use for them.
const NEVER_TYPED = ["PageDown", "PageUp", "r", "v", "b", "."];

const FIELD = "input:not([type=radio], [type=checkbox], [type=range]), textarea, select, [contenteditable=true]";
const OWN_ARROWS = `${FIELD}, [type=range], [role=slider], [role=application], [role=listbox], [role=tab]`;
const PRESSED = "button, a, summary, select, [role=button], [role=application]";

let live = null; // this run: {data, root, send}
let shown = null, wanted = null;
let press = 0, backs = 0, left = 0; // `left` is the press that left presenter mode, until the server has
let asked = null; // what was clicked here and is not known to the server yet: {before, again, since, tried}
const waiting = []; // what came before its turn: {act, until}

export default function walkthrough({ data, parentElement, setStateValue }) {
  keepCopy(data, setStateValue);
  if (data.nameless) setStateValue("browser", ownName());
  live = { data, root: parentElement, send: setStateValue };
  arrive();
  listen(parentElement);
}

/** Listen once for good: a key between the end of one call and the next one must not be lost. */
function listen(root) {
  const ears = (window.sepvizWalk ??= {});
  Object.assign(ears, { root, keydown: onKey, popstate: onHistory, click: giveKeysBack });
  if (ears.listening) return;
  ears.listening = true;
  // Keys before Streamlit's own shortcuts, the browser's back before Streamlit's own message.
  for (const [type, capture] of [["keydown", true], ["popstate", true], ["click", false]]) {
    window.addEventListener(type, (event) => ears.root.isConnected && ears[type](event), capture);
  }
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

/** A random name that says nothing but which answers came from the same browser. */
function ownName() {
  const made = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
  try {
    if (!localStorage.getItem(NAME)) localStorage.setItem(NAME, made);
    return localStorage.getItem(NAME);
  } catch {
    return made;
  }
}

/** What the server knows of a click: the predictions, and how far the class's vote is. */
function known() {
  return live.data.predictions + live.data.stage;
}

function arrive() {
  const { data, root } = live;
  const { chapter, done, titles } = data;
  const announce = root.querySelector(".live");
  if (shown !== null && shown !== chapter) {
    document.querySelector("[data-testid=stMain]")?.scrollTo({ top: 0 });
    announce.textContent = `${chapter}. ${titles[chapter - 1]}`;
  }
  shown = chapter;
  if (wanted === null || done >= press) wanted = chapter; // nothing is on its way
  press = Math.max(press, done);
  if (!data.present) left = 0;
  if (asked && known() !== asked.before) asked = null;
  draw();
  announce.dataset.chapter = chapter; // from now on keys are heard
  pump();
}

function draw() {
  const { data, root } = live;
  const list = root.querySelector("ol");
  list.setAttribute("aria-label", data.labels.chapters);
  if (!list.children.length) list.append(...data.titles.map((_, at) => item(at + 1)));
  [...list.children].forEach(({ firstChild: button }, at) => {
    button.title = data.titles[at];
    button.setAttribute("aria-label", `${at + 1}. ${data.titles[at]}`);
    if (at + 1 === wanted) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
  });
  for (const [name, step, end] of [["back", -1, 1], ["next", 1, data.titles.length]]) {
    const button = root.querySelector(`.${name}`);
    button.textContent = data.labels[name];
    button.disabled = wanted === end;
    button.onclick = () => move(step);
  }
}

function item(chapter) {
  const [one, button] = [document.createElement("li"), document.createElement("button")];
  Object.assign(button, { type: "button", textContent: chapter, onclick: () => later(() => go(chapter)) });
  one.append(button);
  return one;
}

function move(step) {
  later(() => go(Math.min(live.data.titles.length, Math.max(1, wanted + step))));
}

function go(chapter) {
  if (isPending()) return false;
  if (chapter !== wanted) {
    wanted = chapter;
    tell(chapter);
    draw();
  }
  return true;
}

/** Say absolutely where to go: however many messages are on their way, the newest is right. */
function tell(chapter) {
  press += 1;
  live.send("at", { press, chapter, backs, left });
}

/** Leave presenter mode; a click on its button would be lost where another press overtakes it. */
function leave() {
  left = press + 1;
  tell(wanted);
}

/** The browser's own back and forward: the link that comes with them counts, old as it is. */
function onHistory() {
  const chapter = Number(new URLSearchParams(location.search).get("chapter"));
  if (!/\/walkthrough$/.test(location.pathname)) return;
  backs += 1;
  tell(null);
  if (chapter >= 1 && chapter <= live.data.titles.length) wanted = chapter;
  draw();
}

function onKey(event) {
  const { present } = live.data;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const target = event.composedPath()[0];
  const on = (selector) => target instanceof Element && target.matches(selector);
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const fromClicker = present && NEVER_TYPED.includes(key) && !on("textarea");
  const closedList = present && key.startsWith("Arrow") && on("[role=combobox][aria-expanded=false]");
  if (on(FIELD) && !fromClicker && !closedList) {
    // Enter takes what was typed; then the keys belong to the chapters again.
    if (present && key === "Enter" && on("input")) setTimeout(() => target.blur());
    return;
  }
  const number = /^[1-9]$/.test(key) ? Number(key) : 0;
  const ownArrows = on(OWN_ARROWS) || (!present && on("[type=radio], [role=radio]"));
  if (key.startsWith("Arrow") && !closedList && ownArrows) return;
  if ((key === " " || key === "Enter") && on(PRESSED)) return;
  if (key === "Escape" && document.querySelector("[data-testid=stPopoverBody]")) return;
  const act = number ? () => later(() => choose(number)) : (present ? PRESENTER : STUDENT)[key];
  if (!act) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (fromClicker && on(FIELD)) target.blur(); // which takes what was typed
  act();
}

/** Do things in the order of their keys, each when the page has followed those before it. */
function later(act) {
  waiting.push({ act, until: Date.now() + PATIENCE });
  pump();
}

function pump() {
  while (waiting.length && (waiting[0].act() || Date.now() > waiting[0].until)) waiting.shift();
  clearTimeout(pump.timer);
  if (waiting.length || isPending()) pump.timer = setTimeout(pump, 50);
}

/** Choose, once the choices of this chapter are drawn. */
function choose(number) {
  const choices = document.querySelectorAll(CHOICES);
  if (shown !== wanted || isPending() || !choices.length) return false;
  const choice = choices[number - 1];
  if (choice && !choice.checked) ask(() => choice.click());
  return true;
}

/** Press the button that shows or hides the answer, once it is that of this chapter and this state. */
function revealNow() {
  if (shown !== wanted || isPending()) return false;
  const button = document.querySelector(REVEAL);
  if (!button || Boolean(button.closest(".st-key-_retry")) !== live.data.revealed) return false;
  // Nothing is chosen: a student has nothing to wait for.
  if (button.disabled) return !live.data.present && !document.querySelector(`${CHOICES}:checked`);
  ask(() => button.isConnected && button.click());
  return true;
}

/** Take the vote of the class a stage on; nobody has answered yet where its button cannot be pressed. */
function voteNow() {
  if (shown !== wanted || isPending()) return false;
  const button = document.querySelector(VOTE);
  if (!button.disabled) ask(() => button.isConnected && button.click());
  return true;
}

/** Click, and remember until the server knows: Streamlit forgets a click when the next one overtakes it. */
function ask(again) {
  asked = { before: known(), again, since: Date.now(), tried: Date.now() };
  again();
}

/** Whether the server has still to follow the last click; one that was lost is made again. */
function isPending() {
  if (asked && Date.now() - asked.since > PATIENCE) asked = null;
  if (asked && Date.now() - asked.tried > DOUBT) {
    asked.tried = Date.now();
    asked.again();
  }
  return asked !== null;
}

/** In front of a class, the keys belong to the chapters again after every control that was clicked. */
function giveKeysBack(event) {
  if (!live.data.present || !event.detail) return;
  const blur = () => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (active && active !== document.body && !active.matches(FIELD)) active.blur();
  };
  blur();
  setTimeout(blur); // Streamlit gives some controls the focus after the click
}
