// One's own reason for a choice: a line that this tab keeps and nobody else gets, and the list of all of them.

const KEPT = "sepviz-reasons";

export default function reasons({ data, parentElement }) {
  const kept = read(data.of);
  const [label, field, list] = ["label", "input", "ul"].map((name) => parentElement.querySelector(name));
  label.hidden = data.chapter === null;
  list.hidden = true;
  if (data.chapter === null) {
    list.replaceChildren(...Object.entries(kept).filter(([, said]) => said).map(([chapter, said]) => {
      const item = document.createElement("li");
      item.textContent = `${chapter}. ${said}`;
      return item;
    }));
    list.hidden = !list.children.length;
    return;
  }
  label.querySelector("span").textContent = data.label;
  if (!label.matches(":focus-within")) field.value = kept[data.chapter] ?? "";
  field.oninput = () => write(data.of, { ...read(data.of), [data.chapter]: field.value });
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
