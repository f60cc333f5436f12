// The phone's store: drafts, sealed items, photos, receipts; nothing goes without a receipt.
//
// const store = await openStore({owner, visibleCodes, hooks})
//  ├─ drafts.js   drafts draftOf newDraft change saved flush leave; merge.js: one draft, two tabs
//  ├─ sealing.js  seal takeBack reopen nextRevision retakePhoto
//  ├─ outbox.js   items unsent item foreignCount receiptOf, and what sync/ keeps of replies
//  ├─ photos.js   addPhoto swapPhoto removePhoto filePhoto photo
//  ├─ meta.js     get set device setDevice assignments assignment returned questionnaire keep...
//  ├─ space.js    space purge makeRoom persist
//  ├─ log.js      noteEvent events
//  └─ database.js one transaction a call, opened again when it was closed under the app
//
// owner() setOwner() evicted() close(). Reads answer promises, saved() at once. Drafts are live
// objects: read them, change them by change() only. on("change", ({kind, id})), kind: draft,
// items, assignments, progress, evicted; other tabs' changes too. Errors have a code: full, gone,
// sealed, accepted, unknown (may have arrived), unsent, no_draft, no_item, no_copy, no_assignment.
import { realClock } from "./clock.js";
import { openDatabase } from "./database.js";
import { blankDraft, keepDrafts } from "./drafts.js";
import { createListeners } from "./listeners.js";
import { keepLog } from "./log.js";
import { keepMeta } from "./meta.js";
import { keepOutbox } from "./outbox.js";
import { keepPhotos } from "./photos.js";
import { keepSealing } from "./sealing.js";
import { keepSpace } from "./space.js";

export { StoreError, StoreFull, StoreGone } from "./errors.js";

const NAME = "plainclothes";

/**
 * Open the store of this browser for a person (or null). `visibleCodes(draft)` -> Set of codes
 * (or a promise of it) says which answers are sent; `hooks` {dropCaches, shrink} free room.
 */
export async function openStore({
  owner = null,
  idb = globalThis.indexedDB,
  clock = realClock,
  visibleCodes = (draft) => new Set(Object.keys(draft.answers)),
  hooks = {},
  channel = openChannel(),
  marker = localMarker(),
  storage = globalThis.navigator?.storage ?? null,
  reserve = 512 * 1024,
  device = (globalThis.navigator?.userAgent ?? "").slice(0, 200),
} = {}) {
  const { emit: tellAll, on, off } = createListeners();
  let person = owner;
  let lost = 0;
  const emit = (kind, id = null) => tellAll({ kind, id });

  const box = { clock, hooks, visibleCodes, emit, owner: () => person, blank: blankDraft };
  box.db = openDatabase({ idb, clock, onCreated: () => onCreated() });
  box.tell = (kind, id, data) => {
    emit(kind, id);
    channel?.postMessage({ kind, id, owner: person, data });
  };
  const log = keepLog(box);
  const meta = keepMeta(box);
  const drafts = keepDrafts(box);
  const outbox = keepOutbox(box);
  const photos = keepPhotos(box, drafts);
  const space = keepSpace(box, photos, { storage, reserve });
  const sealing = keepSealing(box, drafts);
  const { get, set, device: fact, setDevice, returned } = meta;
  Object.assign(box, { get, set, device: fact, setDevice, returned, deviceName: device });
  Object.assign(box, { note: log.noteEvent, drafts: drafts.drafts, mark });
  const { makeRoom, withRoom, persist } = space;
  Object.assign(box, { makeRoom, withRoom, persist });
  box.writeSafely = (stores, work) =>
    withRoom(() => box.db.run(stores, work, { write: true, strict: true }));
  box.assignmentOf = async (given, otherwise = null) =>
    given.id ? given : ((await meta.assignment(given)) ?? otherwise ?? { id: given });

  /** A new and empty database although there was work here: the browser threw it away. */
  function onCreated() {
    lost = Number(marker.get()) || 0;
    drafts.rewrite();
    if (lost > 0) emit("evicted");
  }

  /** Remember outside of the database how much unsent work is in it. */
  async function mark() {
    const counted = box.db.run(["sending", "drafts"], async (reach) => {
      const rows = (await reach.all("sending")).filter((row) => !row.verified_at);
      return rows.length + (await reach.keys("drafts")).length;
    });
    await counted.then((count) => marker.set(String(count))).catch(() => {});
  }

  if (channel) {
    channel.onmessage = async ({ data: { kind, id, owner: whose, data } }) => {
      if (whose !== person) return;
      if (kind === "draft") await drafts.refresh(id).catch(() => {});
      if (kind === "progress") outbox.heard(id, data);
      emit(kind, id);
    };
  }
  await meta.device("opened"); // opens the database, or says here that there is none
  space.keepReserve().catch(() => {});

  const { adopt, entryOf, forget, refresh, rewrite, write, ...ofDrafts } = drafts;
  return {
    ...log,
    ...meta,
    ...ofDrafts,
    ...outbox,
    ...photos,
    ...space,
    ...sealing,
    owner: () => person,

    /** From now on show and write the rows of this person; null shows nothing. */
    async setOwner(next) {
      await drafts.flush();
      person = next;
      emit("items");
      space.purge().catch(() => {});
    },

    /** How many drafts and items the browser threw away; told once, then 0. */
    evicted() {
      const count = lost;
      lost = 0;
      if (count > 0) mark();
      return count;
    },

    on,
    off,

    /** Write what is unwritten and let go of the database. */
    async close() {
      await drafts.flush();
      channel?.close();
      await box.db.close();
    },
  };
}

function openChannel() {
  return typeof BroadcastChannel === "function" ? new BroadcastChannel(NAME) : null;
}

function localMarker() {
  const tryTo = (fn) => {
    try {
      return fn(globalThis.localStorage);
    } catch {
      return null; // some browsers forbid it; then a loss is not noticed
    }
  };
  return {
    get: () => tryTo((storage) => storage.getItem(NAME)),
    set: (text) => tryTo((storage) => storage.setItem(NAME, text)),
  };
}
