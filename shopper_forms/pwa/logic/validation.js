// Whether a shopper's answers may be sent, with every fault in the server's order and codes.

import { answerFaults, besides, isPlain, printable } from "./answer_rules.js";
import { evaluate, has, observe, questionsNamed } from "./conditions.js";
import { isObject } from "./numbers.js";
import { fellShort } from "./points.js";

const MOST_UNKNOWN = 100;

/**
 * {errors, warnings, reviews}: errors stop the submission and stand in document order, unknown
 * questions then checks last. An error is {loc, code, question, values}; values are what its
 * sentence needs. A check that fired is {loc, code: "check_failed", question, check, message}.
 * `photoIds` are the ids the visit lists (null: not looked at); with an `outcome` other than
 * completed, required questions may be left out. Any JSON value is survived.
 */
export function validate(doc, answers, photoIds = null, { outcome = "completed" } = {}) {
  const given = isObject(answers) ? answers : {};
  const { view, faults } = judge(doc, given, photoIds, outcome);
  const errors = [];
  if (given !== answers) errors.push(finding(null, [[], "wrong_type", { detail: "answers" }]));
  for (const [code, found] of faults) errors.push(...found.map((each) => finding(code, each)));
  const unknown = Object.keys(given).filter((code) => !view.has(code));
  for (const code of unknown.slice(0, MOST_UNKNOWN)) {
    errors.push(finding(printable(code), [[], "unknown_question", { n: unknown.length }]));
  }
  const fired = doc.checks.filter((check) => evaluate(check.when, view));
  const bySeverity = (severity) =>
    fired.filter((check) => check.severity === severity).map(firedCheck);
  return {
    errors: [...errors, ...bySeverity("error")],
    warnings: bySeverity("warning"),
    reviews: bySeverity("review"),
  };
}

/** Whether the answer to a question fell short, so that `on_miss` comments and photos are due. */
export function isMiss(doc, code, answers) {
  const question = doc.question(code);
  return question !== null && fellShort(question, observe(doc, answers).get(code));
}

/**
 * What a question needs beside what it has: {answer, comment: none | optional | needed,
 * comment_min, reason, photos: {min, max}}. Photos that go with any answer are told before one.
 */
export function needs(doc, code, answers) {
  const question = doc.question(code);
  const observation = observe(doc, answers).get(code);
  if (!question || observation.state === "hidden") {
    const photos = { min: 0, max: 0 };
    return { answer: false, comment: "none", comment_min: 0, reason: false, photos };
  }
  const { comment, photos } = question;
  const due = besides(question, observation);
  const isAhead = observation.state === "skipped" && question.required && photos?.when === "always";
  const least = question.type === "photo" && question.required ? 1 : 0;
  const isOther = ["not_applicable", "not_observed"].includes(observation.state);
  return {
    answer: question.required,
    comment: due.comment ? "needed" : comment === "never" ? "none" : "optional",
    comment_min: due.comment ? question.comment_min : 0,
    reason: due.reason,
    photos: {
      min: Math.max(isAhead ? photos.min : due.photos, isOther ? 0 : least),
      max: photos?.max ?? 0,
    },
  };
}

/** {view, faults}: the observations, and the faults [path, code, values] by question. */
export function judge(doc, given, photoIds, outcome) {
  const read = new Map();
  const view = observe(doc, given, read);
  const listed = photoIds && new Set(photoIds);
  const faults = new Map();
  for (const question of doc.questions) {
    const { code } = question;
    const found = read.get(code) ?? [];
    const observation = view.get(code);
    if (has(given, code)) {
      if (observation.state !== "hidden") {
        found.push(...answerFaults(question, observation, given[code], listed));
      } else if (!isPlain(given[code])) {
        found.push([[], "wrong_type", { detail: "kept" }]);
      }
    }
    if (question.required && outcome === "completed" && observation.state === "skipped") {
      found.push([[], "required", {}]);
    }
    if (found.length) faults.set(code, found);
  }
  return { view, faults };
}

function finding(question, [path, code, values]) {
  const loc = ["answers", ...(question === null ? [] : [question]), ...path];
  return { loc, code, question, values };
}

/** It stands at the first question the check names, then at the check's own code. */
function firedCheck({ code, when, message }) {
  const [first = null] = questionsNamed(when);
  const loc = ["answers", ...(first === null ? [] : [first]), code];
  return { loc, code: "check_failed", question: first, check: code, message, values: {} };
}
