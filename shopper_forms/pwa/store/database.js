// The one database of this browser: opening it, opening it again when it was closed under the
// app, and transactions. Nothing foreign may be awaited in a transaction: it would end there.
import { StoreFull, StoreGone } from "./errors.js";

const NAME = "plainclothes";
const VERSION = 1; // upgrades only add stores, so that an older version of the app still runs
const STORES = [
  "meta",
  "assignments",
  "questionnaires",
  "drafts",
  "outbox",
  "photos",
  "receipts",
  "sending",
  "log",
];
const PATIENCE_MS = 30_000; // WebKit has been seen never to answer at all
const LOST = [
  "AbortError",
  "InvalidStateError",
  "TimeoutError",
  "TransactionInactiveError",
  "UnknownError",
];

/** `{run, putNow, close}`; `onCreated()` is called whenever the database did not exist before. */
export function openDatabase({ idb, clock, onCreated }) {
  let opening = null;
  let live = null;
  const handle = () => {
    opening ??= open({ idb, clock, onCreated, drop }).then(
      (db) => (live = db),
      (error) => {
        drop();
        throw error;
      },
    );
    return opening;
  };
  const drop = () => {
    opening = null;
    live = null;
  };
  return {
    /**
     * Run `work(reach)` in one transaction over the named stores; its result once it is committed.
     * A lost connection is opened again and the work repeated, so work must be repeatable.
     */
    async run(stores, work, { write = false, strict = false } = {}) {
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await once(await handle(), clock, stores, work, write, strict);
        } catch (error) {
          if (error?.name === "QuotaExceededError") throw new StoreFull(error);
          if (!LOST.includes(error?.name)) throw error;
          const stale = opening;
          drop();
          (await stale?.catch(() => null))?.close();
          if (attempt === 2) throw new StoreGone(error);
        }
      }
    },
    /** For a page that goes: a row asked for and committed at once, no answer is waited for. */
    putNow(store, row) {
      try {
        const tx = live?.transaction([store], "readwrite", { durability: "strict" });
        tx?.objectStore(store).put(row);
        tx?.commit?.(); // else the browser takes it back with the page
      } catch {
        // closed or full; nothing more can be done from a page that goes
      }
    },
    async close() {
      const stale = opening;
      drop();
      (await stale)?.close();
    },
  };
}

function open(given, version = VERSION) {
  const { idb, clock, onCreated, drop } = given;
  return new Promise((resolve, reject) => {
    const request = version ? idb.open(NAME, version) : idb.open(NAME);
    const inTime = clock.after(PATIENCE_MS, () => reject(named("TimeoutError")));
    let created = false;
    request.onupgradeneeded = (event) => {
      created = event.oldVersion === 0;
      const missing = STORES.filter((each) => !request.result.objectStoreNames.contains(each));
      for (const name of missing) {
        request.result.createObjectStore(name, { keyPath: ["owner", "id"] });
      }
    };
    request.onsuccess = () => {
      inTime();
      const db = request.result;
      db.onversionchange = () => {
        drop();
        db.close();
      };
      db.onclose = drop;
      if (created) onCreated();
      resolve(db);
    };
    request.onerror = () => {
      inTime();
      // a newer app was here; what it added does not concern us
      const newer = request.error.name === "VersionError" && version;
      if (newer) resolve(open(given, null));
      else reject(request.error);
    };
  });
}

function once(db, clock, stores, work, write, strict) {
  return new Promise((resolve, reject) => {
    const durability = strict ? "strict" : "default";
    const tx = db.transaction(stores, write ? "readwrite" : "readonly", { durability });
    let result;
    let failure;
    const end = (settle, value) => {
      inTime();
      settle(value);
    };
    const giveUp = (error) => {
      failure ??= error;
      try {
        tx.abort();
      } catch {
        end(reject, failure); // it has ended already
      }
    };
    const inTime = clock.after(PATIENCE_MS, () => {
      giveUp(named("TimeoutError"));
      reject(failure);
    });
    tx.oncomplete = () => end(resolve, result);
    tx.onabort = () => end(reject, failure ?? tx.error ?? named("AbortError"));
    work(reachOf(tx)).then((value) => {
      result = value;
    }, giveUp);
  });
}

/** What work may do: rows by owner and id; without an owner, those of everybody. */
function reachOf(tx) {
  const from = (store) => tx.objectStore(store);
  return {
    get: (store, owner, id) => done(from(store).get([owner, id])),
    all: (store, owner) => done(from(store).getAll(rangeOf(owner))),
    keys: (store, owner) => done(from(store).getAllKeys(rangeOf(owner))),
    put: (store, row) => done(from(store).put(row)),
    del: (store, owner, id) => done(from(store).delete([owner, id])),
  };
}

// an array sorts after every string, so [owner, []] lies behind all ids of an owner
const rangeOf = (owner) =>
  owner === undefined ? undefined : IDBKeyRange.bound([owner], [owner, []]);

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

const named = (name) => Object.assign(new Error(name), { name });
