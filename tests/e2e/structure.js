// What accessibility rules can tell of a page, element by element: equal texts are equal findings.
//
// Each element with its states, with whether it holds text, what it holds, and what it is inside of; references by
// whether they lead anywhere. Words, values, identifiers and what only looks depend on are left out.
(selector) => {
  const told = new Set(["role", "type", "lang", "dir", "scope", "tabindex", "autocomplete", "hidden", "disabled"]);
  const texts = new Set(["title", "alt", "placeholder", "value", "href", "aria-label"]);
  const references = new Set([
    "for", "list", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-activedescendant",
  ]);
  const leads = (value) => value.split(/\s+/).every((id) => id && document.getElementById(id));
  const attribute = ({name, value}) => {
    if (references.has(name)) return `${name} ${leads(value) ? "leads" : "is lost"}`;
    if (texts.has(name)) return `${name}${value.trim() ? "" : " empty"}`;
    if (name === "id") return document.querySelectorAll(`[id="${CSS.escape(value)}"]`).length > 1 ? "id twice" : "id";
    return told.has(name) || name.startsWith("aria-") ? `${name}=${value}` : "";
  };
  const found = new Set();
  const note = (element, inside) => {
    const attributes = [...element.attributes].map(attribute).filter(Boolean).sort().join(" ");
    const here = `${inside}<${element.localName} ${attributes}>`;
    const holds = new Set([...element.childNodes].map((it) => (it.nodeType === 3 && it.data.trim() ? "text" : it.localName ?? "")));
    found.add(here + [...holds].sort().join(" "));
    for (const child of element.children) note(child, here);
  };
  document.querySelectorAll(selector).forEach((it) => note(it, ""));
  return [...found];
}
