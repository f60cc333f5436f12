// One answer of a visit, read into a state and a typed value that rules can compare.

import { MILLION, isObject, readNumber } from "./numbers.js";

export const HIDDEN = { state: "hidden", value: null };
export const SKIPPED = { state: "skipped", value: null };
const UNREADABLE = { state: "answered", value: null };
const OTHER = {
  not_applicable: { state: "not_applicable", value: null },
  not_observed: { state: "not_observed", value: null },
};
const TIME = /^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/;
const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
// What Python strips and JavaScript's trim does not, and the other way round.
const SPACE = "(?:(?!\\ufeff)[\\s\\x1c-\\x1f\\x85])";
const EDGES = new RegExp(`^${SPACE}+|${SPACE}+$`, "g");

/**
 * The observation {state, value} of the entry kept for a question that is shown; value is text, a
 * BigInt of millionths, a Set of codes (photo ids), or null. A fault found in reading is added as
 * [path, code, values] to `faults`. No value (null, blank text, no photo) counts as left out.
 */
export function readObservation(question, entry, faults) {
  const unreadable = (path, code, values = {}) => {
    faults.push([path, code, values]);
    return UNREADABLE;
  };
  if (!isObject(entry)) return unreadable([], "wrong_type", { detail: "answer" });
  const state = entry.state === undefined ? "answered" : entry.state;
  if (state !== "answered") {
    const isNamed = state === "not_applicable" || state === "not_observed";
    return isNamed ? OTHER[state] : unreadable(["state"], "wrong_type", { detail: "state" });
  }
  const key = question.type === "photo" ? "photos" : "value";
  const raw = entry[key];
  if (raw === undefined || raw === null) return SKIPPED;
  const { value, code, detail } = READERS[question.type]?.(raw, question) ?? { value: null };
  if (code) return unreadable([key], code, { detail });
  return value === null ? SKIPPED : { state: "answered", value };
}

/** Whether text is a time of day, HH:MM. */
export function isTime(text) {
  return TIME.test(text);
}

/** Whether text is a day of the calendar, YYYY-MM-DD. */
export function isDate(text) {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  if (!year) return false;
  // The calendar repeats every 400 years, and Date reads years below 100 as 19xx.
  const date = new Date(Date.UTC(2000 + (year % 400), month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** The text without the white space around it, as the server strips it. */
export function strip(text) {
  return text.replace(EDGES, "");
}

/** Whether nothing is said: null, left out, or white space alone. */
export function isBlank(text) {
  return text === undefined || text === null || (typeof text === "string" && strip(text) === "");
}

function yesNo(raw) {
  return raw === "yes" || raw === "no" ? { value: raw } : wrong("yes_no");
}

function oneOption(raw, { options }) {
  if (typeof raw !== "string") return wrong("option");
  return options.some((each) => each.code === raw) ? { value: raw } : { code: "unknown_option" };
}

function someOptions(raw, { options }) {
  if (!isTexts(raw)) return wrong("options");
  const codes = options.map((each) => each.code);
  if (!raw.every((each) => codes.includes(each))) return { code: "unknown_option" };
  return { value: new Set(raw) };
}

function whole(raw, { type }) {
  const read = readNumber(raw);
  const hasDecimals = read.value !== undefined && read.value % MILLION !== 0n;
  return hasDecimals ? wrong(type === "duration" ? "seconds" : "minor_units") : read;
}

function time(raw) {
  return typeof raw === "string" && isTime(raw) ? { value: raw } : wrong("time");
}

function date(raw) {
  return typeof raw === "string" && isDate(raw) ? { value: raw } : wrong("date");
}

function text(raw) {
  if (typeof raw !== "string") return wrong("text");
  return { value: isBlank(raw) ? null : raw };
}

function photos(raw) {
  if (!isTexts(raw)) return wrong("photos");
  return { value: raw.length ? new Set(raw) : null };
}

function isTexts(raw) {
  return Array.isArray(raw) && raw.every((each) => typeof each === "string");
}

function wrong(detail) {
  return { code: "wrong_type", detail };
}

const READERS = {
  yes_no: yesNo,
  single_choice: oneOption,
  multi_choice: someOptions,
  scale: readNumber,
  number: readNumber,
  duration: whole,
  money: whole,
  time,
  date,
  text,
  photo: photos,
};
