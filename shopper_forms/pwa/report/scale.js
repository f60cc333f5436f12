// A step on a scale, as radios; more steps than can be tapped are typed.
import { choices } from "./choices.js";
import { steps } from "./layout.js";
import { number } from "./number.js";

/** Answers a number. */
export function scale(field) {
  const found = steps(field.question);
  if (!found) return number(field);
  const label = (step) => step.toLocaleString(field.language);
  const options = found.map((step) => ({ code: String(step), label: label(step) }));
  const { node, show } = choices(field.id, options, "scale", (code) => field.put(Number(code)));
  return { nodes: [node], show: (value) => show([String(value)]) };
}
