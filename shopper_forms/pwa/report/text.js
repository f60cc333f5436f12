// Free text, with a count of what is left when the end comes near.
import { h } from "../ui/dom.js";
import { t } from "../ui/words.js";

const LONGEST = 4000;
const NEAR = 400;

/** {nodes, show(value), area}: a field that grows with its text; `put` gets text or undefined. */
export function textArea({ id, put, labelledby, describedby, rows = 3 }) {
  const left = h("p", { class: "hint", id: `${id}-left`, hidden: true });
  const area = h("textarea", {
    id, rows, "aria-labelledby": labelledby, "aria-describedby": describedby,
    on: { input: () => { put(area.value === "" ? undefined : area.value); grow(); } },
  });
  const grow = () => {
    const n = LONGEST - [...area.value].length;
    left.hidden = n > NEAR;
    if (n <= NEAR) left.textContent = n < 0 ? t("report.over", { n: -n }) : t("report.left", { n });
  };
  return {
    area,
    nodes: [area, left],
    show(value) {
      if (document.activeElement !== area) area.value = typeof value === "string" ? value : "";
      grow();
    },
  };
}

/** Puts a note at the end of a field, as if it had been typed. */
export function addNote(area, text) {
  area.value = [area.value.trim(), text].filter(Boolean).join("\n");
  area.dispatchEvent(new Event("input"));
  area.focus();
}

/** Answers text. */
export function text({ id, put, notes }) {
  const made = textArea({ id: `${id}-text`, put, labelledby: `${id}-legend`, rows: 5 });
  return { ...made, nodes: [...made.nodes, notes((note) => addNote(made.area, note))] };
}
