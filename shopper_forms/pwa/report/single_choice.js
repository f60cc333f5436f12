// One of some options.
import { choices } from "./choices.js";
import { shared } from "./layout.js";

/** Answers the code of the option. */
export function singleChoice({ id, question, pick, put }) {
  const options = question.options.map(({ code, text }) => ({ code, label: pick(text) }));
  const isRow = shared(options.map(({ label }) => label)) > 0;
  const { node, show } = choices(id, options, isRow ? "joined" : "stacked", put);
  return { nodes: [node], show: (value) => show([value]) };
}
