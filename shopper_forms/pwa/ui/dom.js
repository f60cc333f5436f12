// Builds elements; whatever a person or the server wrote goes in as text, never as markup.

const PROPERTIES = new Set(["value", "checked", "indeterminate"]);

/** An element: props are class, id, text, on {event: fn} and attributes; children nodes, strings, arrays, null. */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) give(node, name, value);
  append(node, children);
  return node;
}

/** Puts children in the place of all that node holds. */
export function replace(node, ...children) {
  node.replaceChildren();
  append(node, children);
  return node;
}

/** Changes what node holds; what had the focus has it again, by its data-key, else the heading. */
export function keepFocus(node, change) {
  const held = document.activeElement;
  if (!node.contains(held)) return change();
  const { key } = held.dataset;
  change();
  const again = key && node.querySelector(`[data-key="${CSS.escape(key)}"]`);
  return (again || document.getElementById("title")).focus({ preventScroll: true });
}

function give(node, name, value) {
  if (value === null || value === undefined) return;
  if (name === "text") node.textContent = value;
  else if (name === "on") listen(node, value);
  else if (PROPERTIES.has(name)) node[name] = value;
  else if (name.startsWith("aria-")) node.setAttribute(name, String(value));
  else if (value !== false) node.setAttribute(name, value === true ? "" : value);
}

function listen(node, handlers) {
  for (const [event, handler] of Object.entries(handlers)) node.addEventListener(event, handler);
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
}
