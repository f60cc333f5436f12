// What a question consists of: text, answer, states, comment, photos, and what is wrong with them.
import { h } from "../ui/dom.js";
import { stopwatch } from "../ui/formats.js";
import { icon } from "../ui/icons.js";
import { elapsed } from "../pocket/stopwatch.js";
import { language } from "../ui/words.js";
import { comment } from "./comment.js";
import { partOf } from "./layout.js";
import { button } from "./parts.js";
import { photosRow } from "./photos_row.js";
import { states } from "./states.js";
import { WIDGETS } from "./widgets.js";

const PARTS = ["value", "reason", "comment", "photos"];
const TYPED = "input:not([type=radio], [type=checkbox], [type=file]), textarea";

/**
 * {node, show(entry, needs, isMiss), control(part), fault(findings, sentence)} of a question;
 * `form` and `field` as in question.js. Comment and photos are made when they are first wanted.
 */
export function questionBody(form, field) {
  const { id, question, words, pick } = field;
  const isPhoto = question.type === "photo";
  const isText = question.type === "text";
  const widget = WIDGETS[question.type](field);
  const quiet = states(field);
  const extras = h("div", { class: "extras" });
  const help = question.help && pick(question.help);
  const described = [help && `${id}-help`, `${id}-place`].filter(Boolean).join(" ");
  const fieldset = h("fieldset", { "aria-describedby": described },
    h("legend", { id: `${id}-legend`, tabindex: "-1" }, pick(question.text)),
    help && h("p", { class: "help", id: `${id}-help`, text: help }),
    asked(form, field),
    watchLine(form, field),
    !isPhoto && h("div", { class: "part", "data-part": "value" }, widget.nodes),
    quiet.node, extras);

  const more = {
    comment: extra("comment", "note", () => comment(field)),
    photos: extra("photo", "camera", () => photosRow(form, field)),
  };
  const clear = button("quiet clear", field.clear, words("report.clear"));
  extras.append(more.comment.button, more.photos.button, clear);

  function extra(name, sign, make) {
    const it = { made: null, isOpen: false, make };
    it.button = button("quiet", () => {
      it.isOpen = true;
      field.update();
      (it.made.area ?? it.made.node.querySelector("input"))?.focus();
    }, icon(sign), words(`report.add_${name}`));
    return it;
  }

  /** The made part when it is wanted, else nothing; `before` is what it stands above. */
  function wanted(it, isWanted, isPossible, before) {
    const isShown = isWanted || it.isOpen;
    it.button.hidden = isShown || !isPossible;
    if (isShown && !it.made) {
      it.made = it.make();
      fieldset.insertBefore(it.made.node, before);
    }
    if (it.made) it.made.node.hidden = !isShown;
    return isShown ? it.made : null;
  }

  function show(entry, need, isMiss) {
    const { state = "answered", value, photos = [] } = entry;
    const isAnswered = state === "answered";
    widget.show(isAnswered || isText ? value : undefined);
    quiet.show(entry, need.reason);
    const hasPhotos = isPhoto || need.photos.min > 0 || photos.length > 0;
    wanted(more.photos, hasPhotos, need.photos.max > 0, isPhoto ? quiet.node : extras)
      ?.show(photos, need.photos);
    const hasComment = need.comment === "needed" || Boolean(entry.comment);
    const above = (!isPhoto && more.photos.made?.node) || extras;
    wanted(more.comment, hasComment, need.comment !== "none", above)?.show(entry, need, isMiss);
    clear.hidden = isAnswered && (value === undefined || isText);
    extras.hidden = [...extras.children].every((each) => each.hidden);
  }

  const partNode = (name) => fieldset.querySelector(`[data-part="${name}"]`);
  const home = (name) => (name === "value" && isPhoto ? "photos" : name);

  function control(name = "value") {
    const legend = fieldset.querySelector("legend");
    if (name === null) return legend;
    const part = partNode(home(name));
    const within = part && !part.hidden ? part : fieldset;
    const fields = [...within.querySelectorAll("input, textarea, button")];
    const seen = fields.filter((each) => each.offsetParent);
    return seen.find((each) => each.checked) ?? seen[0] ?? legend;
  }

  function fault(findings, sentence) {
    for (const name of PARTS) {
      const found = findings.filter((each) => home(partOf(each)) === name);
      const node = partNode(name);
      if (node) tell(node, `${id}-${name}-error`, found.map(sentence), fieldset);
    }
  }

  return { node: fieldset, show, control, fault };
}

function asked({ draft }, { question, words }) {
  const text = draft.reviewer_notes?.[question.code];
  const name = () => h("b", {}, words("report.asked"), ": ");
  return text && h("p", { class: "asked" }, name(), h("span", { text, dir: "auto" }));
}

function watchLine({ draft }, { question, put, words }) {
  const watch = (draft.watches ?? []).find((each) => each.question === question.code);
  const ms = watch ? elapsed(watch) : 0;
  if (!ms) return null;
  const use = () => put(Math.floor(ms / 1000));
  const isTaken = question.type === "duration";
  return h("p", { class: "watch" },
    icon("clock"), words("report.watch", { time: stopwatch(ms) }),
    isTaken && button("", use, words("report.use")));
}

/** Puts sentences under a part and ties its fields to them; none: takes them away. */
function tell(home, id, sentences, fieldset) {
  const old = document.getElementById(id);
  if (!sentences.length && !old) return;
  old?.remove();
  if (sentences.length) {
    const lines = sentences.map((text) => h("span", { text, dir: "auto" }));
    home.append(h("p", { class: "error", id, lang: language() }, lines));
  }
  const fields = [...home.querySelectorAll(TYPED)];
  for (const each of fields) each.setAttribute("aria-invalid", String(sentences.length > 0));
  // a group of radios or boxes is told as a whole
  for (const each of fields.length ? fields : [fieldset]) {
    const ids = new Set((each.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    ids[sentences.length ? "add" : "delete"](id);
    if (ids.size) each.setAttribute("aria-describedby", [...ids].join(" "));
    else each.removeAttribute("aria-describedby");
  }
}
