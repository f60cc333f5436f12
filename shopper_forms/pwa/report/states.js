// "Does not apply" and "Could not see", quieter than the answer, with their reason.
import { h, replace } from "../ui/dom.js";
import { choices } from "./choices.js";
import { part } from "./parts.js";
import { BY_RADIO } from "./widgets.js";

/** {node, show(entry, isReasonNeeded)}; `field` as in widgets.js. */
export function states({ id, question, words, edit }) {
  const inGroup = BY_RADIO.has(question.type);
  const codes = ["not_applicable", "not_observed"];
  if (question.not_applicable === "forbidden") codes.shift();
  const options = codes.map((code) => ({ code, label: words(`report.${code}`) }));
  const quiet = choices(inGroup ? id : `${id}-state`, options, "quiet", (state) => {
    edit((entry) => {
      entry.state = state;
      // what was typed stays beside it, so that one slip of a thumb does not lose a story
      if (inGroup || question.type === "multi_choice") delete entry.value;
    });
  });
  const name = `${id}-reason`;
  const label = h("label", { class: "label", for: name });
  const mark = h("span", { class: "muted", id: `${name}-mark` });
  const input = h("input", { type: "text", id: name, "aria-describedby": mark.id });
  input.addEventListener("input", () => edit((entry) => { entry.reason = input.value; }));
  const reason = part("reason", label, mark, input);
  return {
    node: h("div", {}, quiet.node, reason),
    show(entry, isNeeded) {
      const { state = "answered" } = entry;
      quiet.show([state]);
      reason.hidden = state === "answered";
      if (reason.hidden) return;
      replace(label, words(`report.why.${state}`));
      replace(mark, words(isNeeded ? "report.needed" : "report.optional"));
      if (document.activeElement !== input) input.value = entry.reason ?? "";
    },
  };
}
