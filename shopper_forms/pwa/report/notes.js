// The notes made on the way, to read again and to copy into a comment.
import { h } from "../ui/dom.js";
import { clockTime } from "../ui/formats.js";
import { t } from "../ui/words.js";

/** A fold with the notes [{text, at}], null when there are none; copy(text) puts one into a field. */
export function notesFold(notes, copy) {
  if (!notes.length) return null;
  const list = h("ul", { class: "jotted" });
  const fill = () => list.childElementCount || list.append(...notes.map(row));
  const row = ({ text, at }) => h("li", {},
    h("span", { class: "muted numbers", text: at ? clockTime(at) : "" }),
    h("span", { class: "jot", text, dir: "auto" }),
    copy && h("button", {
      type: "button", class: "button", "aria-label": t("report.copy_note", { text }), text: t("report.copy"),
      on: { click: () => copy(text) },
    }));
  return h("details", { class: "fold", on: { toggle: fill } },
    h("summary", { text: t("report.notes", { n: notes.length }) }), list);
}
