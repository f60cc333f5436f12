// One question: its place, and a body that is built when it is first shown.
import { h, replace } from "../ui/dom.js";
import { isMiss, needs } from "../logic/index.js";
import { language } from "../ui/words.js";
import { questionBody } from "./body.js";
import { notesFold } from "./notes.js";

/**
 * {node, update(), number(key, text), fault(findings, sentence), control(part)}. `form` is what
 * report/form.js offers: {app, doc, draft, pick, words, edit(code, change)}.
 */
export function questionBlock(form, question) {
  const { code } = question;
  const id = `q-${code}`;
  const place = h("p", { class: "place", id: `${id}-place` });
  const node = h("div", { class: "ask", id, "data-code": code }, place);
  const entry = () => form.draft.answers[code] ?? {};
  const edit = (change) => form.edit(code, change);
  const field = {
    id,
    question,
    language: language(),
    pick: form.pick,
    words: form.words,
    edit,
    update,
    value: () => entry().value,
    put: (value) => edit((answer) => {
      answer.value = value;
      delete answer.state;
      delete answer.reason;
    }),
    /** Takes back what was chosen; what was typed before "does not apply" is there again. */
    clear() {
      edit((answer) => {
        if ((answer.state ?? "answered") === "answered") delete answer.value;
        delete answer.state;
        delete answer.reason;
      });
      body.control().focus();
    },
    notes: (copy) => notesFold(form.draft.notes, copy),
  };
  let body = null;

  function update() {
    if (!body) {
      body = questionBody(form, field);
      node.append(body.node);
    }
    const { doc, draft } = form;
    const need = needs(doc, code, draft.answers);
    body.show(entry(), need, need.comment === "needed" && isMiss(doc, code, draft.answers));
    return body;
  }

  return {
    node,
    update,
    number(key, text) {
      if (place.dataset.key === key) return;
      place.dataset.key = key;
      replace(place, text());
    },
    fault: (findings, sentence) => (body ?? update()).fault(findings, sentence),
    control: (part) => (body ?? update()).control(part),
  };
}
