// A time of day and a day, asked by the phone's own pickers.
import { typed } from "./typed.js";

const plain = { read: (text) => text || undefined, write: (value) => value ?? "" };

/** Answers "HH:MM". */
export function time(field) {
  return typed(field, { ...plain, type: "time" });
}

/** Answers "YYYY-MM-DD". */
export function date(field) {
  return typed(field, { ...plain, type: "date", max: "9999-12-31" });
}
