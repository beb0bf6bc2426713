// What Streamlit's page lacks: a back button that goes back a page, a menu that closes, words in the
// reader's language, a fresh start after the server's. Streamlit calls the default export on every run.

const MENU_LINK = "[data-testid=stSidebarNavLink]";
const CLOSE_MENU = "[data-testid=stSidebarCollapseButton] button";
const PROGRAMS = "[data-testid=stCode] pre:not([tabindex])";
const WORDED =
  "[data-testid=stFileUploader], [data-testid=stCameraInput], [data-testid=InputInstructions], [data-testid=stTooltipContent], [data-testid=stSkipToContent]";
const NAMED = ["aria-label", "data-title", "alt"];
const WHOLE_PAGE = { childList: true, subtree: true };
const PHONE = "(max-width: 768px)";

let begun = false;
let runAgain = () => {};
let words = new Map();
let beginnings = []; // of words that go on with a name: "Remove ", "Fullscreen: "

export default function shell({ data, setTriggerValue }) {
  const root = document.documentElement;
  root.lang = data.language;
  root.style.setProperty("--menu", JSON.stringify(data.menu)); // Streamlit's button is an arrow without a word
  words = new Map(Object.entries(data.words));
  beginnings = [...words.keys()].filter((word) => /[ ：]$/.test(word));
  translate();
  runAgain = () => setTriggerValue("connected", true);
  if (begun) return;
  begun = true;
  recordPagesOnly();
  window.addEventListener("click", closeMenu);
  watchConnection(document.querySelector("[data-testid=stApp]"));
  new MutationObserver(() => requestAnimationFrame(mend)).observe(document.body, WHOLE_PAGE);
}

/** Streamlit records each change of a setting, and a page twice: with the old settings and its own.
 *  The chapters of the walkthrough are pages to their readers. */
function recordPagesOnly() {
  const push = history.pushState;
  history.pushState = (state, title, url) => {
    const [to, from] = [new URL(url, location.href), new URL(location.href)];
    const opened = from.searchParams.get("chapter");
    const samePage = to.pathname === from.pathname;
    const sameChapter = !opened || to.searchParams.get("chapter") === opened;
    (samePage && sameChapter ? history.replaceState : push).call(history, state, title, url);
  };
}

/** What Streamlit has just drawn is mended before it is painted. */
function mend() {
  reachPrograms();
  translate();
}

/** Streamlit's own words are English in every language. */
function translate() {
  for (const place of document.querySelectorAll(WORDED)) {
    const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const word = texts.currentNode.data.trim();
      if (words.has(word)) texts.currentNode.data = texts.currentNode.data.replace(word, words.get(word));
    }
  }
  for (const name of NAMED)
    for (const place of document.querySelectorAll(`[${name}]`)) {
      const word = place.getAttribute(name);
      const start = words.has(word) ? word : beginnings.find((one) => word.startsWith(one));
      if (start) place.setAttribute(name, words.get(start) + word.slice(start.length));
    }
}

/** A program that scrolls in its box is scrolled by keyboard, too. */
function reachPrograms() {
  for (const box of document.querySelectorAll(PROGRAMS)) {
    if (box.scrollHeight > box.clientHeight || box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
}

/** On a phone the menu of pages lies over the page. */
function closeMenu(event) {
  const chosen = event.target instanceof Element && event.target.closest(MENU_LINK);
  if (chosen && matchMedia(PHONE).matches) document.querySelector(CLOSE_MENU)?.click();
}

/** A restarted server knows nothing of the visitor's widgets, and would take the next action for the first. */
function watchConnection(app) {
  const state = () => app.dataset.testConnectionState;
  let before = state();
  new MutationObserver(() => {
    if (state() === "CONNECTED" && before !== "CONNECTED") runAgain();
    before = state();
  }).observe(app, { attributeFilter: ["data-test-connection-state"] });
}
