// Any of some options; an exclusive one stands alone.
import { choices } from "./choices.js";
import { ticked } from "./layout.js";

/** Answers a list of codes in the form's order; none ticked is no answer. */
export function multiChoice({ id, question, pick, put, value }) {
  const options = question.options.map(({ code, text }) => ({ code, label: pick(text) }));
  const codes = (given) => (Array.isArray(given) ? given : []);
  const { node, show } = choices(id, options, "stacked", (code, isOn) => {
    const now = ticked(question.options, codes(value()), code, isOn);
    put(now.length ? now : undefined);
  }, "checkbox");
  return { nodes: [node], show: (given) => show(codes(given)) };
}
