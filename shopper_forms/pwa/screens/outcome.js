// Cannot go on: closed, refused, recognised or unsafe, with what each needs as evidence.
import { h, replace } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { parseDocument, validate } from "../logic/index.js";
import { isEnough, OUTCOMES, stillNeeded } from "../pocket/outcomes.js";
import { pictureRow, takePictures } from "../pocket/pictures.js";
import { coordinates, positionField } from "../pocket/position.js";
import { darken, instead } from "../pocket/quiet.js";
import { note } from "../pocket/stopwatch.js";
import { photosStored } from "../photos/line.js";

/** The screen of an assignment; also before check-in, for a door that is closed. */
export async function screen(app, id) {
  const { store, t } = app;
  const frame = { title: t("outcome.title"), chrome: "page", back: `#/pocket/${id}` };
  let draft = await store.draftOf(id);
  if (!draft) {
    if ((await store.items()).some(({ item }) => item.assignment === id)) return instead("#/outbox");
    frame.back = `#/visit/${id}`;
  }
  const assignment = await store.assignment(id);
  if (!draft && !assignment) {
    return { ...frame, node: h("p", { class: "pad", text: t("in.unknown") }) };
  }
  const rest = h("div", { class: "stack" });
  const choices = OUTCOMES.map((outcome) => h("label", { class: "choice" },
    h("input", {
      type: "radio", name: "outcome", value: outcome, checked: draft?.outcome === outcome,
      on: { change: () => choose(outcome) },
    }),
    h("span", {}, h("b", { text: t(`outcome.${outcome}`) }), h("br"),
      h("span", { class: "muted", text: t(`outcome.${outcome}_needs`) }))));
  const node = h("div", { class: "pad stack outcome" },
    h("fieldset", {}, h("legend", { class: "label", text: t("outcome.which") }), choices),
    rest);
  let leaveRest = () => {};

  async function choose(outcome) {
    draft ??= await store.newDraft({ assignment: id });
    store.change(draft.id, (live) => { live.outcome = outcome; });
    drawRest();
  }

  function drawRest() {
    leaveRest();
    const form = evidence(app, draft, assignment);
    leaveRest = form.leave;
    replace(rest, form.nodes);
  }

  if (draft?.outcome) drawRest();
  const light = darken();
  return {
    ...frame,
    node,
    leave() {
      leaveRest();
      light();
    },
  };
}

function evidence(app, draft, assignment) {
  const { store, t } = app;
  const { outcome } = draft;
  let asked = false;
  const told = h("p", { class: "muted", role: "status", id: "outcome-told" });
  const field = h("textarea", {
    id: "outcome-note", rows: "4", maxlength: "4000", value: draft.outcome_note ?? "",
    "aria-describedby": "outcome-told",
  });
  field.addEventListener("input", () => {
    store.change(draft.id, (live) => { live.outcome_note = field.value; });
    draw();
  });
  const pictures = pictureRow(app, draft);
  const camera = h("button", { type: "button", class: "button wide", on: { click: shoot } },
    icon("camera"), t("outcome.photo"));
  const place = positionField(app, assignment?.location ?? null);
  const written = h("div", { class: "field" },
    h("label", { for: "outcome-note", text: t(`outcome.note.${outcome}`) }), field, told);
  const problem = h("div", { role: "alert" });
  const send = h("button", { type: "button", class: "button main wide", text: t("outcome.send") });
  send.addEventListener("click", () => {
    asked = true;
    if (isEnough(draft)) return finish();
    draw();
    field.focus();
  });

  async function shoot() {
    await takePictures(app, draft);
    draw();
  }

  async function finish() {
    const faulty = await firstFault(app, draft);
    if (faulty) {
      const href = `#/report/${draft.assignment}/${encodeURIComponent(faulty)}`;
      replace(problem, h("p", { class: "error", text: t("outcome.answers") }),
        h("a", { class: "button wide", href, text: t("outcome.answers_open") }));
      return;
    }
    const at = new Date().toISOString();
    store.change(draft.id, (live) => {
      note(live, { kind: `outcome:${outcome}`, at, ...coordinates(place.value()) });
    });
    await photosStored(); // one that came after the sealing would be lost
    await store.seal(draft.id, { outcome });
    app.sync.poke("sealed");
    instead("#/outbox");
  }

  function draw() {
    pictures.draw();
    const n = stillNeeded(draft);
    const key = outcome === "closed" && n ? "outcome.photo_or" : "outcome.short";
    const words = n ? t(key, { n }) : "";
    if (told.textContent !== words) told.textContent = words;
    written.hidden = outcome === "closed" && !n && !field.value;
    told.className = n && asked ? "error" : "muted";
    field.setAttribute("aria-invalid", Boolean(n && asked));
  }

  draw();
  store.on("change", draw);
  const nodes = [
    outcome === "closed" && camera,
    pictures.node,
    written,
    place.node,
    problem,
    h("p", { class: "muted", text: t("outcome.after") }),
    send,
  ];
  return {
    nodes,
    leave() {
      store.off("change", draw);
      pictures.leave();
    },
  };
}

/** The question whose given answer the server would refuse even so, or null. */
async function firstFault({ store }, draft) {
  const doc = parseDocument((await store.questionnaire(draft.questionnaire.sha256)) ?? "");
  if (!doc) return null;
  const photos = draft.photos.map(({ id }) => id);
  const { errors } = validate(doc, draft.answers, photos, { outcome: draft.outcome });
  return errors.length ? (errors[0].question ?? doc.questions[0].code) : null;
}
