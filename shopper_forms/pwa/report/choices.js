// Options to tap, as radios or boxes: joined in a row when they are few and short, else a list.
import { h } from "../ui/dom.js";

/**
 * {node, show(codes)} for options [{code, label}]; `picked(code, isOn)` is called at each tap.
 * kind: "joined" and "scale" (filled when on), "stacked" or "quiet".
 */
export function choices(name, options, kind, picked, type = "radio") {
  const inputs = options.map(({ code }) => h("input", { type, name, value: code }));
  const labels = options.map(({ label }, index) =>
    h("label", { class: "option" }, inputs[index], h("span", {}, label)));
  const node = h("div", { class: `choices ${kind}` }, labels);
  node.addEventListener("change", ({ target }) => picked(target.value, target.checked));
  return {
    node,
    show(codes) {
      for (const input of inputs) input.checked = codes.includes(input.value);
    },
  };
}
