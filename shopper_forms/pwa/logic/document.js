// The phone's copy of a frozen questionnaire as values: sections, questions, checks, conditions.

import { isObject, numberOrNull, parseJson } from "./numbers.js";

const CHOICES = ["single_choice", "multi_choice"];
const MEASURES = ["number", "duration", "money"];
const OPERATORS = [
  "is", "is_not", "in", "includes", "gt", "gte", "lt", "lte", "answered", "not_applicable",
];
const ALWAYS = { all: [] };

/**
 * The questionnaire that JSON text stands for, or null when the text is no such document.
 * The server lints before it publishes: what is out of place here gets a harmless stand-in.
 * Doc: {code, version, title, default_language, languages, sections: [{code, title, questions}],
 * questions, checks, question(code), check(code)}.
 */
export function parseDocument(text) {
  let data;
  try {
    data = parseJson(text);
  } catch {
    return null;
  }
  if (!isObject(data) || !Array.isArray(data.sections)) return null;
  const sections = objects(data.sections).map((section) => ({
    code: String(section.code),
    title: texts(section.title),
    questions: objects(section.questions).map((each) => readQuestion(each, section)),
  }));
  const questions = sections.flatMap((section) => section.questions);
  const checks = objects(data.checks).map(readCheck);
  const byCode = new Map(questions.map((each) => [each.code, each]));
  return {
    code: data.code,
    version: data.version,
    title: texts(data.title),
    default_language: data.default_language,
    languages: list(data.languages),
    sections,
    questions,
    checks,
    question: (code) => byCode.get(code) ?? null,
    check: (code) => checks.find((each) => each.code === code) ?? null,
  };
}

/** A condition as `conditions.js` evaluates it; one with a fault always holds. */
export function readCondition(data) {
  if (!isObject(data)) return ALWAYS;
  if (Array.isArray(data.all)) return { all: data.all.map(readCondition) };
  if (Array.isArray(data.any)) return { any: data.any.map(readCondition) };
  if (isObject(data.not)) return { not: readCondition(data.not) };
  const operator = OPERATORS.find((each) => each in data);
  const value = operator && readOperand(data[operator], operator);
  if (typeof data.question !== "string" || value === undefined || value === null) return ALWAYS;
  return { question: data.question, operator, value };
}

/**
 * Question: the document's keys with their defaults; `minimum`, `maximum`, `step` are numbers to
 * show, `exact` the same in millionths to reckon with; points are millionths.
 */
function readQuestion(data, section) {
  const { type } = data;
  const isMeasure = type === "scale" || MEASURES.includes(type);
  const bound = (key) => (isMeasure ? numberOrNull(data[key]) : null);
  const exact = { minimum: bound("minimum"), maximum: bound("maximum"), step: bound("step") };
  if (exact.step === null || exact.step <= 0n) exact.step = type === "scale" ? 1000000n : null;
  const shown = (value) => (value === null ? null : Number(value) / 1e6);
  return {
    code: String(data.code),
    section: String(section.code),
    type,
    text: texts(data.text),
    help: isObject(data.help) ? data.help : null,
    required: data.required !== false,
    show_if: "show_if" in data ? readCondition(data.show_if) : null,
    score: "score" in data && isObject(data.score) ? readRule(data.score, type) : null,
    critical: data.critical === true,
    bonus: data.bonus === true,
    not_applicable: data.not_applicable ?? "forbidden",
    comment: data.comment ?? "optional",
    comment_min: count(data.comment_min),
    photos: isObject(data.photos) ? readPhotos(data.photos) : null,
    options: CHOICES.includes(type) ? objects(data.options).map(readOption) : [],
    minimum: shown(exact.minimum),
    maximum: shown(exact.maximum),
    step: shown(exact.step),
    exact,
    currency: type === "money" ? data.currency : null,
  };
}

function readOption(data) {
  return {
    code: String(data.code),
    text: texts(data.text),
    points: numberOrNull(data.points),
    exclusive: data.exclusive === true,
  };
}

function readPhotos(data) {
  const min = count(data.min);
  return { min, max: Math.max(min, count(data.max)), when: data.when ?? "always" };
}

function readRule(data, type) {
  const number = (key, fallback = 0n) => numberOrNull(data[key]) ?? fallback;
  if (type === "yes_no") return { kind: "yes_no", yes: number("yes"), no: number("no") };
  if (CHOICES.includes(type)) {
    return { kind: "options", cap: type === "multi_choice" ? numberOrNull(data.cap) : null };
  }
  if (type === "scale") return { kind: "scale", points: number("points", 1000000n) };
  if (!MEASURES.includes(type)) return null;
  if (data.curve === "table") {
    const rows = list(data.table).filter(Array.isArray);
    return {
      kind: "table",
      rows: rows.map(([upto, points]) => [numberOrNull(upto), numberOrNull(points) ?? 0n]),
    };
  }
  return {
    kind: "curve",
    isLowerBetter: data.better !== "higher",
    target: number("target"),
    limit: numberOrNull(data.limit),
    isLinear: data.curve === "linear",
    points: number("points", 1000000n),
  };
}

function readCheck(data) {
  return {
    code: String(data.code),
    when: readCondition(data.when),
    severity: data.severity,
    message: texts(data.message),
  };
}

/** Text stays text, a number becomes millionths, {question} is the value of another question. */
function readOperand(data, operator) {
  if (operator === "answered" || operator === "not_applicable") return data !== false;
  if (isObject(data) && typeof data.question === "string") return { question: data.question };
  if (operator === "in") {
    return Array.isArray(data) ? data.map(readPlain).filter((each) => each !== null) : null;
  }
  return readPlain(data);
}

function readPlain(data) {
  return typeof data === "string" ? data : numberOrNull(data);
}

function list(value) {
  return Array.isArray(value) ? value : [];
}

function objects(value) {
  return list(value).filter(isObject);
}

function texts(value) {
  return isObject(value) ? value : {};
}

function count(value) {
  return Number.isInteger(value) && value > 0 ? value : 0;
}
