// The lesson as a page of its own: chapters, predictions, keys, two languages, presenter type.

import { showMicroscopes } from "./offline.js";

const OWN_KEYS = "select, [type=range], [role=application]";
const PRESSED = "button, summary, select, [role=application]";

const lessons = [...document.querySelectorAll(".lesson")];
const CHAPTERS = lessons[0].querySelectorAll("article").length;
const chosen = {}; // chapter -> id of a choice
const revealed = new Set(); // chapters
let lesson = lessons[0], chapter = 1, present = false;

const next = () => go(chapter + 1), back = () => go(chapter - 1);
const STUDENT = { ArrowRight: next, ArrowLeft: back, r: reveal };
const PRESENTER = {
  ...STUDENT, PageDown: next, " ": next, PageUp: back, Enter: reveal, b: reveal, ".": reveal,
  Escape: () => setPresent(false),
};

function go(wanted) {
  location.hash = Math.min(CHAPTERS, Math.max(1, wanted));
}

/** The chapter is in the address, so that the browser's own Back goes back a chapter. */
function follow() {
  const wanted = Number(location.hash.slice(1));
  chapter = Number.isInteger(wanted) && wanted >= 1 && wanted <= CHAPTERS ? wanted : 1;
  scrollTo(0, 0);
  show();
}

function choose(id) {
  chosen[chapter] = id;
  show();
}

/** Show the answer, or take answer and choice back; a presenter need not choose. */
function reveal() {
  if (revealed.delete(chapter)) delete chosen[chapter];
  else if (chosen[chapter] || present) revealed.add(chapter);
  show();
}

function setPresent(wanted) {
  present = wanted;
  show();
}

function speak(language) {
  lesson = lessons.find((one) => one.lang === language);
  show();
}

function show() {
  document.documentElement.lang = lesson.lang;
  document.body.classList.toggle("present", present);
  for (const one of lessons) one.hidden = one !== lesson;
  for (const article of lesson.querySelectorAll("article")) {
    article.hidden = Number(article.dataset.chapter) !== chapter;
    if (!article.hidden) showChapter(article);
  }
  lesson.querySelectorAll("nav [data-go]").forEach((button) => {
    if (Number(button.dataset.go) === chapter) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
  });
  lesson.querySelector(".back").disabled = chapter === 1;
  lesson.querySelector(".next").disabled = chapter === CHAPTERS;
  lesson.querySelector(".begin").hidden = present;
  lesson.querySelector(".leave").hidden = !present;
  showMicroscopes(present);
}

function showChapter(article) {
  const [told, id] = [revealed.has(chapter), chosen[chapter]];
  document.title = article.querySelector("h2").textContent;
  for (const radio of article.querySelectorAll("[type=radio]")) radio.checked = radio.value === id;
  for (const answer of article.querySelectorAll("[data-choice]")) {
    answer.hidden = !told || answer.dataset.choice !== (id ?? "");
  }
  article.querySelector(".idea").hidden = told && present; // the answer takes its place
  article.querySelector(".reveal").hidden = told;
  article.querySelector(".again").hidden = !told;
  const locked = !id && !present;
  const button = article.querySelector(".reveal");
  button.disabled = locked;
  button.textContent = locked ? button.dataset.locked : button.dataset.free;
  for (const side of article.querySelectorAll(".side")) {
    side.hidden = (side.dataset.revealed === "true") !== told;
    const select = side.querySelector(".which");
    side.querySelectorAll(".variant").forEach((variant, at) => {
      variant.hidden = select && at !== select.selectedIndex;
    });
  }
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { target } = event;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const arrow = key.startsWith("Arrow");
  if (arrow && (target.matches(OWN_KEYS) || (!present && target.matches("[type=radio]")))) return;
  if ((key === " " || key === "Enter") && target.matches(PRESSED)) return;
  const choices = lesson.querySelectorAll(`[data-chapter="${chapter}"] [type=radio]`);
  const number = /^[1-9]$/.test(key) ? choices[key - 1] : null;
  const act = number ? () => choose(number.value) : (present ? PRESENTER : STUDENT)[key];
  if (!act) return;
  event.preventDefault();
  act();
}

function onClick({ target }) {
  const button = target.closest("button");
  if (!button) return;
  if (button.dataset.go) go(Number(button.dataset.go));
  else if (button.matches(".next")) next();
  else if (button.matches(".back")) back();
  else if (button.matches(".reveal, .again")) reveal();
  else if (button.matches(".begin, .leave")) setPresent(button.matches(".begin"));
  else if (button.dataset.language) speak(button.dataset.language);
}

for (const one of lessons) {
  one.addEventListener("click", (event) => event.target.closest(".microscope") || onClick(event));
  one.addEventListener("change", ({ target }) => {
    if (target.matches("[type=radio]")) choose(target.value);
    else if (target.matches(".which")) show();
  });
}
addEventListener("keydown", onKey);
addEventListener("hashchange", follow);
follow();
