// The bar in the thumb zone: sections with what is done, and the way to what is needed next.
import { h, replace } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { t } from "../ui/words.js";
import { button } from "./parts.js";

/**
 * {node, show(progress), current(section)}; `to` has section(code), back(), next() and review(),
 * `pick` chooses a questionnaire's text.
 */
export function thumbBar(sections, pick, to) {
  let isDone = null;
  const chips = new Map(sections.map(({ code, title }) => {
    const mark = h("span", { class: "mark" });
    const count = h("span", { class: "numbers" });
    const name = h("span", { ...pick.marks, text: pick(title) });
    const chip = button("section-chip", () => to.section(code), mark, name, " ", count);
    return [code, { chip, count, mark, said: "" }];
  }));
  const next = button("main", () => (isDone ? to.review() : to.next()));
  const back = button("", to.back, t("back"));
  back.setAttribute("aria-label", t("report.back_one"));
  const node = h("div", { class: "bar report-bar" },
    sections.length > 1 && h("nav", { "aria-label": t("report.sections") },
      h("ul", {}, [...chips.values()].map(({ chip }) => h("li", {}, chip)))),
    h("div", { class: "steps" }, back, next));
  return {
    node,
    show(progress) {
      for (const { code, done, total } of progress.sections) {
        const it = chips.get(code);
        const said = `${done}/${total}`;
        if (!it || it.said === said) continue;
        it.said = said;
        const spoken = t("report.section_done", { done, total });
        replace(it.count, total > 0 && [
          h("span", { "aria-hidden": "true", text: said }),
          h("span", { class: "visually-hidden", text: spoken }),
        ]);
        replace(it.mark, total > 0 && done === total && icon("tick"));
      }
      if (isDone === (progress.next === null)) return;
      isDone = progress.next === null;
      replace(next, t(isDone ? "report.review" : "report.next"), icon("chevron"));
      next.classList.toggle("down", !isDone);
    },
    current(section) {
      for (const [code, { chip }] of chips) {
        if (code !== section) chip.removeAttribute("aria-current");
        else if (!chip.hasAttribute("aria-current")) {
          chip.setAttribute("aria-current", "true");
          // a form of one section has no row of them
          if (sections.length > 1) toMiddle(chip, chip.closest("ul"));
        }
      }
    },
  };
}

function toMiddle(chip, row) {
  const before = (row.clientWidth - chip.offsetWidth) / 2;
  row.scrollTo({ left: chip.offsetLeft - row.offsetLeft - before });
}
