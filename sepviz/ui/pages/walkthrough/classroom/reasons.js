// One's own reason for a choice: a line that this tab keeps and nobody else gets, and the list of all of them,
// which the browser also writes on the worksheet.

const KEPT = "sepviz-reasons";

export default function reasons({ data, parentElement }) {
  const kept = read(data.of);
  const [label, field, list, button] = ["label", "input", "ul", "button"].map((name) =>
    parentElement.querySelector(name));
  label.hidden = data.chapter === null;
  list.hidden = button.hidden = true;
  if (data.chapter === null) {
    list.replaceChildren(...items(kept, data.titles));
    list.hidden = button.hidden = !list.children.length;
    button.textContent = data.label;
    button.onclick = () => save(withReasons(data.worksheet, data.heading, items(read(data.of), data.titles)), data.file);
    return;
  }
  label.querySelector("span").textContent = data.label;
  if (!label.matches(":focus-within")) field.value = kept[data.chapter] ?? "";
  field.oninput = () => write(data.of, { ...read(data.of), [data.chapter]: field.value });
}

/** A line for each reason: its chapter, and what was written. */
function items(kept, titles) {
  return titles.flatMap((title, at) => {
    const said = kept[at + 1];
    if (!said) return [];
    const item = document.createElement("li");
    item.textContent = `${at + 1} · ${title}: ${said}`;
    return [item];
  });
}

/** The worksheet with the reasons at its end. */
function withReasons(worksheet, heading, lines) {
  const page = new DOMParser().parseFromString(worksheet, "text/html");
  const [title, list] = ["h2", "ul"].map((name) => page.body.appendChild(page.createElement(name)));
  title.textContent = heading;
  list.append(...lines);
  return `<!doctype html>\n${page.documentElement.outerHTML}`;
}

function save(text, file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/html" }));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** What was written in this class, or in none; what the group before wrote is forgotten. */
function read(of) {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
    if (found.of === of) return found.said;
    sessionStorage.removeItem(KEPT);
  } catch {
    // A browser that keeps nothing has nothing to read.
  }
  return {};
}

function write(of, said) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ of, said }));
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
}
