// Reads what the phone has kept of a shopper's work, and brings it up to date.
import { realClock } from "../store/clock.js";
import { pull } from "../sync/pull.js";
import { hasReadBrief, sorted, standing } from "./work.js";

/** What the list shows: {mine, returned, open, fetchedAt, foreign}, all from the phone. */
export async function readWork({ store, person }) {
  const [assignments, drafts, views, returned, fetchedAt, foreign] = await Promise.all([
    store.assignments(), store.drafts(), store.items(), store.returned(),
    store.assignmentsFetchedAt(), store.foreignCount(),
  ]);
  const back = new Set(returned.map((visit) => visit.assignment));
  const rows = sorted(assignments, person.id);
  const mine = (await Promise.all(rows.mine
    .filter(({ id }) => !back.has(id) && !hasArrived(views, id))
    .map(async (assignment) => {
      const row = await rowOf(store, assignment, drafts, views);
      return { assignment, standing: row.standing };
    }))).sort((a, b) => isBegun(b) - isBegun(a));
  const names = new Map(assignments.map(({ id, location }) => [id, location.name]));
  return {
    mine, open: rows.open, fetchedAt, foreign,
    returned: returned.map((visit) => questionOf(visit, names)),
  };
}

/** Where one assignment stands on this phone: {draft, view, read, standing}. */
export async function readStanding(store, assignment) {
  const [drafts, views] = await Promise.all([store.drafts(), store.items()]);
  return rowOf(store, assignment, drafts, views);
}

/** Fetches lists and questionnaires; answers "ok", "retry", "sign_in" or "refused". */
export async function refreshWork({ api, store, session }) {
  const { kind } = await pull({ api, store, clock: realClock });
  if (kind === "sign_in") session.expired();
  return kind;
}

async function rowOf(store, assignment, drafts, views) {
  const draft = drafts.find((row) => row.assignment === assignment.id) ?? null;
  const view = views.findLast((row) => row.item.assignment === assignment.id) ?? null;
  const read = await hasReadBrief(store, assignment);
  const { ring, key, at } = standing({ assignment, draft, view, read });
  return { assignment, draft, view, read, standing: { ring, key, at } };
}

/** What is under way comes first: who opens the list in the shop wants to go on with it. */
const isBegun = ({ standing: { key } }) => key === "state.started" || key === "state.in_progress";

function hasArrived(views, assignment) {
  const last = views.findLast((row) => row.item.assignment === assignment);
  return last?.state === "verified";
}

function questionOf(visit, names) {
  const first = Object.entries(visit.notes ?? {})[0] ?? [];
  const photo = visit.photos?.find(({ question, state }) => question === first[0] && state !== "missing");
  return {
    id: visit.id,
    assignment: visit.assignment,
    place: names.get(visit.assignment) ?? visit.location,
    missing: visit.state === "incomplete",
    first,
    photo: photo?.id ?? null,
  };
}
