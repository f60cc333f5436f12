// Questions over the page, in a <dialog>: the page below keeps its content, focus and scroll.
import { h, replace } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./words.js";

let made = 0;

/**
 * Opens a dialog {title, body: node or nodes, closable, onClose(value)}; answers {node, close(value)}.
 * Without closable only close() ends it.
 */
export function openDialog({ title, body, closable = true, onClose = () => {} }) {
  const id = `dialog-${(made += 1)}`;
  const node = h("dialog", { class: "dialog", "aria-labelledby": id });
  let result = null;
  const close = (value = null) => {
    result = value;
    node.close();
  };
  const shut = { type: "button", class: "button quiet close", "aria-label": t("close") };
  replace(
    node,
    h("div", { class: "dialog-head" },
      h("h2", { id, text: title, tabindex: "-1" }),
      closable && h("button", { ...shut, on: { click: () => close() } }, icon("close"))),
    body,
  );
  node.addEventListener("cancel", (event) => closable || event.preventDefault());
  node.addEventListener("close", () => {
    node.remove();
    onClose(result);
  });
  document.body.append(node);
  node.showModal();
  if (!node.querySelector("[autofocus]")) node.querySelector("h2").focus();
  return { node, close };
}

/**
 * Asks; answers the value of the chosen action, null when closed.
 * actions: [{label, value, kind: "main" | "danger" | "quiet", before?(): bool | Promise<bool>}];
 * `before` answering false keeps the dialog open (a field is not yet right).
 */
export function ask({ title, body, actions }) {
  return new Promise((resolve) => {
    const text = typeof body === "string" ? h("p", { text: body }) : body;
    const buttons = h("div", { class: "actions" });
    const dialog = openDialog({ title, body: [text, buttons], onClose: resolve });
    replace(buttons, actions.map((action) => button(action, dialog)));
  });
}

function button({ label, value, kind = "", before }, dialog) {
  const node = h("button", { type: "button", class: `button ${kind}`, text: label });
  node.addEventListener("click", async () => {
    node.disabled = true;
    const ready = !before || (await before());
    node.disabled = false;
    if (ready !== false) dialog.close(value);
  });
  return node;
}
