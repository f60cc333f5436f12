// The notes made on the way, to read again and to copy into an answer.
import { h } from "../ui/dom.js";
import { clockTime } from "../ui/formats.js";
import { t } from "../ui/words.js";
import { button, fold } from "./parts.js";

/** A fold with notes [{text, at}], null when there are none; copy(text), if given, takes one. */
export function notesFold(notes, copy) {
  if (!notes.length) return null;
  const row = ({ text, at }) => {
    const take = copy && button("", () => copy(text), t("report.copy"));
    take?.setAttribute("aria-label", t("report.copy_note", { text }));
    return h("li", {},
      h("span", { class: "muted numbers", text: at ? clockTime(at) : "" }),
      h("span", { class: "jot", text, dir: "auto" }), take);
  };
  return fold(t("report.notes", { n: notes.length }),
    (node) => node.append(h("ul", { class: "jotted" }, notes.map(row))));
}
