// The rules that one answer of a shown question must keep: range, state, comment, photos.

import { isObject, literalOf, readNumber } from "./numbers.js";
import { isBlank, strip } from "./observations.js";
import { fellShort } from "./points.js";

const KEYS = ["state", "value", "reason", "comment", "photos"];
const LONGEST_TEXT = 4000;
const LONGEST_PHOTO_ID = 128;
const MOST_PHOTOS = 100;
const MOST_PARTS = 1000;
const DEEPEST = 8;
const NO_PHOTOS = { min: 0, max: 0, when: "always" };
// Line breaks and tabs belong to a story; other control characters and lone surrogates do not.
const UNPRINTABLE = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]/u;
const UNWRITABLE = /[\x00\ud800-\udfff]/gu;

/**
 * Every fault of an entry that reading its value did not find already: [path, code, values], the
 * values being what a sentence about it needs. `photoIds` are the photos the visit lists, or null.
 */
export function answerFaults(question, observation, entry, photoIds) {
  if (!isObject(entry)) return [];
  return [
    ...shapeFaults(question, entry),
    ...stateFaults(question, observation, entry),
    ...valueFaults(question, observation, entry),
    ...commentFaults(question, observation, entry),
    ...photoFaults(question, observation, entry, photoIds),
  ];
}

/** Whether the comment, the reason and how many photos are needed beside this observation. */
export function besides(question, observation) {
  const { state } = observation;
  const isShort = fellShort(question, observation);
  const { comment, photos } = question;
  return {
    comment:
      (isShort && (comment === "on_miss" || comment === "required")) ||
      (comment === "required" && state === "answered"),
    reason: state === "not_observed" || (state === "not_applicable" && question.critical),
    // `always` is short of N/A and not observed: there was nothing to photograph.
    photos: isShort || (photos?.when === "always" && state === "answered") ? (photos?.min ?? 0) : 0,
  };
}

/** Whether data that nobody reads may be kept: JSON that can be stored, and not much of it. */
export function isPlain(data) {
  let parts = 0;
  const todo = [[data ?? null, 0]];
  while (todo.length) {
    const [value, depth] = todo.pop();
    parts += 1;
    if (parts > MOST_PARTS || depth > DEEPEST) return false;
    const literal = literalOf(value);
    if (literal !== null) {
      const size = Math.abs(Number(literal));
      if (readNumber(value).code === "out_of_range" || (size && size < 1e-30)) return false;
    } else if (typeof value === "string") {
      if (UNPRINTABLE.test(value) || lengthOf(value) > LONGEST_TEXT) return false;
    } else if (value !== null && typeof value === "object") {
      const inner = Array.isArray(value) ? value : Object.entries(value).flat();
      for (const each of inner) todo.push([each, depth + 1]);
    }
  }
  return true;
}

/** A key that came from outside, short and writable enough to stand in a path. */
export function printable(key) {
  return [...key].slice(0, 80).join("").replace(UNWRITABLE, "\ufffd");
}

function shapeFaults({ type }, entry) {
  const faults = Object.keys(entry)
    .filter((key) => !KEYS.includes(key))
    .map((key) => [[printable(key)], "wrong_type", { detail: "part" }]);
  if (type === "photo" && isGiven(entry.value)) {
    faults.push([["value"], "wrong_type", { detail: "no_value" }]);
  }
  return faults;
}

function stateFaults(question, observation, { value, reason }) {
  const { state } = observation;
  const faults = [];
  const isOther = state === "not_applicable" || state === "not_observed";
  if (state === "not_applicable" && question.not_applicable === "forbidden") {
    faults.push([["state"], "na_forbidden", {}]);
  }
  if (isOther && question.type !== "photo" && !isPlain(value)) {
    faults.push([["value"], "wrong_type", { detail: "kept" }]);
  }
  faults.push(...textFaults("reason", reason));
  if (besides(question, observation).reason && isBlank(reason)) {
    faults.push([["reason"], "reason_required", { state }]);
  }
  return faults;
}

function valueFaults(question, { state, value }, entry) {
  if (question.type === "text") {
    // A blank text may be endless.
    return value !== null || state === "skipped" ? textFaults("value", entry.value) : [];
  }
  if (typeof value === "bigint") return numberFaults(question, value);
  const isTicked = value instanceof Set && question.type === "multi_choice";
  return isTicked ? tickedFaults(question, value, entry.value) : [];
}

function numberFaults(question, value) {
  const { minimum, maximum, step } = question.exact;
  const fault = (code, detail) => {
    const { type, currency } = question;
    const values = { minimum: question.minimum, maximum: question.maximum, step: question.step };
    return [[["value"], code, { ...values, type, currency, detail }]];
  };
  if (minimum !== null && value < minimum) return fault("out_of_range", "minimum");
  if (maximum !== null && value > maximum) return fault("out_of_range", "maximum");
  return step && (value - (minimum ?? 0n)) % step ? fault("off_step", "step") : [];
}

function tickedFaults({ options }, ticked, raw) {
  const faults = [];
  if (raw.length > ticked.size) faults.push([["value"], "duplicate_option", {}]);
  if (ticked.size > 1 && options.some((each) => each.exclusive && ticked.has(each.code))) {
    faults.push([["value"], "exclusive_option", {}]);
  }
  return faults;
}

function commentFaults(question, observation, { comment }) {
  const faults = textFaults("comment", comment);
  if (isGiven(comment) && typeof comment !== "string") return faults;
  if (!besides(question, observation).comment) return faults;
  const minimum = question.comment_min;
  if (isBlank(comment)) {
    faults.push([["comment"], "comment_required", { minimum }]);
  } else if (lengthOf(strip(comment)) < minimum) {
    faults.push([["comment"], "comment_too_short", { minimum, length: lengthOf(strip(comment)) }]);
  }
  return faults;
}

function photoFaults(question, observation, entry, photoIds) {
  const photos = entry.photos ?? [];
  if (!Array.isArray(photos) || !photos.every((each) => typeof each === "string")) {
    const isFound = question.type === "photo" && observation.state === "answered";
    return isFound ? [] : [[["photos"], "wrong_type", { detail: "photos" }]];
  }
  const faults = [];
  const { min: minimum, max: maximum } = question.photos ?? NO_PHOTOS;
  const n = new Set(photos).size;
  if (n > maximum) {
    faults.push([["photos"], "too_many_photos", { minimum, maximum, count: n, n: maximum }]);
  } else if (n < besides(question, observation).photos) {
    faults.push([["photos"], "too_few_photos", { minimum, maximum, count: n, n: minimum }]);
  }
  photos.slice(0, MOST_PHOTOS).forEach((photo, index) => {
    if (lengthOf(photo) > LONGEST_PHOTO_ID || UNPRINTABLE.test(photo)) {
      faults.push([["photos", index], "wrong_type", { detail: "photo_id" }]);
    } else if (photoIds && !photoIds.has(photo)) {
      faults.push([["photos", index], "unknown_photo", {}]);
    }
  });
  return faults;
}

function textFaults(key, text) {
  if (!isGiven(text)) return [];
  if (typeof text !== "string") return [[[key], "wrong_type", { detail: "text" }]];
  if (UNPRINTABLE.test(text)) return [[[key], "wrong_type", { detail: "character" }]];
  const length = lengthOf(text);
  const maximum = LONGEST_TEXT;
  return length > maximum ? [[[key], "too_long", { maximum, length }]] : [];
}

/** Characters as a person counts them in Python: code points, not halves of a pair. */
function lengthOf(text) {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

function isGiven(value) {
  return value !== undefined && value !== null;
}
