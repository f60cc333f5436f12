// Review and send: what goes, what to confirm, what was left open; then it is sealed on this phone.
import { h, replace } from "../ui/dom.js";
import { bytes } from "../ui/formats.js";
import { t } from "../ui/words.js";
import { progress, validate, visibility } from "../logic/index.js";
import { photosSettled, photosStored } from "../photos/line.js";
import { notesFold } from "./notes.js";
import { button, fold } from "./parts.js";

const PATIENCE_MS = 8000;

/** The page before sending, as a node; `href(code)` is the address of a question. */
export function reviewPage({ app, doc, draft, pick, href }) {
  const states = visibility(doc, draft.answers);
  const { errors, warnings } = validate(doc, draft.answers, draft.photos.map(({ id }) => id));
  const fired = warnings.map(({ check }) => check);
  const setWarned = (choose) =>
    app.store.change(draft.id, (live) => { live.warned = choose(live.warned); });
  // confirmed for an answer that has changed since: to be asked again when it comes back
  if (draft.warned.some((check) => !fired.includes(check))) {
    setWarned((warned) => warned.filter((each) => fired.includes(each)));
  }
  const problem = h("p", { class: "error", role: "alert" });
  const submit = button("main wide", send, t("review.submit"));
  const boxes = warnings.map(warning);
  const link = ({ code, text }) => h("a", { href: href(code), ...pick.marks }, pick(text));

  function warning({ check, question, message }) {
    const box = h("input", { type: "checkbox", checked: draft.warned.includes(check) });
    box.addEventListener("change", () => setWarned((warned) =>
      warned.filter((each) => each !== check).concat(box.checked ? check : [])));
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
      await photosStored(); // one that came after the sealing would be lost
      const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
      await Promise.race([photosSettled(), patience]);
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
    const [{ question }] = errors;
    const to = href(question ?? doc.questions[0].code);
    return h("div", { class: "review pad stack" },
      h("p", { text: t("report.faults", { n: errors.length }) }),
      h("a", { class: "button main wide", href: to, text: t("review.go_back") }));
  }
  const open = doc.questions.filter(({ code }) => states[code] === "skipped");
  return h("div", { class: "review" },
    h("div", { class: "pad stack" },
      counts(doc, draft, states),
      boxes.length > 0 && [
        h("h2", { text: t("review.warnings") }),
        h("ul", { class: "stack" }, boxes.map(({ node }) => node)),
      ],
      open.length > 0 && fold(t("review.open", { n: open.length }), (node) =>
        node.append(h("ul", { class: "open" }, open.map((each) => h("li", {}, link(each)))))),
      notesFold(draft.notes, null),
      draft.notes.length > 0 && h("p", { class: "muted", text: t("review.notes") })),
    h("div", { class: "bar" },
      problem, submit, h("p", { class: "hint", text: t("review.after") })));
}

function counts(doc, draft, states) {
  const all = Object.values(states);
  const of = (state) => all.filter((each) => each === state).length;
  const { done, total } = progress(doc, draft.answers);
  const isUnfiled = ({ question }) => question === null;
  const isSent = (photo) => isUnfiled(photo) || (states[photo.question] ?? "hidden") !== "hidden";
  const photos = new Map(draft.photos.filter(isSent).map(({ id, size }) => [id, size]));
  // of those sent earlier, perhaps from another phone, no size may be known
  const size = [...photos.values()].reduce((sum, each) => sum + each, 0);
  const unfiled = draft.photos.filter(isUnfiled).length;
  const line = (key, n, more = {}) => n > 0 && h("li", { text: t(key, { n, ...more }) });
  return h("ul", { class: "counts" },
    h("li", {},
      h("b", { text: t("report.done_of", { done, total }) }), " ", t("report.needed_done")),
    line("review.answered", of("answered")),
    line("review.not_applicable", of("not_applicable")),
    line("review.not_observed", of("not_observed")),
    line(size ? "review.photos" : "review.photos_only", photos.size, { size: bytes(size || 0) }),
    line("review.unfiled", unfiled));
}
