// What a condition says about the answers given, and which questions it leaves on the form.

import { HIDDEN, SKIPPED, isDate, isTime, readObservation } from "./observations.js";

/**
 * Whether a condition holds for a view (Map of question code to observation). A comparison with a
 * question that has no value, or between unlike kinds of value, is false, `is_not` included.
 */
export function evaluate(condition, view) {
  if (condition.all) return condition.all.every((part) => evaluate(part, view));
  if (condition.any) return condition.any.some((part) => evaluate(part, view));
  if (condition.not) return !evaluate(condition.not, view);
  return compare(condition, view);
}

/**
 * The observation of every question, a Map in document order. What `show_if` hides is not read and
 * has no value for the questions after it. Faults of reading go to `faults`, a Map by question.
 */
export function observe(doc, answers, faults = new Map()) {
  const view = new Map();
  for (const question of doc.questions) {
    const { code } = question;
    if (question.show_if && !evaluate(question.show_if, view)) {
      view.set(code, HIDDEN);
    } else if (has(answers, code)) {
      const found = [];
      view.set(code, readObservation(question, answers[code], found));
      if (found.length) faults.set(code, found);
    } else {
      view.set(code, SKIPPED);
    }
  }
  return view;
}

/** The state of every question: answered, not_applicable, not_observed, skipped or hidden. */
export function visibility(doc, answers) {
  return Object.fromEntries([...observe(doc, answers)].map(([code, { state }]) => [code, state]));
}

/** The codes of the questions that are shown, in document order. */
export function visibleCodes(doc, answers) {
  const codes = new Set();
  for (const [code, { state }] of observe(doc, answers)) if (state !== "hidden") codes.add(code);
  return codes;
}

/** The codes a condition reads, in its own order, each once. */
export function questionsNamed(condition) {
  return [...new Set(named(condition))];
}

/** Whether answers have an entry of their own under a code ("constructor" is a fine code). */
export function has(answers, code) {
  return Object.prototype.hasOwnProperty.call(answers, code);
}

function named(condition) {
  if (condition.not) return named(condition.not);
  const parts = condition.all ?? condition.any;
  if (parts) return parts.flatMap(named);
  return [condition.question, condition.value?.question ?? []].flat();
}

function compare({ question, operator, value }, view) {
  const observation = view.get(question) ?? SKIPPED;
  if (operator === "answered" || operator === "not_applicable") {
    return (observation.state === operator) === value;
  }
  const left = observation.value;
  const other = value?.question;
  const right = other === undefined ? value : (view.get(other) ?? SKIPPED).value;
  if (left === null || right === null) return false;
  if (operator === "is") return isSame(left, right) === true;
  if (operator === "is_not") return isSame(left, right) === false;
  if (operator === "in") {
    return typeof right === "object" && [...right].some((each) => isSame(left, each) === true);
  }
  if (operator === "includes") {
    return left instanceof Set && typeof right === "string" && left.has(right);
  }
  if (!isOrdered(left, right)) return false;
  if (operator === "gt") return left > right;
  if (operator === "gte") return left >= right;
  if (operator === "lt") return left < right;
  return left <= right;
}

/** Null when the two are of unlike kinds, so that neither `is` nor `is_not` holds. */
function isSame(left, right) {
  if (left instanceof Set && typeof right === "object") {
    const ticked = new Set(right);
    return left.size === ticked.size && [...left].every((each) => ticked.has(each));
  }
  return typeof left === typeof right && typeof left !== "object" ? left === right : null;
}

/** Only numbers, two times and two dates have an order. */
function isOrdered(left, right) {
  if (typeof left === "bigint") return typeof right === "bigint";
  if (typeof left !== "string" || typeof right !== "string") return false;
  return (isTime(left) && isTime(right)) || (isDate(left) && isDate(right));
}
