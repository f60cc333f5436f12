// What stands before the questions: the reviewer's questions and the choice of language.
import { h } from "../ui/dom.js";
import { languageName } from "../ui/formats.js";
import { t } from "../ui/words.js";
import { jump } from "./parts.js";

/** The reviewer's notes on returned work, as links to their questions; null when there are none. */
export function returnedNotes({ reviewer_notes }, doc, pick, show) {
  const notes = Object.entries(reviewer_notes ?? {});
  if (!notes.length) return null;
  const row = ([code, text]) => {
    const question = doc.question(code);
    const title = question && jump(() => show(code), h("span", pick.marks, pick(question.text)));
    return h("li", {}, title, title && ": ", h("span", { text, dir: "auto" }));
  };
  return h("section", { class: "returned", "aria-labelledby": "returned-title" },
    h("h2", { id: "returned-title", text: t("report.returned", { n: notes.length }) }),
    h("ul", {}, notes.map(row)));
}

/** The choice of the questionnaire's language; null when it has but one. */
export function languageChoice({ languages }, lang, choose) {
  if (languages.length < 2) return null;
  const id = "form-language";
  const options = languages.map((each) =>
    h("option", { value: each, text: languageName(each), lang: each }));
  const select = h("select", { id, on: { change: () => choose(select.value) } }, options);
  select.value = lang;
  const label = h("label", { for: id, text: t("report.language") });
  return h("p", { class: "languages" }, label, select);
}
