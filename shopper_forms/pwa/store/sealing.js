// From a draft to what is sent, and back: the body's exact bytes, further revisions.
import { iso } from "./clock.js";
import { itemId } from "./drafts.js";
import { StoreError } from "./errors.js";

const EVENT_KEYS = ["kind", "at", "elapsed_ms", "latitude", "longitude", "accuracy_m"];
const MOST_EVENTS = 2_000;
const TRIES = 5;

/** SHA-256 of bytes or of a text's UTF-8 bytes, as hexadecimal digits. */
export async function sha256(data) {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The photos that a body lists, each once: those of visible questions, and unfiled ones. */
export function listedPhotos(draft, visible) {
  const named = Object.entries(draft.answers).flatMap(([question, { photos = [] }]) =>
    photos.map((id) => ({ id, question })),
  );
  const listed = new Map();
  for (const photo of [...draft.photos, ...named]) {
    const key = `${photo.id} ${photo.question}`;
    const isSent = photo.question === null || visible.has(photo.question);
    if (isSent && !listed.has(key)) listed.set(key, photo);
  }
  return [...listed.values()];
}

/** The body of a visit as text, with the keys that the server takes and no others. */
export function bodyOf(draft, { outcome, sealed_at, device, visible }) {
  const answers = Object.entries(draft.answers).filter(([code]) => visible.has(code));
  const { code, version, sha256: digest } = draft.questionnaire;
  const body = {
    assignment: draft.assignment,
    revision: draft.revision,
    outcome,
    questionnaire: { code, version, sha256: digest },
    answers: Object.fromEntries(answers),
    photos: listedPhotos(draft, visible).map(({ id, question, taken_at }) => ({
      id,
      question,
      taken_at: taken_at ?? null,
    })),
    events: eventsOf(draft),
    started_at: draft.started_at,
    sealed_at,
    time_zone: draft.time_zone,
    device,
  };
  if (draft.outcome_note?.trim()) body.outcome_note = draft.outcome_note.trim();
  return JSON.stringify(body, writable);
}

function eventsOf({ events, check_in }) {
  const told = check_in && !events.some((event) => event.kind === "check_in");
  const all = told ? [{ ...check_in, kind: "check_in" }, ...events] : events;
  return all.slice(-MOST_EVENTS).map((event) => {
    const known = EVENT_KEYS.filter((key) => event[key] !== undefined && event[key] !== null);
    return Object.fromEntries(known.map((key) => [key, event[key]]));
  });
}

// half a character, or a NUL, cannot be stored anywhere; the server would refuse the whole body
const writable = (key, value) =>
  typeof value === "string" ? value.replace(/[\0\p{Surrogate}]/gu, "\uFFFD") : value;

/** Sealing, reopening, revising and mending for a store. */
export function keepSealing(box, drafts) {
  const { db, clock } = box;
  const inAll = ["drafts", "outbox", "sending", "receipts", "photos"];

  async function sealOnce(id, outcome) {
    const entry = await drafts.entryOf(id);
    const { seq, rev } = entry;
    if (seq > entry.written) return null;
    const draft = structuredClone(entry.draft);
    const visible = await box.visibleCodes(draft);
    const sealed_at = iso(clock.now());
    const body = bodyOf(draft, { outcome, sealed_at, device: box.deviceName, visible });
    const listed = listedPhotos(draft, visible);
    const item = {
      id: itemId(draft),
      owner: draft.owner,
      visit: draft.id,
      revision: draft.revision,
      assignment: draft.assignment,
      title: draft.title,
      body,
      sha256: await sha256(body),
      photos: [...new Set(listed.map((photo) => photo.id))],
      sizes: Object.fromEntries(listed.map((photo) => [photo.id, photo.size ?? 0])),
      sealed_at,
      draft,
    };
    const swap = async (reach) => {
      const there = await reach.get("outbox", draft.owner, item.id);
      const row = await reach.get("drafts", draft.owner, id);
      // what was made is what is there now, in memory and on disk, or it is made again
      if (!there && (entry.seq !== seq || row?.rev !== rev)) return null;
      if (row?.revision === draft.revision) await reach.del("drafts", draft.owner, id);
      if (there) return there; // a commit whose answer was lost, or another tab
      await reach.put("outbox", item);
      await reach.put("sending", { owner: draft.owner, id: item.id });
      return item;
    };
    const sealed = await box.writeSafely(inAll, swap);
    if (sealed) drafts.forget(id, draft.owner);
    return sealed;
  }

  /** Put a draft of a visit that has none, together with `work(reach)`. */
  async function putDraft(draft, work = async () => {}) {
    await drafts.flush();
    let isNew = false;
    const swap = async (reach) => {
      isNew = false;
      const there = await reach.get("drafts", draft.owner, draft.id);
      const isOver = there && (await reach.get("outbox", draft.owner, itemId(there)));
      if (there && !isOver) return there; // never over somebody's work
      await work(reach);
      const made = { ...draft, saved_at: iso(clock.now()), rev: 1 };
      await reach.put("drafts", made);
      isNew = true;
      return made;
    };
    const row = await box.writeSafely(inAll, swap);
    // what is there already may have changes in memory that could not be written
    if (isNew) drafts.forget(draft.id, draft.owner);
    box.mark();
    box.tell("draft", draft.id);
    box.tell("items", itemId(draft));
    return drafts.adopt(row).draft;
  }

  async function itemAnd(id) {
    const owner = box.owner();
    return db.run(["outbox", "sending", "receipts"], async (reach) => {
      const item = await reach.get("outbox", owner, id);
      if (!item) throw new StoreError("no_item");
      const state = await reach.get("sending", owner, id);
      return { item, state, receipt: await reach.get("receipts", owner, id) };
    });
  }

  /** The sealed work of a visit becomes the draft of the same revision again. */
  async function unseal(item, mend = (draft) => draft) {
    return putDraft(mend(structuredClone(item.draft)), async (reach) => {
      // a body on its way, or accepted, has to stay what it is
      const receipt = await reach.get("receipts", item.owner, item.id);
      const state = await reach.get("sending", item.owner, item.id);
      if (receipt) throw new StoreError("accepted");
      if (state?.attempted) throw new StoreError("unknown");
      await reach.del("outbox", item.owner, item.id);
      await reach.del("sending", item.owner, item.id);
    });
  }

  return {
    /** Seal a draft as `{outcome}`; the item. One transaction: the item in, the draft out. */
    async seal(id, { outcome }) {
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        if (!(await drafts.flush()) && drafts.saved(id).dirty) continue;
        const item = await sealOnce(id, outcome);
        if (!item) continue;
        box.mark();
        box.note("sealed", { item: item.id });
        box.tell("items", item.id);
        return item;
      }
      throw new StoreError(drafts.saved(id).failed ?? "changing");
    },

    /** Make a draft again of an item that has not left yet. */
    takeBack: async (id) => unseal((await itemAnd(id)).item),

    /** Make a draft again of an item whose body was refused: same visit, same revision. */
    async reopen(id) {
      const { item, state } = await itemAnd(id);
      if (!state?.refusal) throw new StoreError("not_refused");
      return unseal(item);
    },

    /** The next revision of a returned or incomplete visit, with the answers it had. */
    async nextRevision(visit, api) {
      const owner = box.owner();
      const returned = (await box.returned()).find((each) => each.id === visit);
      const item = await newestItem(owner, visit);
      if (item && !(returned?.revision > item.revision)) {
        if (!(await itemAnd(item.id)).receipt) throw new StoreError("unsent");
        return putDraft(following(item.draft, returned?.notes));
      }
      const asked = returned ?? (await api?.get(`/visits/${visit}`))?.json;
      if (!asked) throw new StoreError("no_copy");
      return putDraft(await fromServer(asked, owner, box));
    },

    /** A refused photo goes, so that another can be taken; the draft to take it in. */
    async retakePhoto(id, photo) {
      const { item, receipt } = await itemAnd(id);
      const without = (draft) => withoutPhoto(draft, photo);
      return receipt
        ? putDraft(without(following(item.draft)))
        : unseal(item, without);
    },
  };

  async function newestItem(owner, visit) {
    const items = await db.run(["outbox"], (reach) => reach.all("outbox", owner));
    const own = items.filter((item) => item.visit === visit);
    return own.sort((a, b) => b.revision - a.revision)[0];
  }
}

const following = (draft, notes) => ({
  ...structuredClone(draft),
  revision: draft.revision + 1,
  reviewer_notes: notes ?? null,
  warned: [],
});

function withoutPhoto(draft, photo) {
  draft.photos = draft.photos.filter((each) => each.id !== photo);
  for (const answer of Object.values(draft.answers)) {
    if (answer.photos) answer.photos = answer.photos.filter((each) => each !== photo);
  }
  return draft;
}

async function fromServer(visit, owner, box) {
  const assignment = await box.assignmentOf(visit.assignment, { id: visit.assignment });
  return {
    ...box.blank({ ...assignment, questionnaire: visit.questionnaire }, visit.started_at),
    id: visit.id,
    owner,
    revision: visit.revision + 1,
    title: assignment.location?.name ?? visit.location,
    answers: visit.answers,
    photos: visit.photos.map(({ id, question }) => ({ id, question, taken_at: null })),
    reviewer_notes: visit.notes ?? null,
  };
}
