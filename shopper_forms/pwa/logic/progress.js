// How much of the form is done and which question is needed next.

import { evaluate, questionsNamed } from "./conditions.js";
import { judge } from "./validation.js";

/**
 * {done, total, sections: [{code, done, total}], next}. Counted are the shown questions that are
 * required, and any other for as long as something is wrong or missing with it; done is one without
 * a fault. `next` is the first that is not done, else the question an error check names, else null.
 */
export function progress(doc, answers, photoIds = null, { outcome = "completed" } = {}) {
  const { view, faults } = judge(doc, answers, photoIds, outcome);
  const sections = doc.sections.map(({ code, questions }) => {
    const counted = questions.filter(
      (each) => faults.has(each.code) || (each.required && view.get(each.code).state !== "hidden"),
    );
    const open = counted.filter((each) => faults.has(each.code));
    return { code, done: counted.length - open.length, total: counted.length };
  });
  const [first = firstOfCheck(doc, view)] = faults.keys();
  return { done: sum(sections, "done"), total: sum(sections, "total"), sections, next: first };
}

function firstOfCheck({ checks }, view) {
  const fired = checks.find((each) => each.severity === "error" && evaluate(each.when, view));
  return (fired && questionsNamed(fired.when)[0]) ?? null;
}

function sum(sections, key) {
  return sections.reduce((total, each) => total + each[key], 0);
}
