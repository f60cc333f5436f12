// The comment of a question: needed after a miss, else one tap away; notes can be copied into it.
import { h, replace } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { textArea } from "./text.js";

/** {node, show(entry, need), addNote(text)}; `open` shows the field though it is not needed. */
export function comment({ id, words, edit, notes }) {
  const put = (value) => edit((entry) => {
    if (value === undefined) delete entry.comment;
    else entry.comment = value;
  });
  const label = h("label", { class: "label", id: `${id}-comment-label`, for: `${id}-comment` });
  const mark = h("span", { class: "muted" });
  const hint = h("p", { class: "hint", id: `${id}-comment-hint` });
  const { area, nodes, show } = textArea({
    id: `${id}-comment`, put, labelledby: `${id}-comment-label`, describedby: hint.id,
  });
  const node = h("div", { class: "part", "data-part": "comment" },
    h("div", { class: "label-line" }, label, mark), nodes, hint, notes((text) => addNote(area, text)));
  let said = "";
  return {
    node,
    area,
    show(entry, need, isMiss) {
      show(entry.comment);
      label.replaceChildren(words(isMiss && need.comment === "needed" ? "report.instead" : "report.comment"));
      mark.replaceChildren(words(need.comment === "needed" ? "report.needed" : "report.optional"));
      const missing = need.comment_min - [...(entry.comment ?? "").trim()].length;
      const key = missing > 0 ? `short ${missing}` : need.comment_min ? "enough" : "plain";
      if (key === said) return;
      said = key;
      if (missing > 0) replace(hint, words("report.longer", { n: missing }));
      else replace(hint, key === "enough" && icon("tick"), words(key === "enough" ? "report.enough" : "report.no_names"));
    },
  };
}

function addNote(area, text) {
  area.value = [area.value.trim(), text].filter(Boolean).join("\n");
  area.dispatchEvent(new Event("input"));
  area.focus();
}
