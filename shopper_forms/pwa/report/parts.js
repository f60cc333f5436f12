// Small parts that several pieces of the report are made of.
import { h } from "../ui/dom.js";

/** A button that does something; `kind` are further classes, as in "main wide". */
export function button(kind, click, ...label) {
  return h("button", { type: "button", class: `button ${kind}`, on: { click } }, label);
}

/** A link that acts within the page. */
export function jump(act, ...label) {
  const click = (event) => {
    event.preventDefault();
    act();
  };
  return h("a", { href: "#", on: { click } }, label);
}

/** A part of a question (comment, reason, photos) under its name and a mark such as "needed". */
export function part(name, label, mark, ...children) {
  const line = h("div", { class: "label-line" }, label, mark);
  return h("div", { class: "part", "data-part": name }, line, children);
}

/** A fold that is closed at first; `fill(fold)` is called when it is first opened. */
export function fold(title, fill) {
  const node = h("details", { class: "fold" }, h("summary", { text: title }));
  node.addEventListener("toggle", () => fill(node), { once: true });
  return node;
}
