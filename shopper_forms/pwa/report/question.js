// One question: its text, its widget, and what goes with the answer, kept in step with the draft.
import { h, replace } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { elapsed } from "../pocket/stopwatch.js";
import { needs, isMiss } from "../logic/index.js";
import { stopwatch } from "../ui/formats.js";
import { language } from "../ui/words.js";
import { comment } from "./comment.js";
import { partOf } from "./layout.js";
import { notesFold } from "./notes.js";
import { photosRow } from "./photos_row.js";
import { states } from "./states.js";
import { WIDGETS } from "./widgets.js";

/**
 * {code, node, update(), number(key, text), fault(findings, sentence), control(part)}. The body is built
 * when the question is first shown. `form` is what report/form.js offers: {app, doc, draft, pick,
 * words, edit(code, change)}.
 */
export function questionBlock(form, question) {
  const { code } = question;
  const id = `q-${code}`;
  const place = h("p", { class: "place", id: `${id}-place` });
  const node = h("div", { class: "ask", id, "data-code": code }, place);
  const entry = () => form.draft.answers[code] ?? {};
  const edit = (change) => form.edit(code, change);
  let built = null;

  const field = {
    id,
    question,
    language: language(),
    pick: form.pick,
    words: form.words,
    edit,
    value: () => entry().value,
    put: (value) => edit((answer) => {
      answer.value = value;
      delete answer.state;
      delete answer.reason;
    }),
    clear() {
      edit((answer) => {
        if (!answer.state || answer.state === "answered") delete answer.value;
        delete answer.state;
        delete answer.reason;
      });
      built.control().focus();
    },
    notes: (copy) => notesFold(form.draft.notes, copy),
  };

  function update() {
    built ??= build(form, field, node);
    const need = needs(form.doc, code, form.draft.answers);
    built.show(entry(), need, need.comment === "needed" && isMiss(form.doc, code, form.draft.answers));
    return built;
  }

  return {
    code,
    node,
    update,
    number(key, text) {
      if (place.dataset.key === key) return;
      place.dataset.key = key;
      replace(place, text());
    },
    fault: (findings, sentence) => (built ?? update()).fault(findings, sentence),
    control: (part) => (built ?? update()).control(part),
  };
}

