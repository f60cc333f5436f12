// Check-in: where and when the work begins, by position or without, once; makes the draft.
import { h } from "../ui/dom.js";
import { hasReadBrief } from "../ui/work.js";
import { refreshWork } from "../ui/work_store.js";
import { coordinates, positionField } from "../pocket/position.js";
import { instead } from "../pocket/quiet.js";
import { note } from "../pocket/stopwatch.js";

const LITTLE_SPACE = 100e6;

/** The screen of an assignment that was accepted and whose brief was confirmed. */
export async function screen(app, id) {
  const { store, t, formats } = app;
  const title = t("in.title");
  const back = `#/visit/${id}`;
  const known = await store.draftOf(id);
  if (known?.check_in) return instead(`#/pocket/${id}`);
  const assignment = await store.assignment(id);
  const missing = await whatIsMissing(app, assignment);
  if (missing) {
    const [key, way, to] = missing;
    const node = h("div", { class: "pad stack check-in" },
      h("p", { text: t(key) }), h("a", { class: "button main wide", href: to, text: t(way) }));
    return { node, title, chrome: "page", back };
  }

  const { free } = await store.space();
  const place = positionField(app, assignment.location, {
    main: "main",
    found: (value) => { start.hidden = !value; },
  });
  const start = h("button", {
    type: "button", class: "button main wide", hidden: true, text: t("in.start"),
    on: { click: begin },
  });
  const without = h("button", {
    type: "button", class: "button quiet wide", text: t("in.without"), on: { click: begin },
  });
  const little = Number.isFinite(free) && free < LITTLE_SPACE;
  const node = h("div", { class: "pad stack check-in" },
    h("h2", { dir: "auto", text: assignment.location.name }),
    h("p", { text: t("in.why") }),
    little && h("p", { class: "notice needs", text: t("in.space", { free: formats.bytes(free) }) }),
    place.node, start, without);
  let begun = false;

  async function begin(event) {
    if (begun) return;
    begun = true;
    const where = event.currentTarget === start ? coordinates(place.value()) : {};
    try {
      await checkIn(app, assignment, where);
      instead(`#/pocket/${id}`);
    } catch (error) {
      begun = false;
      if (error.code !== "sealed") throw error;
      instead("#/outbox");
    }
  }
  return { node, title, chrome: "page", back };
}

async function checkIn(app, assignment, where) {
  const { store } = app;
  const { id } = await store.newDraft({ assignment: assignment.id });
  const at = new Date().toISOString();
  store.change(id, (draft) => {
    if (draft.check_in) return;
    draft.check_in = { at, ...where, told: false };
    note(draft, { kind: "check_in", at, ...where });
  });
  await store.flush();
  refreshWork(app).catch(() => {}); // tells the server now where there is signal, else later
}

/** Words of what must come first, and the way there; null when work may begin. */
async function whatIsMissing({ store }, assignment) {
  if (!assignment) return ["in.unknown", "in.visits", "#/visits"];
  if (!(await hasReadBrief(store, assignment))) {
    return ["in.brief", "in.brief_open", `#/visit/${assignment.id}`];
  }
  const form = await store.questionnaire(assignment.questionnaire.sha256);
  return form ? null : ["in.no_form", "in.visits", "#/visits"];
}
