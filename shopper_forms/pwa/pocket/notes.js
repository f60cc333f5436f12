// Notes taken in passing: six fixed ones by a tap, written ones by Enter, both undone by a tap.
import { h, replace } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { isSure } from "./quiet.js";

const TAPS = ["messy", "no_receipt", "said_thanks", "asked_twice", "no_badge", "no_offer"];
const FEW = 2;

/** Add a written note to a draft, unless it is blank; what was being written is done with. */
export function addNote(draft, text, now) {
  draft.writing = "";
  const at = now.toISOString();
  if (text.trim()) draft.notes.push({ text: text.trim(), at });
}

/** Take the note of a moment out of a draft. */
export function removeNote(draft, at) {
  draft.notes = draft.notes.filter((each) => each.at !== at);
}

/** Set a one-tap note of a draft, or take it back; its words go among the notes, for writing up. */
export function toggleTap(draft, key, text, now) {
  const isSet = draft.taps.includes(key);
  draft.taps = draft.taps.filter((each) => each !== key);
  draft.notes = draft.notes.filter(({ tap }) => tap !== key);
  if (isSet) return;
  draft.taps.push(key);
  draft.notes.push({ text, at: now.toISOString(), tap: key });
}

/** The fixed grid: always the same six in the same places, so that the thumb learns it. */
export function tapGrid({ t }, draft, change) {
  const buttons = TAPS.map((key) => {
    const text = t(`pocket.tap.${key}`);
    const click = () => change((live) => toggleTap(live, key, text, new Date()));
    return h("button", { type: "button", class: "button tap", on: { click } }, icon("tick"), text);
  });
  const draw = () => TAPS.forEach((key, place) => {
    buttons[place].setAttribute("aria-pressed", draft.taps.includes(key));
  });
  return { node: h("div", { class: "taps" }, buttons), draw };
}

/** What is being written is kept at every letter: a killed tab loses none of it. */
export function noteField({ t }, draft, change) {
  const field = h("input", {
    type: "text", maxlength: "1000", autocomplete: "off", enterkeyhint: "done",
    "aria-label": t("pocket.note"), placeholder: t("pocket.note"), value: draft.writing ?? "",
  });
  const submit = (event) => {
    event.preventDefault();
    const text = field.value;
    field.value = "";
    change((live) => addNote(live, text, new Date()));
  };
  field.addEventListener("input", () => change((live) => { live.writing = field.value; }));
  return h("form", { class: "write", on: { submit } }, field);
}

/** The latest notes first; beyond a few they fold, so that what is below keeps its place. */
export function noteList(app, draft, change) {
  const { t, formats } = app;
  const list = h("ul", { "aria-label": t("pocket.notes") });
  const more = h("button", { type: "button", class: "button quiet more" });
  let shown = "";
  let open = false;
  more.addEventListener("click", () => {
    open = !open;
    draw();
  });
  const remove = async ({ text, at }) => {
    if (await isSure(app, t("pocket.note_title"), text)) change((live) => removeNote(live, at));
  };
  const row = (each) => h("li", {},
    h("button", { type: "button", class: "note", on: { click: () => remove(each) } },
      h("span", { dir: "auto", text: each.text }),
      h("span", { class: "muted numbers", text: formats.clockTime(each.at) })));

  function draw() {
    const latest = draft.notes.filter(({ tap }) => !tap).reverse();
    const key = `${open}${latest.map(({ at }) => at)}`;
    if (key === shown) return;
    shown = key;
    replace(list, (open ? latest : latest.slice(0, FEW)).map(row));
    more.hidden = latest.length <= FEW;
    more.setAttribute("aria-expanded", open);
    more.textContent = open ? t("pocket.fewer") : t("pocket.more", { n: latest.length - FEW });
  }
  return { node: h("div", { class: "notes" }, list, more), draw };
}