function build(form, field, node) {
  const { id, question, words, pick } = field;
  const widget = WIDGETS[question.type](field);
  const quiet = states(field);
  const reviewer = form.draft.reviewer_notes?.[question.code];
  const help = question.help && pick(question.help);
  const more = h("div", { class: "extras" });
  const described = [help && `${id}-help`, `${id}-place`].filter(Boolean).join(" ");
  const answer = widget.nodes.length > 0 && h("div", { class: "part", "data-part": "value" }, widget.nodes);
  const fieldset = h("fieldset", { "aria-describedby": described },
    h("legend", { id: `${id}-legend`, tabindex: "-1" }, pick(question.text)),
    help && h("p", { class: "help", id: `${id}-help`, text: help }),
    reviewer && h("p", { class: "asked" }, h("b", {}, words("report.asked"), ": "), h("span", { text: reviewer, dir: "auto" })),
    watchLine(form, field), answer, quiet.node, more);
  node.append(fieldset);

  const parts = { comment: null, photos: null };
  const opened = { comment: false, photos: false };
  const adders = {
    comment: adder("report.add_comment", () => parts.comment.area),
    photos: adder("report.add_photo", () => parts.photos.node.querySelector("input")),
  };
  const clear = h("button", { type: "button", class: "button quiet clear", on: { click: field.clear } }, words("report.clear"));
  more.append(adders.comment, adders.photos, clear);

  function adder(key, target) {
    const name = key === "report.add_comment" ? "comment" : "photos";
    const open = () => {
      opened[name] = true;
      last();
      target()?.focus();
    };
    return h("button", { type: "button", class: "button quiet", on: { click: open } },
      icon(name === "comment" ? "note" : "camera"), words(key));
  }

  function part(name, make, isShown, isOffered) {
    adders[name].hidden = isShown || !isOffered;
    if (isShown && !parts[name]) {
      parts[name] = make();
      const isAnswer = name === "photos" && question.type === "photo";
      const later = name === "comment" && question.type !== "photo" ? parts.photos?.node : isAnswer && quiet.node;
      fieldset.insertBefore(parts[name].node, later || more);
    }
    if (parts[name]) parts[name].node.hidden = !isShown;
    return isShown && parts[name];
  }

  let last = () => {};
  function show(entry, need, missed) {
    last = () => show(entry, need, missed);
    const answered = (entry.state ?? "answered") === "answered";
    widget.show(answered || question.type === "text" ? entry.value : undefined);
    quiet.show(entry, need.reason);
    const hasComment = Boolean(entry.comment) || opened.comment;
    part("comment", () => comment(field), need.comment === "needed" || hasComment, need.comment !== "none")
      ?.show?.(entry, need, missed);
    const hasPhotos = Boolean(entry.photos?.length) || opened.photos || question.type === "photo";
    part("photos", () => photosRow(form, field), need.photos.min > 0 || hasPhotos, need.photos.max > 0)
      ?.show?.(entry.photos ?? [], need.photos);
    clear.hidden = answered && (entry.value === undefined || question.type === "text");
    more.hidden = [...more.children].every((each) => each.hidden);
  }

  const home = (name) => (name === "value" && question.type === "photo" ? "photos" : name);
  const partIn = (finding) => home(partOf(finding));

  function control(name = "value") {
    if (name === null) return fieldset.querySelector("legend");
    const partNode = fieldset.querySelector(`[data-part="${home(name)}"]:not([hidden])`) ?? fieldset;
    const all = [...partNode.querySelectorAll("input, textarea, button")].filter((each) => each.offsetParent);
    return all.find((each) => each.checked) ?? all[0] ?? fieldset.querySelector("legend");
  }

  function fault(findings, sentence) {
    for (const name of ["value", "reason", "comment", "photos"]) {
      const found = findings.filter((each) => partIn(each) === name);
      const node = fieldset.querySelector(`[data-part="${name}"]`);
      if (node) tell(node, `${id}-${name}-error`, found.map(sentence), fieldset);
    }
  }

  return { show, control, fault };
}

/** Puts sentences under a part and ties its fields to them; none: takes them away. */
function tell(home, errorId, sentences, fieldset) {
  const old = document.getElementById(errorId);
  if (!sentences.length && !old) return;
  const inputs = [...home.querySelectorAll("input:not([type=radio], [type=checkbox], [type=file]), textarea")];
  const targets = inputs.length ? inputs : [fieldset];
  old?.remove();
  if (sentences.length) {
    home.append(h("p", { class: "error", id: errorId, lang: language() }, sentences.map((text) => h("span", { text, dir: "auto" }))));
  }
  for (const target of targets) {
    const ids = (target.getAttribute("aria-describedby") ?? "").split(" ").filter((each) => each && each !== errorId);
    if (sentences.length) ids.push(errorId);
    if (ids.length) target.setAttribute("aria-describedby", ids.join(" "));
    else target.removeAttribute("aria-describedby");
    if (target !== fieldset) target.setAttribute("aria-invalid", String(sentences.length > 0));
  }
}

function watchLine({ draft, words }, { question, put }) {
  const watch = (draft.watches ?? []).find((each) => each.question === question.code);
  const ms = watch ? elapsed(watch) : 0;
  if (!ms) return null;
  const isDuration = question.type === "duration";
  const use = () => put(Math.floor(ms / 1000));
  return h("p", { class: "watch" }, icon("clock"),
    words("report.watch", { time: stopwatch(ms) }),
    isDuration && h("button", { type: "button", class: "button", on: { click: use } }, words("report.use")));
}
