// Yes or no, as two halves of a row.
import { choices } from "./choices.js";

/** Answers "yes" or "no". */
export function yesNo({ id, words, put }) {
  const options = ["yes", "no"].map((code) => ({ code, label: words(`report.${code}`) }));
  const { node, show } = choices(id, options, "joined tall", put);
  return { nodes: [node], show: (value) => show([value]) };
}
