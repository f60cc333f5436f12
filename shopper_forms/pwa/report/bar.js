// The bar in the thumb zone: sections with what is done, and the way to what is needed next.
import { h, replace } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { t } from "../ui/words.js";

/**
 * {node, show(progress), current(section)}; `to` has section(code), back(), next() and review().
 */
export function thumbBar(sections, pick, to) {
  const chips = new Map(sections.map(({ code, title }) => {
    const count = h("span", { class: "numbers" });
    const chip = h("button", { type: "button", class: "section-chip", on: { click: () => to.section(code) } },
      h("span", { class: "mark" }), h("span", { ...pick.marks, text: pick(title) }), " ", count);
    return [code, { chip, count, mark: chip.firstChild, said: "" }];
  }));
  const next = h("button", { type: "button", class: "button main", on: { click: () => (isDone ? to.review() : to.next()) } });
  let isDone = null;
  const node = h("div", { class: "bar report-bar" },
    sections.length > 1 && h("nav", { "aria-label": t("report.sections") },
      h("ul", {}, [...chips.values()].map(({ chip }) => h("li", {}, chip)))),
    h("div", { class: "steps" },
      h("button", { type: "button", class: "button", on: { click: to.back } }, t("back")), next));
  return {
    node,
    show(progress) {
      for (const { code, done, total } of progress.sections) {
        const it = chips.get(code);
        const said = `${done}/${total}`;
        if (!it || it.said === said) continue;
        it.said = said;
        replace(it.count, total ? [h("span", { "aria-hidden": "true", text: said }),
          h("span", { class: "visually-hidden", text: t("report.section_done", { done, total }) })] : null);
        replace(it.mark, total && done === total ? icon("tick") : null);
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
          const row = chip.closest("ul");
          row.scrollTo({ left: chip.offsetLeft - row.offsetLeft - (row.clientWidth - chip.offsetWidth) / 2 });
        }
      }
    },
  };
}
