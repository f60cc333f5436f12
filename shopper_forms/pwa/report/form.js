// The questions of a visit in one column; after a change only what changed is drawn again.
import { h } from "../ui/dom.js";
import { t } from "../ui/words.js";
import { progress, validate, visibility } from "../logic/index.js";
import { thumbBar } from "./bar.js";
import { faultSummary, sentenceOf } from "./faults.js";
import { partOf, places } from "./layout.js";
import { questionBlock } from "./question.js";

// Nobody is told off for what they have not come to yet.
const LATER = ["required", "too_few_photos"];
const AT_ONCE = 8;
const PRESSES = ["pointerdown", "pointerup", "pointercancel"];

/**
 * {summary, column, bar, show(code, part), tryReview(), refresh(), refreshPhotos(), leave()} for
 * {app, doc, draft, pick(texts) with its marks {lang, dir}, words(key, values), review(),
 * changed(progress), start: the code of the question to begin at}.
 */
export function reportForm({ app, doc, draft, pick, words, review, changed, start }) {
  const form = { app, doc, draft, pick, words, edit };
  const blocks = new Map(doc.questions.map((each) => [each.code, questionBlock(form, each)]));
  const summary = faultSummary(show, pick.marks);
  const blamed = new Set();
  let isTried = false;
  let states = visibility(doc, draft.answers);
  let here = draft.place?.question ?? null;
  let last = null;
  let isPressed = false;
  let isLeft = false;

  const bar = thumbBar(doc.sections, pick, { section: toSection, back, next, review: tryReview });
  const sections = doc.sections.map(sectionNode);
  const column = h("div", { class: "column", ...pick.marks, on: { focusin: entered } }, sections);
  const seen = new IntersectionObserver((found) => {
    const here = found.find(({ isIntersecting }) => isIntersecting);
    if (here) bar.current(here.target.dataset.code);
  }, { rootMargin: "-35% 0px -64% 0px" });
  for (const section of sections) seen.observe(section);
  const press = (event) => { isPressed = event.type === "pointerdown"; };
  for (const name of PRESSES) addEventListener(name, press);
  bar.node.addEventListener("focusin", leftQuestion);

  drawFirst();
  drawPlaces();
  drawProgress();

  function sectionNode({ code, title, questions }) {
    const heading = { class: "visually-hidden", id: `s-${code}`, tabindex: "-1" };
    return h("section", { class: "section", "data-code": code },
      h("h2", heading, pick(title)), questions.map((each) => blocks.get(each.code).node));
  }

  /** What is seen first now, the rest in small steps: a long form opens as fast as a short one. */
  function drawFirst() {
    const codes = doc.questions.map(({ code }) => code);
    const before = codes.splice(0, Math.max(0, codes.indexOf(start) - 1));
    const rest = before.concat(codes.splice(AT_ONCE));
    codes.forEach(drawShown);
    for (const code of rest) blocks.get(code).node.hidden = !isShown(code);
    const more = () => {
      if (!isLeft) rest.splice(0, AT_ONCE).forEach(drawShown);
      if (!isLeft && rest.length) setTimeout(more);
    };
    setTimeout(more);
  }

  function isShown(code) {
    return states[code] !== "hidden";
  }

  /** Changes the entry of a question in the draft, then draws what follows from it. */
  function edit(code, change) {
    app.store.change(draft.id, (live) => {
      const entry = (live.answers[code] ??= {});
      change(entry);
      for (const key of Object.keys(entry)) {
        if (entry[key] === undefined || entry[key] === "") delete entry[key];
      }
      if (!Object.keys(entry).length) delete live.answers[code];
    });
    blocks.get(code).update();
    drawFollowing();
    drawProgress();
    if (blamed.has(code) || isTried) drawFaults();
  }

  function drawFollowing() {
    const before = states;
    states = visibility(doc, draft.answers);
    const moved = doc.questions.filter(({ code }) => (before[code] === "hidden") === isShown(code));
    for (const { code } of moved) drawShown(code);
    if (moved.length) drawPlaces();
    const n = moved.filter(({ code }) => isShown(code)).length;
    if (n) app.say(t("report.appeared", { n }));
  }

  function drawShown(code) {
    const block = blocks.get(code);
    block.node.hidden = !isShown(code);
    if (isShown(code)) block.update();
  }

  function drawPlaces() {
    const found = places(doc.sections, states);
    for (const { title, questions } of doc.sections) {
      for (const { code, required } of questions) {
        if (!found[code]) continue;
        const [place, of] = found[code];
        blocks.get(code).number(`${pick(title)}, ${place}/${of}${required}`, () => [
          h("span", { text: `${pick(title)}, ` }), words("report.place", { place, of }),
          !required && [", ", words("report.optional")],
        ]);
      }
    }
  }

  function drawProgress() {
    const state = progress(doc, draft.answers);
    bar.show(state);
    changed(state);
  }

  function findings() {
    return validate(doc, draft.answers, draft.photos.map(({ id }) => id)).errors;
  }

  /** Under each question that was left, under all after a try, then also in the list at the top. */
  function drawFaults() {
    const errors = findings();
    for (const [code, block] of blocks) {
      if (!isShown(code) || !(isTried || blamed.has(code))) continue;
      const own = errors.filter(({ question }) => question === code);
      const found = isTried ? own : own.filter((each) => !LATER.includes(each.code));
      block.fault(found, (each) => sentenceOf(each, doc.question(code), pick));
    }
    if (isTried) summary.show(errors.map(inWords));
    return errors;
  }

  function inWords(finding) {
    const question = doc.question(finding.question);
    const title = question ? pick(question.text) : "";
    const sentence = sentenceOf(finding, question, pick);
    return { question: finding.question, part: partOf(finding), title, sentence };
  }

  function tryReview() {
    isTried = true;
    if (!drawFaults().length) return review();
    summary.node.scrollIntoView({ block: "start" });
    summary.title.focus({ preventScroll: true });
  }

  function entered({ target }) {
    const code = target.closest(".ask")?.dataset.code ?? null;
    last = target;
    if (code === here) return;
    leftQuestion();
    here = code;
    const section = doc.question(code)?.section;
    if (!section) return;
    bar.current(section);
    app.store.change(draft.id, (live) => { live.place = { section, question: code }; });
  }

  /** A sentence that appears while a finger is down would move the button away from under it. */
  function leftQuestion() {
    if (!here || !isShown(here)) return;
    blamed.add(here);
    if (isPressed) addEventListener("pointerup", () => setTimeout(drawFaults), { once: true });
    else drawFaults();
  }

  /** The next thing missing after here: first what an answer given here still needs. */
  function next() {
    const order = doc.questions.map(({ code }) => code);
    const errors = findings().filter(({ question }) => order.includes(question));
    const at = order.indexOf(here);
    const found = errors.find((each) => {
      if (each.question !== here) return order.indexOf(each.question) > at;
      return draft.answers[here] && blocks.get(here).control(partOf(each)) !== last;
    }) ?? errors[0];
    if (found) show(found.question, partOf(found));
    else tryReview();
  }

  function back() {
    const shown = doc.questions.map(({ code }) => code).filter(isShown);
    show(shown[Math.max(0, shown.indexOf(here) - 1)], null);
  }

  function toSection(code) {
    const heading = document.getElementById(`s-${code}`);
    heading.scrollIntoView({ block: "start" });
    heading.focus({ preventScroll: true });
    here = null;
    bar.current(code);
  }

  /** Brings a person to a part of a question: value, reason, comment, photos; null: its text. */
  function show(code, part = "value") {
    const block = blocks.get(code);
    if (!block || !isShown(code)) return;
    block.node.scrollIntoView({ block: "start" });
    const control = block.control(part);
    control.focus({ preventScroll: true });
    control.scrollIntoView({ block: "nearest" });
  }

  return {
    summary: summary.node,
    column,
    bar: bar.node,
    show,
    tryReview,

    /** Another window changed the draft. */
    refresh() {
      states = visibility(doc, draft.answers);
      for (const { code } of doc.questions) drawShown(code);
      drawPlaces();
      drawProgress();
    },

    /** Photos came, went, or were made smaller. */
    refreshPhotos() {
      const taking = doc.questions.filter(({ code, photos }) => photos && isShown(code));
      for (const { code } of taking) blocks.get(code).update();
      drawProgress();
      if (isTried) drawFaults();
    },

    leave() {
      isLeft = true;
      seen.disconnect();
      for (const name of PRESSES) removeEventListener(name, press);
    },
  };
}
