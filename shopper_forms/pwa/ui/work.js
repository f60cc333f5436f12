// What the lists show of a shopper's work: which visits stand where, and how far each one is.

const MINE = new Set(["offered", "accepted", "in_progress"]);
const ARRIVED = new Set(["acknowledged", "verified"]);
const BY_DEADLINE = (a, b) => (a.window_end_utc < b.window_end_utc ? -1 : 1);

/** Rows of the lists: {mine: offered first to last by deadline, open}; arrived work is elsewhere. */
export function sorted(assignments, person) {
  const own = assignments.filter((row) => row.shopper === person && MINE.has(row.state));
  const open = assignments.filter((row) => row.state === "open");
  return { mine: own.sort(BY_DEADLINE), open: open.sort(BY_DEADLINE) };
}

/** How far a visit is: {ring: 0 to 4 | "check", key of words, at: when it was saved}. */
export function standing({ assignment, draft, view, read }) {
  if (view && !draft) {
    if (ARRIVED.has(view.state)) return { ring: "check", key: "state.received" };
    return { ring: 4, key: "state.waiting" };
  }
  if (draft && hasWork(draft)) return { ring: 3, key: "state.started", at: draft.saved_at };
  if (assignment.state === "in_progress" || draft?.check_in) {
    return { ring: 3, key: "state.in_progress" };
  }
  if (assignment.state === "accepted") {
    return read ? { ring: 2, key: "state.ready" } : { ring: 1, key: "state.accepted" };
  }
  return { ring: 0, key: `state.${assignment.state}` };
}

/** True when this very brief was confirmed on this phone. */
export function hasReadBrief(store, assignment) {
  return store.get(briefKey(assignment)).then((kept) => kept?.sha256 === assignment.brief_sha256);
}

/** Keeps that this brief was read, and in the draft if there is one. */
export async function keepBriefRead(store, assignment) {
  const at = new Date().toISOString();
  await store.set(briefKey(assignment), { sha256: assignment.brief_sha256, at });
  const draft = await store.draftOf(assignment.id);
  if (draft && !draft.brief_read_at) await store.change(draft.id, (row) => { row.brief_read_at = at; });
}

/** Sums of earnings by state and currency: [{state, lines, sums: [{amount, currency}]}]. */
export function byState(lines, order) {
  const states = [...new Set(lines.map((line) => line.state))];
  states.sort((a, b) => rank(order, a) - rank(order, b));
  return states.map((state) => {
    const own = lines.filter((line) => line.state === state);
    return { state, lines: own, sums: sums(own) };
  });
}

function sums(lines) {
  const totals = new Map();
  for (const { amount: { amount, currency } } of lines) {
    totals.set(currency, (totals.get(currency) ?? 0) + amount);
  }
  return [...totals].map(([currency, amount]) => ({ amount, currency }));
}

function rank(order, state) {
  const place = order.indexOf(state);
  return place < 0 ? order.length : place;
}

function hasWork(draft) {
  const filled = [Object.keys(draft.answers ?? {}), draft.photos ?? [], draft.notes ?? [], draft.watches ?? []];
  return filled.some((part) => part.length > 0);
}

function briefKey({ id }) {
  return `brief ${id}`;
}
