// Report: the questionnaire, written up outside; and the page on which it is reviewed and sent.
import { h, replace } from "../ui/dom.js";
import { hasReadBrief } from "../ui/work.js";
import { direction, language, t } from "../ui/words.js";
import { parseDocument } from "../logic/index.js";
import { finishPhotos } from "../photos/keeping.js";
import { reportForm } from "../report/form.js";
import { reportHeader } from "../report/header.js";
import { languageChoice, returnedNotes } from "../report/lead_in.js";
import { notesFold } from "../report/notes.js";
import { button } from "../report/parts.js";
import { reviewPage } from "../report/review.js";

const REVIEW = "~review";
const LANGUAGE = "form_language";
let read = { sha256: null, doc: null };
// who has just chosen another language stays where the choice is
let isSameReader = false;

/** The screen of an assignment's draft, at a question when one is named; "~review" ends it. */
export async function screen(app, assignment, at = null) {
  const draft = (await app.store.draftOf(assignment)) ?? (await begun(app, assignment));
  const doc = draft && (await documentOf(app.store, draft));
  if (!doc) return absent(await lacking(app, assignment, draft), assignment);
  const chosen = await app.store.get(LANGUAGE);
  const wanted = [chosen, language(), language().split("-")[0], doc.default_language];
  const lang = wanted.find((each) => doc.languages.includes(each)) ?? doc.default_language;
  const marks = { lang, dir: direction(lang) };
  const chosenText = (texts) => texts[lang] ?? texts[doc.default_language] ?? "";
  const pick = Object.assign(chosenText, { marks });
  const href = (code) => `#/report/${assignment}/${encodeURIComponent(code)}`;
  const made = { app, assignment, draft, doc, lang, pick, href };
  return at === REVIEW ? review(made) : form(made, at);
}

function review({ app, assignment, draft, doc, pick, href }) {
  const node = reviewPage({ app, doc, draft, pick, href });
  return { node, title: t("report.review"), chrome: "page", back: `#/report/${assignment}` };
}

function form({ app, assignment, draft, doc, lang, pick, href }, at) {
  const { store } = app;
  const head = reportHeader(draft, "#/visits");
  const [asked] = Object.keys(draft.reviewer_notes ?? {}).filter((code) => doc.question(code));
  const start = at ?? asked ?? draft.place?.question;
  const made = reportForm({
    app, doc, draft, pick,
    words: (key, values) => own(lang, key, values),
    review: () => app.go(href(REVIEW)),
    changed: head.progress,
    start,
  });
  const told = h("div", { role: "status", class: "told" });
  const node = h("div", { class: "report" },
    head.node,
    h("div", { class: "lead-in" }, made.summary, told,
      returnedNotes(draft, doc, pick, made.show),
      languageChoice(doc, lang, chooseLanguage),
      notesFold(draft.notes, null)),
    made.column,
    h("div", { class: "pad last" }, button("wide", made.tryReview, t("report.review"))),
    made.bar);

  async function chooseLanguage(chosen) {
    await store.set(LANGUAGE, chosen);
    isSameReader = true;
    await app.redraw();
    document.getElementById("form-language")?.focus();
  }

  let answers = draft.answers;
  let photos = photosOf(draft);
  const onChange = ({ kind, id }) => {
    // finished in another window
    if (kind === "items" && id === `${draft.id}/${draft.revision}`) return app.go("#/outbox");
    if (kind !== "draft" || id !== draft.id) return;
    const news = head.saved(store.saved(draft.id));
    if (news) app.say(news);
    if (answers !== draft.answers) {
      answers = draft.answers;
      made.refresh();
    }
    const now = photosOf(draft);
    if (now === photos) return;
    photos = now;
    made.refreshPhotos();
  };
  store.on("change", onChange);
  head.saved(store.saved(draft.id));
  finishPhotos(store, draft).then((wasEnded) => {
    if (!wasEnded) return;
    // where the person was, since the top is out of sight there
    document.getElementById(`q-${start}-legend`)?.after(told);
    replace(told, h("p", { class: "notice", text: t("report.ended") }));
  });
  // after the frame has put the screen on the page and the focus on its heading
  if (start && !isSameReader) setTimeout(() => made.show(start, at || asked ? "value" : null));
  isSameReader = false;
  return {
    node,
    title: draft.title,
    chrome: "none",
    leave() {
      store.off("change", onChange);
      made.leave();
    },
  };
}

/** The app's own words among those of the questionnaire, marked when their language differs. */
function own(lang, key, values) {
  const text = t(key, values);
  const mine = language();
  return lang === mine ? text : h("span", { lang: mine, dir: direction(mine), text });
}

async function begun(app, id) {
  const assignment = await workOf(app.store, id);
  const mayBegin = assignment && (await hasReadBrief(app.store, assignment));
  return mayBegin ? app.store.newDraft({ assignment: id }) : null;
}

async function workOf(store, id) {
  const assignment = await store.assignment(id);
  return ["accepted", "in_progress"].includes(assignment?.state) ? assignment : null;
}

async function lacking({ store }, id, draft) {
  if (draft) return "visit.no_form";
  return (await workOf(store, id)) ? "visit.confirm_first" : "visit.gone";
}

async function documentOf(store, { questionnaire: { sha256 } }) {
  if (read.sha256 !== sha256) {
    const text = await store.questionnaire(sha256);
    read = { sha256: text && sha256, doc: text && parseDocument(text) };
  }
  return read.doc;
}

function absent(key, assignment) {
  const node = h("div", { class: "pad stack" }, h("p", { text: t(key) }),
    h("a", { class: "button", href: `#/visit/${assignment}`, text: t("report.to_visit") }));
  return { node, title: t("report.title"), chrome: "page", back: "#/visits" };
}

function photosOf({ photos }) {
  return photos.map(({ id, question }) => `${id}${question}`).join();
}
