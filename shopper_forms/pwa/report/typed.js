// A line to type in, as every widget with a keyboard uses it.
import { h } from "../ui/dom.js";

/**
 * {nodes, show(value)}: every letter is read and kept; leaving the field writes what was
 * understood. `type` other than text (time, date) is the phone's own picker.
 */
export function typed({ id, put }, { read, write, hint, unit, unitFirst, ...attributes }) {
  const described = hint ? `${id}-hint` : null;
  const input = h("input", {
    type: "text", autocomplete: "off", class: "typed",
    "aria-labelledby": unit ? `${id}-legend ${id}-unit` : `${id}-legend`,
    "aria-describedby": described, ...attributes,
    on: {
      input: () => put(read(input.value)),
      change: () => { input.value = write(read(input.value)); },
    },
  });
  const label = unit && h("span", { class: "unit", id: `${id}-unit`, text: unit });
  return {
    nodes: [
      unit ? h("div", { class: "with-unit" }, unitFirst ? [label, input] : [input, label]) : input,
      hint && h("p", { class: "hint", id: described }, hint),
    ],
    show(value) {
      if (document.activeElement !== input) input.value = write(value);
    },
  };
}
