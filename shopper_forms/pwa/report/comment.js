// The comment of a question: needed after a miss, else one tap away; notes can be copied into it.
import { h, replace } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { part } from "./parts.js";
import { addNote, textArea } from "./text.js";

/** {node, area, show(entry, need, isMiss)} of a `field` as in widgets.js. */
export function comment({ id, words, edit, notes }) {
  const put = (value) => edit((entry) => { entry.comment = value; });
  const name = `${id}-comment`;
  const label = h("label", { class: "label", id: `${name}-label`, for: name });
  const mark = h("span", { class: "muted", id: `${name}-mark` });
  const hint = h("p", { class: "hint", id: `${name}-hint` });
  const describedby = `${mark.id} ${hint.id}`;
  const text = textArea({ id: name, put, labelledby: label.id, describedby });
  const copies = notes((note) => addNote(text.area, note));
  let said = "";
  return {
    node: part("comment", label, mark, text.nodes, hint, copies),
    area: text.area,
    show(entry, need, isMiss) {
      text.show(entry.comment);
      const isNeeded = need.comment === "needed";
      replace(label, words(isMiss && isNeeded ? "report.instead" : "report.comment"));
      replace(mark, words(isNeeded ? "report.needed" : "report.optional"));
      const n = Math.max(0, need.comment_min - [...(entry.comment ?? "").trim()].length);
      const key = `report.${n ? "longer" : need.comment_min ? "enough" : "no_names"}`;
      if (said === key + n) return;
      said = key + n;
      replace(hint, key === "report.enough" && icon("tick"), words(key, { n }));
    },
  };
}
