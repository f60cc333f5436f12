// A length of time in minutes and seconds, also taken over from a stopwatch.
import { readDuration, writeDuration } from "./values.js";
import { typed } from "./typed.js";

/** Answers whole seconds, or what was typed when it is no time. */
export function duration(field) {
  return typed(field, {
    read: readDuration,
    write: writeDuration,
    inputmode: "decimal",
    placeholder: "0:00",
    hint: field.words("report.duration_hint"),
  });
}
