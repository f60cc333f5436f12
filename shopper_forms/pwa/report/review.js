// Review and send: what goes, what to confirm, what was left open; then it is sealed on this phone.
import { h, replace } from "../ui/dom.js";
import { bytes } from "../ui/formats.js";
import { t } from "../ui/words.js";
import { progress, validate, visibility } from "../logic/index.js";
import { photosSettled } from "../photos/keeping.js";
import { notesFold } from "./notes.js";

const PATIENCE_MS = 8000;

/** The page before sending, as a node; `href(code)` is the address of a question. */
export function reviewPage({ app, doc, draft, pick, href }) {
  const states = visibility(doc, draft.answers);
  const { errors, warnings } = validate(doc, draft.answers, draft.photos.map(({ id }) => id));
  const fired = warnings.map(({ check }) => check);
  const stale = draft.warned.some((check) => !fired.includes(check));
  // confirmed for an answer that has changed since: to be asked again when it comes back
  if (stale) app.store.change(draft.id, (live) => { live.warned = live.warned.filter((each) => fired.includes(each)); });
  const problem = h("p", { class: "error", role: "alert" });
  const submit = h("button", { type: "button", class: "button main wide", text: t("review.submit"), on: { click: send } });
  const boxes = warnings.map(warning);
  const link = (code, text) => h("a", { href: href(code), ...pick.marks, text });

  function warning({ check, question, message }) {
    const box = h("input", { type: "checkbox", checked: draft.warned.includes(check) });
    box.addEventListener("change", () => app.store.change(draft.id, (live) => {
      live.warned = live.warned.filter((each) => each !== check).concat(box.checked ? check : []);
    }));
    const node = h("li", { class: "notice" }, h("div", {},
      h("p", { ...pick.marks, text: pick(message) }),
      h("label", { class: "choice" }, box, h("span", { text: t("review.right") })),
      question && h("a", { class: "button", href: href(question), text: t("review.change") })));
    return { box, node };
  }

  async function send() {
    if (submit.getAttribute("aria-disabled") === "true") return;
    const open = boxes.find(({ box }) => !box.checked);
    if (open) {
      problem.textContent = t("review.confirm_first");
      return open.box.focus();
    }
    submit.setAttribute("aria-disabled", "true");
    problem.textContent = "";
    replace(submit, t("review.saving"));
    try {
      await Promise.race([photosSettled(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
      await app.store.seal(draft.id, { outcome: "completed" });
      app.sync.poke("sealed");
      app.go("#/outbox");
      app.say(t("review.saved"));
    } catch (error) {
      if (error.code === "sealed") return app.go("#/outbox"); // finished in another window
      submit.setAttribute("aria-disabled", "false");
      replace(submit, t("review.submit"));
      problem.textContent = t(error.code === "full" ? "report.unsaved.full" : "review.failed");
      app.store.noteEvent("seal_failed", { code: error.code ?? error.name });
    }
  }

  if (errors.length) {
    return h("div", { class: "review pad stack" },
      h("p", { text: t("report.faults", { n: errors.length }) }),
      h("a", { class: "button main wide", href: href(errors[0].question ?? doc.questions[0].code), text: t("review.go_back") }));
  }
  const open = doc.questions.filter(({ code }) => states[code] === "skipped");
  return h("div", { class: "review" },
    h("div", { class: "pad stack" },
      counts(doc, draft, states),
      boxes.length > 0 && [h("h2", { text: t("review.warnings") }), h("ul", { class: "stack" }, boxes.map(({ node }) => node))],
      open.length > 0 && h("details", { class: "fold" },
        h("summary", { text: t("review.open", { n: open.length }) }),
        h("ul", { class: "open" }, open.map(({ code, text }) => h("li", {}, link(code, pick(text)))))),
      notesFold(draft.notes, null),
      draft.notes.length > 0 && h("p", { class: "muted", text: t("review.notes") })),
    h("div", { class: "bar" }, problem, submit, h("p", { class: "hint", text: t("review.after") })));
}

function counts(doc, draft, states) {
  const all = Object.values(states);
  const of = (state) => all.filter((each) => each === state).length;
  const { done, total } = progress(doc, draft.answers);
  const isListed = ({ question }) => question === null || (states[question] ?? "hidden") !== "hidden";
  const photos = new Map(draft.photos.filter(isListed).map((photo) => [photo.id, photo.size ?? 0]));
  const size = [...photos.values()].reduce((sum, each) => sum + each, 0);
  const unfiled = draft.photos.filter(({ question }) => question === null).length;
  const line = (key, n, more = {}) => (n ? h("li", { text: t(key, { n, ...more }) }) : null);
  return h("ul", { class: "counts" },
    h("li", {}, h("b", { text: t("report.done_of", { done, total }) }), " ", t("report.needed_done")),
    line("review.answered", of("answered")),
    line("review.not_applicable", of("not_applicable")),
    line("review.not_observed", of("not_observed")),
    line("review.photos", photos.size, { size: bytes(size) }),
    line("review.unfiled", unfiled));
}
