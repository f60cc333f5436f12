// As much of IndexedDB as the store uses, in memory, with the faults that real ones have.
//
// const disk = createDisk()         what outlives a process; disk.quota in bytes, disk.evict()
// const tab = openTab(disk)         tab.idb for openStore; tab.kill() ends the process at once,
//                                   tab.closeUnder() closes its connections as iOS does,
//                                   tab.loseCommit = (names, mode) => true keeps a transaction
//                                   and says it was aborted; tab.hang, tab.refuse

const STEP = (fn) => setImmediate(fn);

globalThis.IDBKeyRange = { bound: (lower, upper) => ({ lower, upper }) };

/** A disk: stores by name, one queue of transactions, a quota. */
export function createDisk({ quota = Infinity } = {}) {
  return {
    stores: null,
    quota,
    running: null,
    waiting: [],
    commits: 0,
    strict: [],
    evict() {
      this.stores = null;
    },
  };
}

/** A browser tab over a disk. */
export function openTab(disk) {
  const tab = { dead: false, connections: new Set(), transactions: new Set(), hang: false };
  tab.kill = () => {
    tab.dead = true;
    for (const tx of [...tab.transactions]) tx.vanish();
  };
  tab.closeUnder = () => {
    for (const db of [...tab.connections]) db.closeByForce();
  };
  tab.idb = {
    open(name, version) {
      const request = {};
      STEP(() => {
        if (tab.dead) return;
        if (tab.refuse) {
          request.error = domError("UnknownError");
          request.onerror?.();
          return;
        }
        const oldVersion = disk.stores ? version : 0;
        disk.stores ??= new Map();
        request.result = connection(tab, disk);
        if (oldVersion === 0) request.onupgradeneeded?.({ oldVersion });
        request.onsuccess?.();
      });
      return request;
    },
  };
  return tab;
}

function connection(tab, disk) {
  const db = {
    closed: false,
    objectStoreNames: { contains: (name) => disk.stores.has(name) },
    createObjectStore: (name) => disk.stores.set(name, new Map()),
    close() {
      db.closed = true;
      tab.connections.delete(db);
    },
    closeByForce() {
      db.close();
      for (const tx of [...tab.transactions]) if (tx.db === db) tx.fail(domError("AbortError"));
      db.onclose?.();
    },
    transaction(names, mode, { durability } = {}) {
      if (db.closed) throw domError("InvalidStateError");
      return transaction(tab, disk, db, names, mode, durability);
    },
  };
  tab.connections.add(db);
  return db;
}

function transaction(tab, disk, db, names, mode, durability) {
  const queue = [];
  let state = "waiting";
  let undo = null;
  const tx = {
    db,
    error: null,
    abort: () => {
      if (state === "over") throw domError("InvalidStateError");
      tx.fail(null);
    },
    fail(error) {
      if (state === "over") return;
      tx.error = error;
      rollBack();
      end();
      for (const { request } of queue.splice(0)) {
        request.error = domError("AbortError");
        STEP(() => !tab.dead && request.onerror?.());
      }
      STEP(() => !tab.dead && tx.onabort?.());
    },
    vanish() {
      if (state === "over") return;
      rollBack();
      end();
    },
    objectStore: (name) => objectStore(name),
  };

  function objectStore(name) {
    if (!names.includes(name)) throw domError("NotFoundError");
    const ask = (fn) => {
      if (state === "over") throw domError("TransactionInactiveError");
      const request = {};
      queue.push({ request, fn });
      return request;
    };
    const rows = () => disk.stores.get(name);
    const found = (range) => sorted(rows()).filter(({ key }) => within(key, range));
    return {
      get: (key) => ask(() => copy(rows().get(JSON.stringify(key))?.row)),
      getAll: (range) => ask(() => found(range).map(({ row }) => copy(row))),
      getAllKeys: (range) => ask(() => found(range).map(({ key }) => copy(key))),
      put(row) {
        if (mode !== "readwrite") throw domError("ReadOnlyError");
        const kept = copy(row); // at the call, as real ones do
        const key = [kept.owner, kept.id];
        if (key.some((part) => part === undefined || part === null)) throw domError("DataError");
        return ask(() => {
          rows().set(JSON.stringify(key), { key, row: kept });
          if (weight(disk) > disk.quota) throw domError("QuotaExceededError");
          return key;
        });
      },
      delete: (key) => ask(() => void rows().delete(JSON.stringify(key))),
    };
  }

  function begin() {
    if (state === "over") return;
    if (!disk.stores) return tx.fail(domError("UnknownError"));
    state = "running";
    disk.running = tx;
    if (mode === "readwrite") {
      undo = new Map(names.map((name) => [name, new Map(disk.stores.get(name))]));
    }
    STEP(step);
  }

  function step() {
    if (state === "over" || tab.hang) return;
    const next = queue.shift();
    if (!next) return commit();
    const { request, fn } = next;
    try {
      request.result = fn();
    } catch (error) {
      request.error = error;
      request.onerror?.();
      return tx.fail(error);
    }
    request.onsuccess?.();
    STEP(step);
  }

  function commit() {
    disk.commits += 1;
    if (mode === "readwrite") disk.strict.push(durability);
    end();
    if (tab.loseCommit?.(names, mode)) {
      tab.loseCommit = null;
      db.closeByForce();
      STEP(() => tx.onabort?.());
    } else tx.oncomplete?.();
  }

  function rollBack() {
    for (const [name, rows] of undo ?? []) disk.stores?.set(name, rows);
  }

  function end() {
    state = "over";
    tab.transactions.delete(tx);
    if (disk.running !== tx) {
      disk.waiting = disk.waiting.filter((each) => each !== begin);
      return;
    }
    disk.running = null;
    disk.waiting.shift()?.();
  }

  if (tab.dead) return tx; // whose requests nobody answers
  tab.transactions.add(tx);
  if (disk.running) disk.waiting.push(begin);
  else {
    disk.running = tx;
    begin();
  }
  return tx;
}

const copy = (value) => (value === undefined ? undefined : structuredClone(value));
const domError = (name) => Object.assign(new Error(name), { name });

function sorted(rows) {
  return [...rows.values()].sort((a, b) => compare(a.key, b.key));
}

function within(key, range) {
  return !range || (compare(key, range.lower) >= 0 && compare(key, range.upper) <= 0);
}

const rank = (value) => (Array.isArray(value) ? 2 : typeof value === "string" ? 1 : 0);

/** Numbers before texts before arrays, as the standard has it. */
function compare(a, b) {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (!Array.isArray(a)) return a < b ? -1 : a > b ? 1 : 0;
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const order = compare(a[at], b[at]);
    if (order) return order;
  }
  return a.length - b.length;
}

function weight(disk) {
  if (disk.quota === Infinity) return 0;
  let sum = 0;
  for (const rows of disk.stores.values()) for (const { row } of rows.values()) sum += size(row);
  return sum;
}

function size(value) {
  if (value instanceof ArrayBuffer) return value.byteLength;
  if (Array.isArray(value)) return value.reduce((sum, each) => sum + size(each), 0);
  if (value && typeof value === "object") {
    return Object.entries(value).reduce((sum, [key, each]) => sum + key.length + size(each), 0);
  }
  return typeof value === "string" ? value.length : 8;
}
