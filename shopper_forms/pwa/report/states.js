// "Does not apply" and "Could not see", quieter than the answer, with their reason.
import { h } from "../ui/dom.js";
import { choices } from "./choices.js";
import { BY_RADIO } from "./widgets.js";

/** {node, show(entry, isReasonNeeded)}: `field` as in widgets.js, with edit(change). */
export function states({ id, question, words, edit }) {
  const inGroup = BY_RADIO.has(question.type);
  const options = [
    question.not_applicable === "forbidden" ? [] : { code: "not_applicable", label: words("report.not_applicable") },
    { code: "not_observed", label: words("report.not_observed") },
  ].flat();
  const quiet = choices(inGroup ? id : `${id}-state`, options, "quiet", (state) => {
    edit((entry) => {
      entry.state = state;
      // what was typed stays beside it, so that one slip of a thumb does not lose a story
      if (inGroup || question.type === "multi_choice") delete entry.value;
    });
  });
  const label = h("label", { class: "label", for: `${id}-reason` });
  const input = h("input", {
    type: "text", id: `${id}-reason`,
    on: { input: () => edit((entry) => { entry.reason = input.value; }) },
  });
  const mark = h("span", { class: "muted", id: `${id}-reason-mark` });
  const reason = h("div", { class: "part", "data-part": "reason", hidden: true },
    h("div", { class: "label-line" }, label, mark), input);
  input.setAttribute("aria-describedby", mark.id);
  return {
    node: h("div", {}, quiet.node, reason),
    show(entry, isNeeded) {
      const { state = "answered" } = entry;
      quiet.show([state]);
      reason.hidden = state === "answered";
      if (reason.hidden) return;
      label.replaceChildren(words(`report.why.${state}`));
      mark.replaceChildren(words(isNeeded ? "report.needed" : "report.optional"));
      if (document.activeElement !== input) input.value = entry.reason ?? "";
    },
  };
}
