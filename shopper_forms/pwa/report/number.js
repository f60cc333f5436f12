// A number, typed with the sign of the language.
import { readNumber, writeNumber } from "./values.js";
import { typed } from "./typed.js";

/** Answers a number, or what was typed when it is none. */
export function number(field) {
  const { minimum, maximum, step } = field.question;
  const write = (value) => writeNumber(value, field.language);
  const isWhole = step !== null && Number.isInteger(step) && Number.isInteger(minimum ?? 0);
  return typed(field, {
    read: (text) => readNumber(text, field.language),
    write,
    // the numeric keypad of some phones has no minus
    inputmode: minimum === null || minimum < 0 ? "text" : isWhole ? "numeric" : "decimal",
    hint: minimum !== null && maximum !== null
      ? field.words("report.range", { minimum: write(minimum), maximum: write(maximum) }) : null,
  });
}
