// Sealed items: how far each has come, and what the sender keeps of every reply.
import { iso } from "./clock.js";

const LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"; // no 0 O 1 I
const PURGE_AFTER_MS = 7 * 86_400_000;
const STALE_MS = 300_000; // a tab that was closed in mid-send says nothing any more

/** Four letters a person can read out, from a receipt's signature. */
export function referenceOf(signature) {
  const bits = parseInt(signature.slice(0, 5), 16);
  return [15, 10, 5, 0].map((shift) => LETTERS[(bits >> shift) & 31]).join("");
}

/** When the photos of an item may go, in ms; only after the confirming check. */
export const purgeTime = (verified_at) => Date.parse(verified_at) + PURGE_AFTER_MS;

/** The outbox of a store. */
export function keepOutbox(box) {
  const { db, clock } = box;
  const progress = new Map(); // item id -> what the sender is doing, in whichever tab
  const stores = ["outbox", "sending", "receipts", "photos", "meta"];

  async function views(ids) {
    const owner = box.owner();
    if (owner === null) return [];
    return db.run(stores, async (reach) => {
      const items = ids
        ? (await Promise.all(ids.map((id) => reach.get("outbox", owner, id)))).filter(Boolean)
        : await reach.all("outbox", owner);
      const [keys, states, receipts, kept, signIn] = await Promise.all([
        reach.keys("outbox", owner),
        reach.all("sending", owner),
        reach.all("receipts", owner),
        reach.keys("photos", owner),
        reach.get("meta", owner, "sign_in"),
      ]);
      const found = {
        states: new Map(states.map((row) => [row.id, row])),
        receipts: new Map(receipts.map((row) => [row.id, row])),
        kept: new Set(kept.map(([, id]) => id)),
        sealed: new Set(keys.map(([, id]) => id)),
        signIn: Boolean(signIn?.value),
      };
      return items.map((item) => viewOf(item, found)).sort(bySealing);
    });
  }

  function viewOf(item, { states, receipts, kept, sealed, signIn }) {
    const state = states.get(item.id) ?? {};
    const body = receipts.get(item.id)?.receipt ?? null;
    const refused = state.photo_refusals ?? {};
    // a photo that was refused is no matter of this revision any more when a later one is sealed
    const followed = body && sealed.has(`${item.visit}/${item.revision + 1}`);
    const acknowledged = (id) => receipts.has(`${item.visit}/${id}`) || !kept.has(id);
    const done = item.photos.filter(acknowledged);
    const doing = doingNow(item.id);
    const view = {
      item,
      photos_left: item.photos.filter((id) => !acknowledged(id) && !refused[id]),
      photos_done: done.length,
      photos_total: item.photos.length,
      bytes_done: total(done, item.sizes),
      bytes_total: total(item.photos, item.sizes),
      receipt: body,
      reference: body && referenceOf(body.signature),
      received_at: body?.received_at ?? null,
      verified_at: state.verified_at ?? null,
      purge_on: purgeOn(item, state, kept),
      missing: state.missing ?? [],
      refusal: state.refusal ?? null,
      photo_refusals: Object.entries(followed ? {} : refused).map(([photo, refusal]) => ({
        photo,
        question: questionOf(item, photo),
        ...refusal,
      })),
      parked: state.parked ?? null,
      attempted: Boolean(state.attempted),
      phase: null,
      next_at: doing.next_at ?? null,
      tries: doing.tries ?? 0,
      why: doing.why ?? null,
    };
    view.state = stateOf(view, signIn, doing.phase);
    if (view.state === "sending") view.phase = doing.phase;
    return view;
  }

  function doingNow(id) {
    const doing = progress.get(id);
    return doing && Math.abs(clock.now() - doing.at) < STALE_MS ? doing : {};
  }

  /** Change an item's sending row in one strict transaction; `work(state, reach)`. */
  async function mark(of, work) {
    const { id, owner } = of.id ? of : { id: of, owner: box.owner() };
    const done = await box.writeSafely(["sending", "receipts", "outbox"], async (reach) => {
      if (!(await reach.get("outbox", owner, id))) return false; // reopened meanwhile
      const state = (await reach.get("sending", owner, id)) ?? { owner, id };
      await work(state, reach);
      await reach.put("sending", state);
      return true;
    });
    box.tell("items", id);
    return done;
  }

  return {
    /** All sealed items with their states, oldest first. */
    items: () => views(),

    /** Those that are not verified yet, as the sender needs them. */
    async unsent() {
      const owner = box.owner();
      if (owner === null) return [];
      const rows = await db.run(["sending"], (reach) => reach.all("sending", owner));
      return views(rows.filter((row) => !row.verified_at).map((row) => row.id));
    },

    /** One item's view, or null. */
    item: async (id) => (await views([id]))[0] ?? null,

    /** How much of other accounts waits on this phone. */
    async foreignCount() {
      const owner = box.owner();
      return db.run(["sending", "drafts"], async (reach) => {
        const rows = (await reach.all("sending")).filter((row) => !row.verified_at);
        const keys = await reach.keys("drafts");
        const owners = [...rows.map((row) => row.owner), ...keys.map(([each]) => each)];
        return owners.filter((each) => each !== owner).length;
      });
    },

    /** The receipt kept under "<visit>/<revision>" or "<visit>/<photo id>", or null. */
    async receiptOf(id) {
      const owner = box.owner();
      const row = await db.run(["receipts"], (reach) => reach.get("receipts", owner, id));
      return row?.receipt ?? null;
    },

    /** What the sender does just now: `{phase, tries, next_at, why}`; in memory and in all tabs. */
    progress(id, doing) {
      progress.set(id, { ...doing, at: clock.now() });
      box.tell("progress", id, progress.get(id));
    },
    heard: (id, doing) => progress.set(id, doing),

    /** Say on disk that a body is about to leave: from now on it may have been accepted. */
    keepAttempt: (item) => mark(item, async (state) => void (state.attempted = true)),

    /** Keep the receipt of an item's body, or of one of its photos. */
    keepReceipt: (item, receipt, photo = null) =>
      mark(item, async (state, reach) => {
        const { id, visit, owner } = item;
        const key = photo ? `${visit}/${photo}` : id;
        await reach.put("receipts", { owner, id: key, receipt, at: iso(clock.now()) });
        if (photo) delete state.photo_refusals?.[photo];
        else state.refusal = null;
      }),

    /** Keep the server's refusal; nothing is sent again until somebody asks for it. */
    keepRefusal: (item, { status, code, detail, errors }, photo = null) =>
      mark(item, async (state) => {
        const refusal = { status, code, detail, errors, at: iso(clock.now()) };
        if (photo) state.photo_refusals = { ...state.photo_refusals, [photo]: refusal };
        else Object.assign(state, { refusal, attempted: false });
      }),

    /**
     * Keep the outcome of the confirming check. `lost`: ids of photos that the server does not
     * have: their receipts go, so that they are sent again.
     */
    keepCheck: (item, { complete, missing = [], lost = [] }) =>
      mark(item, async (state, reach) => {
        const { visit, owner } = item;
        state.missing = missing;
        if (complete) state.verified_at = iso(clock.now());
        for (const each of lost) await reach.del("receipts", owner, `${visit}/${each}`);
      }).then(() => box.mark()),

    /** Keep the receipt of a body that was handed to support. */
    keepParked: (id, receipt) => mark(id, async (state) => void (state.parked = receipt)),

    /** Let a refused item be tried once more. */
    clearRefusals: (id) =>
      mark(id, async (state) => void Object.assign(state, { refusal: null, photo_refusals: {} })),

    /** Whether the sender waits for somebody to sign in. */
    async setSignIn(needed) {
      if (Boolean(await box.get("sign_in")) === needed) return;
      await box.set("sign_in", needed);
      box.tell("items", null);
    },
  };
}

function stateOf(view, signIn, phase) {
  const refused = view.refusal || view.photo_refusals.length > 0;
  const left = view.photos_left.length > 0 || !view.receipt;
  if (view.verified_at) return "verified";
  if (view.refusal || (refused && !left)) return "attention";
  if (signIn) return "sign_in";
  if (phase) return "sending";
  return left ? "waiting" : "acknowledged";
}

const total = (ids, sizes) => ids.reduce((sum, id) => sum + (sizes[id] ?? 0), 0);
const bySealing = (a, b) => Date.parse(a.item.sealed_at) - Date.parse(b.item.sealed_at);
const questionOf = (item, photo) =>
  item.draft.photos.find((each) => each.id === photo)?.question ?? null;
const purgeOn = (item, { verified_at }, kept) =>
  verified_at && item.photos.some((id) => kept.has(id)) ? iso(purgeTime(verified_at)) : null;
