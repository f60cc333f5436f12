// Cover: a harmless list to tick and edit; holding the weekday, or Escape, leads back to Pocket.
import { h, replace } from "../ui/dom.js";
import { darken, instead, weekday } from "../pocket/quiet.js";

const HOLD_MS = 600;

/** The screen; what was open before goes on behind it. */
export async function screen(app) {
  const { store, t } = app;
  const first = t("cover.items").split("\n").map((text) => ({ text }));
  const items = (await store.get("cover")) ?? first;
  const list = h("ul", { class: "cover-list" });
  const keep = () => store.set("cover", items);
  const row = (item, place) => h("li", {},
    h("input", {
      type: "checkbox", checked: Boolean(item.done),
      "aria-label": t("cover.done", { item: item.text }),
      on: { change: (event) => { item.done = event.target.checked; keep(); } },
    }),
    h("input", {
      type: "text", value: item.text, maxlength: "200", autocomplete: "off", dir: "auto",
      "aria-label": t("cover.item", { n: place + 1 }),
      on: { input: (event) => { item.text = event.target.value; keep(); } },
    }));
  const draw = () => replace(list, items.map(row));
  const add = () => {
    items.push({ text: "" });
    draw();
    list.lastChild.lastChild.focus();
    keep();
  };

  const back = async () => {
    const assignment = await store.get("cover_back");
    instead(assignment ? `#/pocket/${assignment}` : "#/visits");
  };
  const onKey = (event) => event.key === "Escape" && back();
  const title = h("h1", { text: weekday(), on: holding(back) });
  draw();
  document.addEventListener("keydown", onKey);
  const light = darken();
  return {
    node: h("div", { class: "pocket cover" },
      h("header", { class: "pocket-head" }, title),
      list,
      h("button", { type: "button", class: "button quiet", on: { click: add } }, t("cover.add"))),
    title: weekday(),
    chrome: "none",
    leave() {
      document.removeEventListener("keydown", onKey);
      light();
    },
  };
}

/** Handlers of a long press; a short one does nothing. */
function holding(held) {
  let timer;
  const stop = () => clearTimeout(timer);
  return {
    pointerdown: () => { timer = setTimeout(held, HOLD_MS); },
    pointerup: stop,
    pointercancel: stop,
    pointerleave: stop,
    // a phone says so itself when it takes a press for a long one, and then ends it
    contextmenu: (event) => {
      event.preventDefault();
      stop();
      held();
    },
  };
}
