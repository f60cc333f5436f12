// The head of the report: whose place, how far, and that it is saved on this phone.
import { h } from "../ui/dom.js";
import { clockTime } from "../ui/formats.js";
import { icon } from "../ui/icons.js";
import { t } from "../ui/words.js";

/** {node, progress({done, total}), saved({at, failed}) -> bad news to be spoken, or null}. */
export function reportHeader(draft, back) {
  const saved = h("p", { class: "saved" });
  const count = h("b", { class: "numbers" });
  const bar = h("progress", { "aria-label": t("report.progress"), max: 1 });
  return {
    node: h("header", { class: "report-head" },
      h("a", { class: "back", href: back, "aria-label": t("back") }, icon("back")),
      h("div", { class: "name" }, h("h1", { text: draft.title, dir: "auto" }), saved),
      h("p", { class: "done" }, count, " ", h("span", { class: "muted" }, t("report.needed_done"))),
      bar),
    progress({ done, total }) {
      count.textContent = t("report.done_of", { done, total });
      bar.max = total || 1;
      bar.value = total ? done : 1;
    },
    saved({ at, failed }) {
      const words = failed
        ? t(`report.unsaved.${failed === "full" || failed === "gone" ? failed : "error"}`)
        : t("report.saved", { time: clockTime(at ?? draft.saved_at) });
      if (saved.textContent === words) return null;
      saved.textContent = words;
      saved.classList.toggle("needs", Boolean(failed));
      return failed ? words : null;
    },
  };
}
