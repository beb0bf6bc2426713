// What Streamlit's page lacks: a back button that goes back a page, a menu that closes, a fresh start
// after the server's. Streamlit calls the default export on every run.

const MENU_LINK = "[data-testid=stSidebarNavLink]";
const CLOSE_MENU = "[data-testid=stSidebarCollapseButton] button";
const PROGRAMS = "[data-testid=stCode] pre:not([tabindex])";
const WHOLE_PAGE = { childList: true, subtree: true };
const PHONE = "(max-width: 768px)";

let begun = false;
let runAgain = () => {};

export default function shell({ data, setTriggerValue }) {
  const root = document.documentElement;
  root.lang = data.language;
  root.style.setProperty("--upload", JSON.stringify(data.upload)); // Streamlit has this word in English only
  root.style.setProperty("--menu", JSON.stringify(data.menu)); // and this button is an arrow without a word
  runAgain = () => setTriggerValue("connected", true);
  if (begun) return;
  begun = true;
  recordPagesOnly();
  window.addEventListener("click", closeMenu);
  watchConnection(document.querySelector("[data-testid=stApp]"));
  new MutationObserver(() => requestAnimationFrame(reachPrograms)).observe(document.body, WHOLE_PAGE);
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
