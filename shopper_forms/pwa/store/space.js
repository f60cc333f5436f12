// Room on the phone: how much there is, what goes first when it ends, and a reserve for answers.
import { itemId } from "./drafts.js";
import { StoreFull } from "./errors.js";
import { purgeTime } from "./outbox.js";

const CHUNK = 65_536; // the most random bytes a browser hands out at once
const KEEP_ITEMS_MS = 60 * 86_400_000;
const RESERVE = "reserve";

/** The room of a store; `storage` is navigator.storage or null, `reserve` in bytes. */
export function keepSpace(box, photos, { storage, reserve }) {
  const { db, clock } = box;
  let releases = 0; // how often room was freed

  const hasReserve = async (reach) =>
    (await reach.keys("meta", "")).some(([, id]) => id === RESERVE);

  /** Random, because a row of zeros is packed to nothing. */
  async function keepReserve() {
    if (reserve === 0 || (await db.run(["meta"], hasReserve))) return;
    const bytes = new Uint8Array(reserve);
    for (let at = 0; at < reserve; at += CHUNK) {
      crypto.getRandomValues(bytes.subarray(at, at + CHUNK));
    }
    const row = { owner: "", id: RESERVE, value: bytes.buffer };
    await db.run(["meta"], (reach) => reach.put("meta", row), { write: true }).catch(() => {});
  }

  /** Photos of items whose every mention is verified; all of them, or those older than 7 days. */
  async function purge({ now = false } = {}) {
    const owner = box.owner();
    if (owner === null) return 0;
    const freed = await db.run(
      ["drafts", "outbox", "sending", "photos"],
      (reach) => purgeIn(reach, owner, now),
      { write: true },
    );
    if (freed > 0) {
      box.note("purged", { count: freed });
      box.tell("items", null);
      await keepReserve();
    }
    return freed;
  }

  async function purgeIn(reach, owner, now) {
    const states = await reach.all("sending", owner);
    const due = new Map();
    for (const { id, verified_at } of states) {
      if (verified_at && (now || purgeTime(verified_at) <= clock.now())) due.set(id, verified_at);
    }
    const items = await reach.all("outbox", owner);
    const going = new Set(items.filter(({ id }) => due.has(id)).flatMap((item) => item.photos));
    for (const item of items) if (!due.has(item.id)) item.photos.forEach((id) => going.delete(id));
    const sealed = new Set(items.map(({ id }) => id));
    for (const draft of await reach.all("drafts", owner)) {
      // put back by a page that went, although another tab had sealed it
      if (sealed.has(itemId(draft))) await reach.del("drafts", owner, draft.id);
      else draft.photos.forEach(({ id }) => going.delete(id));
    }
    const there = (await reach.keys("photos", owner)).filter(([, id]) => going.has(id));
    for (const [, id] of there) await reach.del("photos", owner, id);
    for (const [id, verified_at] of due) {
      if (Date.parse(verified_at) + KEEP_ITEMS_MS > clock.now()) continue;
      await reach.del("outbox", owner, id); // its receipt stays for good
      await reach.del("sending", owner, id);
    }
    return there.length;
  }

  /** Shrink further what was not sealed yet; `shrink(row)` -> {bytes, mime} or null. */
  async function shrinkDrafts(shrink) {
    let saved = 0;
    const all = await box.drafts();
    for (const { id } of all.flatMap((draft) => draft.photos)) {
      const row = await photos.photo(id);
      const smaller = row && (await shrink(row).catch(() => null));
      if (!smaller || smaller.bytes.byteLength >= row.size) continue;
      await photos.swapPhoto(id, smaller).catch(() => {});
      saved += row.size - smaller.bytes.byteLength;
    }
    return saved;
  }

  const giveReserve = () =>
    db.run(
      ["meta"],
      async (reach) => {
        const there = await hasReserve(reach);
        if (there) await reach.del("meta", "", RESERVE);
        return there;
      },
      { write: true },
    );

  return {
    keepReserve,
    purge,

    /** Do small work that must not fail for want of room: with the reserve, with a purge. */
    async withRoom(work) {
      const free = [giveReserve, () => purge({ now: true })];
      for (;;) {
        const before = releases;
        try {
          return await work();
        } catch (error) {
          if (!(error instanceof StoreFull)) throw error;
          let freed = false;
          while (!freed && free.length > 0) freed = await free.shift()();
          // somebody else may have freed some while we failed
          if (!freed && releases === before) throw error;
          if (freed) releases += 1;
        }
      }
    },

    /** `{usage, quota, free}` in bytes, null where the browser does not say. */
    async space() {
      const told = await storage?.estimate?.().catch(() => null);
      if (!told) return { usage: null, quota: null, free: null };
      return { usage: told.usage, quota: told.quota, free: told.quota - told.usage };
    },

    /** Free room in the agreed order; whether anything was freed. */
    async makeRoom() {
      if ((await purge({ now: true })) > 0) return true;
      if (await box.hooks.dropCaches?.()) return true;
      return box.hooks.shrink ? (await shrinkDrafts(box.hooks.shrink)) > 0 : false;
    },

    /** Ask the browser once not to throw our data away. */
    async persist() {
      if (await box.device("persist_asked")) return;
      await box.setDevice("persist_asked", true);
      await storage?.persist?.().catch(() => false);
    },
  };
}
