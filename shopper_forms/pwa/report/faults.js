// What is wrong with an answer, in words, and the linked list of all of it.
import { h, replace } from "../ui/dom.js";
import { money } from "../ui/formats.js";
import { has, language, t } from "../ui/words.js";
import { partOf } from "./layout.js";
import { jump } from "./parts.js";
import { writeDuration, writeNumber } from "./values.js";

/** The sentence of a finding (logic/index.js: validate); `pick` chooses a questionnaire's text. */
export function sentenceOf(finding, question, pick) {
  const { code, values, message } = finding;
  if (message) return pick(message);
  const bound = (number) => ((number ?? null) === null ? null : written(number, question));
  const given = {
    ...values,
    minimum: bound(values.minimum),
    maximum: bound(values.maximum),
    step: bound(values.step),
  };
  const isBetween = code === "out_of_range" && given.minimum !== null && given.maximum !== null;
  const kind = isBetween && values.detail !== "size" ? "between" : values.detail;
  const isOfType = code === "wrong_type" && partOf(finding) === "value" && kind !== "character";
  const keys = [`fault.${code}.${isOfType ? question?.type : kind}`, `fault.${code}`];
  return t(keys.find(has) ?? "fault.other", given);
}

/**
 * {node, title, show(items)}: the list at the top; items [{question, part, title, sentence}];
 * `go(question, part)` brings a person there, `marks` are {lang, dir} of a question's title.
 */
export function faultSummary(go, marks) {
  const list = h("ul", {});
  const title = h("h2", { id: "faults-title", tabindex: "-1" });
  const props = { class: "faults", "aria-labelledby": "faults-title", hidden: true };
  const node = h("section", props, title, list);
  return {
    node,
    title,
    show(items) {
      node.hidden = !items.length;
      title.textContent = t("report.faults", { n: items.length });
      replace(list, items.map(({ question, part, title: text, sentence }) => h("li", {},
        jump(() => go(question, part),
          h("span", { class: "about", ...marks, text }), " ", sentence))));
    },
  };
}

function written(number, question) {
  const value = Number(number);
  if (question?.type === "duration") return writeDuration(value);
  if (question?.type === "money") return money({ amount: value, currency: question.currency });
  return typeof number === "string" ? writeNumber(value, language()) : number;
}
