// Drafts: in memory at once, on disk soon, never an older state over a newer one.
import { iso } from "./clock.js";
import { StoreError } from "./errors.js";
import { mergeDrafts } from "./merge.js";

const DEBOUNCE_MS = 300;
const AGAIN_MS = 2_000;

/** The id of a sealed item: of a visit and its revision. */
export const itemId = ({ id, visit, revision }) => `${visit ?? id}/${revision}`;

/**
 * The drafts of a store. An entry holds the live draft, what is on disk (`base`, with the row's
 * counter `rev`) and how many changes were made (`seq`) and written (`written`).
 */
export function keepDrafts(box) {
  const { db, clock } = box;
  const entries = new Map();
  const keyOf = (id, owner = box.owner()) => `${owner} ${id}`;
  const dirty = (entry) => entry.seq > entry.written;

  function adopt(row) {
    const { rev, ...draft } = row;
    const key = keyOf(draft.id, draft.owner);
    const entry = entries.get(key);
    if (!entry || (entry.draft.revision !== draft.revision && !dirty(entry))) {
      const made = { draft, base: structuredClone(draft), rev, seq: 0, written: 0, waiting: [] };
      entries.set(key, { ...made, at: draft.saved_at, failed: null, cancel: null, turn: null });
    } else if (entry.rev !== rev && entry.draft.revision === draft.revision) {
      merge(entry, draft, rev);
    }
    return entries.get(key);
  }

  /** Screens hold the live draft, so it is changed in place. */
  function merge(entry, theirs, rev) {
    const merged = mergeDrafts(entry.base, entry.draft, structuredClone(theirs));
    for (const key of Object.keys(entry.draft)) delete entry.draft[key];
    Object.assign(entry.draft, merged);
    Object.assign(entry, { base: theirs, rev });
  }

  async function writeOnce(entry, extra) {
    const { id, owner, revision } = entry.draft;
    let put;
    let seq;
    await db.run(
      ["drafts", "outbox", "photos"],
      async (reach) => {
        const row = await reach.get("drafts", owner, id);
        const sealed = row ? row.revision !== revision : await isSealed(reach, entry);
        if (sealed) throw new StoreError("sealed");
        if (row && row.rev !== entry.rev) {
          const { rev, ...theirs } = row;
          merge(entry, theirs, rev);
        }
        await extra?.(reach);
        seq = entry.seq;
        put = structuredClone(entry.draft);
        put.saved_at = iso(clock.now());
        await reach.put("drafts", { ...put, rev: (row?.rev ?? entry.rev) + 1 });
      },
      { write: true, strict: true },
    );
    const at = put.saved_at;
    Object.assign(entry, { base: put, rev: entry.rev + 1, written: seq, at, failed: null });
    entry.draft.saved_at = at;
    settle(entry, at);
    box.tell("draft", id);
    return true;
  }

  /** Without what a page that went put back although another tab had sealed it. */
  const rowsOf = (owner) => async (reach) => {
    const sealed = new Set((await reach.keys("outbox", owner)).map(([, id]) => id));
    return (await reach.all("drafts", owner)).filter((row) => !sealed.has(itemId(row)));
  };

  const isSealed = async (reach, { draft }) =>
    Boolean(await reach.get("outbox", draft.owner, itemId(draft)));

  function settle(entry, at) {
    entry.waiting = entry.waiting.filter(({ seq, resolve }) => {
      if (seq > entry.written) return true;
      resolve(at);
      return false;
    });
  }

  /** One write of an entry after the other; `extra(reach)` joins the same transaction. */
  function write(entry, extra) {
    entry.cancel?.();
    entry.cancel = null;
    const last = entry.turn ?? Promise.resolve();
    const turn = last.then(() => writeWithRoom(entry, extra));
    entry.turn = turn.catch(() => {});
    return turn;
  }

  async function writeWithRoom(entry, extra) {
    const work = () => writeOnce(entry, extra);
    try {
      // a photo has to find its own room; answers may use the reserve
      return await (extra ? work() : box.withRoom(work));
    } catch (error) {
      if (extra) throw error;
      entry.failed = error.code ?? "error";
      if (error.code === "sealed") {
        entries.delete(keyOf(entry.draft.id, entry.draft.owner));
        entry.written = Infinity;
        settle(entry, null);
      } else schedule(entry, AGAIN_MS);
      box.emit("draft", entry.draft.id);
      return false;
    }
  }

  function schedule(entry, ms = DEBOUNCE_MS) {
    entry.cancel ??= clock.after(ms, () => {
      entry.cancel = null;
      if (dirty(entry)) write(entry);
    });
  }

  async function entryOf(id) {
    const known = entries.get(keyOf(id));
    if (known) return known;
    const row = await db.run(["drafts"], (reach) => reach.get("drafts", box.owner(), id));
    if (!row) throw new StoreError("no_draft");
    return adopt(row);
  }

  function changeNow(entry, mutate) {
    mutate(entry.draft);
    entry.seq += 1;
    const saved = new Promise((resolve) => entry.waiting.push({ seq: entry.seq, resolve }));
    schedule(entry);
    box.emit("draft", entry.draft.id);
    return saved;
  }

  async function drafts() {
    const owner = box.owner();
    if (owner === null) return [];
    const rows = await db.run(["drafts", "outbox"], rowsOf(owner)).catch((error) => {
      if (entries.size === 0) throw error;
      return null; // what is in memory is all there is just now
    });
    rows?.forEach(adopt);
    const there = new Set(rows?.map((row) => row.id));
    for (const [key, entry] of rows ? entries : []) {
      const { draft } = entry;
      const isGone = draft.owner === owner && !there.has(draft.id);
      if (isGone && !dirty(entry)) entries.delete(key); // sealed in another tab
    }
    return [...entries.values()]
      .map((entry) => entry.draft)
      .filter((draft) => draft.owner === owner)
      .sort((a, b) => Date.parse(a.started_at) - Date.parse(b.started_at));
  }

  return {
    drafts,
    entryOf,
    write,
    adopt,

    /** The draft of an assignment, or null. */
    async draftOf(assignment) {
      return (await drafts()).find((draft) => draft.assignment === assignment) ?? null;
    },

    /** Begin a draft; the one that is there already for this assignment, if there is one. */
    async newDraft({ assignment, visit = crypto.randomUUID(), ...given }) {
      const owner = box.owner();
      if (owner === null) throw new StoreError("no_owner");
      const whole = await box.assignmentOf(assignment);
      if (!(given.questionnaire ?? whole.questionnaire)) throw new StoreError("no_assignment");
      const now = iso(clock.now());
      const draft = { ...blankDraft(whole, now), ...given, id: visit, owner };
      const make = async (reach) => {
        const rows = await rowsOf(owner)(reach);
        const old = rows.find((each) => each.assignment === draft.assignment);
        if (old) return old;
        const items = await reach.all("outbox", owner);
        const done = items.find((item) => item.assignment === draft.assignment);
        if (done && draft.revision === 0) throw new StoreError("sealed");
        await reach.put("drafts", { ...draft, rev: 1 });
        return { ...draft, rev: 1 };
      };
      const row = await box.writeSafely(["drafts", "outbox"], make);
      box.mark();
      box.persist().catch(() => {});
      box.tell("draft", row.id);
      return adopt(row).draft;
    },

    /**
     * Change a draft: `mutate(draft)` in memory at once. Resolves with the time when it is on
     * disk, however long that takes, or null when the draft was sealed before.
     */
    async change(id, mutate) {
      const known = entries.get(keyOf(id));
      if (known) return changeNow(known, mutate);
      const loaded = await entryOf(id).catch((error) => {
        if (error.code !== "no_draft") throw error;
        box.note("late_change");
      });
      return loaded ? changeNow(loaded, mutate) : null;
    },

    /** How a draft stands: `{at, dirty, failed}`; failed is null, "full", "gone" or "error". */
    saved(id) {
      const entry = entries.get(keyOf(id));
      if (!entry) return { at: null, dirty: false, failed: null };
      return { at: entry.at, dirty: dirty(entry), failed: entry.failed };
    },

    /** Write everything that is not on disk yet, now; whether all of it is. */
    async flush() {
      const unwritten = [...entries.values()].filter(dirty);
      await Promise.all(unwritten.map((entry) => write(entry)));
      return !unwritten.some(dirty);
    },

    /** The page goes now: what is unwritten is put on disk without waiting for any answer. */
    leave() {
      for (const { draft, rev } of [...entries.values()].filter(dirty)) {
        const saved_at = iso(clock.now());
        db.putNow("drafts", { ...structuredClone(draft), saved_at, rev: rev + 1 });
      }
    },

    /** Forget a draft that left for the outbox. */
    forget(id, owner) {
      entries.get(keyOf(id, owner))?.cancel?.();
      entries.delete(keyOf(id, owner));
    },

    /** Another tab wrote this draft: take over what it changed. */
    async refresh(id) {
      if (!entries.has(keyOf(id))) return;
      const row = await db.run(["drafts"], (reach) => reach.get("drafts", box.owner(), id));
      if (row) adopt(row);
    },

    /** The database is new and empty while we still have drafts: put them there. */
    rewrite() {
      for (const entry of entries.values()) {
        entry.seq += 1;
        schedule(entry);
      }
    },
  };
}

/** A draft before the first answer, of an assignment. */
export const blankDraft = (assignment, now) => ({
  assignment: assignment.id,
  revision: 0,
  questionnaire: assignment.questionnaire,
  title: assignment.location?.name ?? "",
  time_zone: assignment.location?.time_zone ?? null,
  started_at: now,
  saved_at: now,
  answers: {},
  photos: [],
  events: [],
  watches: [],
  notes: [],
  taps: [],
  check_in: null,
  brief_read_at: null,
  outcome_note: "",
  reviewer_notes: null,
  place: null,
  warned: [],
});
