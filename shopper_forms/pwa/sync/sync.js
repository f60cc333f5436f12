// The sender: what is sealed goes out, photo by photo, then the body, then it is checked.
// Knows no page, no IndexedDB, no fetch; every rule of the outbox is tested without a browser.
import { realClock } from "../store/clock.js";
import { createListeners } from "../store/listeners.js";
import { createBackoff } from "./backoff.js";
import { isParkedReceipt, isPhotoReceipt, isReceipt } from "./success.js";

const CHECK_AFTER_MS = 30_000;
const ASK_AGAIN_MS = 5_000; // for the lock, while another tab sends
const LEAST_MS = 100;
const HOLD_MS = 300_000; // how long a browser that says it is offline is believed
const NO_ANSWER = ["network", "timeout"];
const NETWORK = "network"; // the key of failures that concern everything

/**
 * A sender over a store. `send` of send.js; `lock.hold(fn)` of lock.js; `random()` in [0, 1).
 * `check_after`: ms between a receipt and its confirming check. `isOffline()`: what the browser
 * says; while it does, a body that never left is held for a while, so that it can be taken back.
 */
export function createSync({
  store,
  send,
  lock,
  clock = realClock,
  random = Math.random,
  check_after = CHECK_AFTER_MS,
  isOffline = () => false,
}) {
  const backoff = createBackoff({ clock, random });
  const troubles = new Map(); // item id -> what of it failed last, for its view
  const { emit, on, off } = createListeners();
  let started = false;
  let running = null;
  let again = false;
  let halted = false; // somebody has to sign in first
  let urged = false; // somebody wants it sent now, whatever the browser says
  const held = new Map(); // key of a body -> until when it is held
  let cancel = null;
  let offTheStore = null;

  /** Everything that is due, in one go; false when another tab sends. */
  async function run() {
    if (running) {
      again = true;
      return running;
    }
    running = hold();
    let held = false;
    try {
      held = await running;
      return held;
    } finally {
      running = null;
      urged = false;
      emit();
      if (held) await plan();
      else later();
    }
  }

  async function hold() {
    do {
      again = false;
      if (!(await lock.hold(pass))) return false;
    } while (again && !halted);
    return true;
  }

  async function pass() {
    let silent = 0;
    const tried = new Set();
    while (!halted && store.owner() !== null && backoff.isDue(NETWORK)) {
      const unit = next(await store.unsent(), tried);
      if (!unit) return;
      tried.add(unit.key);
      const reply = await perform(unit);
      if (!NO_ANSWER.includes(reply.why)) {
        silent = 0;
        backoff.worked(NETWORK);
      } else {
        // two different things without any answer: there is no network, and asking on is waste
        silent += 1;
        if (silent === 2) backoff.failed(NETWORK);
      }
    }
  }

  /** What failed least comes first, so that nothing waits behind something that keeps failing. */
  function next(views, tried) {
    return views
      .flatMap(unitsOf)
      .filter((unit) => dueOf(unit) <= clock.mono() && !tried.has(unit.key))
      .map((unit, at) => ({ ...unit, at, tries: backoff.tries(unit.key) }))
      .sort((a, b) => a.tries - b.tries || a.at - b.at)[0];
  }

  /** When a unit may be tried, in ms of the clock. */
  function dueOf({ key, phase, attempted }) {
    const due = backoff.due(key);
    if (phase !== "answers" || attempted || urged || !isOffline()) return due;
    if (!held.has(key)) held.set(key, clock.mono() + HOLD_MS);
    return Math.max(due, held.get(key));
  }

  async function perform(unit) {
    const { item, key, phase } = unit;
    emit();
    store.progress(item.id, { phase, tries: backoff.tries(key) });
    // what the phone cannot read or keep waits like what the server did not take
    const reply = await WORK[phase](unit).catch(({ code, name }) => retry(code ?? name));
    if (store.owner() !== item.owner) return reply; // the phone changed hands meanwhile
    if (reply.kind === "retry") {
      const next_at = clock.now() + backoff.failed(key, reply.after_ms);
      const [why, tries] = [reply.why, backoff.tries(key)];
      troubles.set(item.id, { key, tries, why, next_at });
      store.noteEvent("retry", { item: item.id, phase, why, tries });
    } else if (reply.kind === "ok") backoff.worked(key);
    if (reply.kind !== "retry" && troubles.get(item.id)?.key === key) troubles.delete(item.id);
    store.progress(item.id, troubles.get(item.id) ?? {});
    if (reply.kind === "sign_in") {
      halted = true;
      store.noteEvent("sign_in", { item: item.id, why: reply.why });
    }
    await store.setSignIn(halted);
    emit();
    return reply;
  }

  const WORK = {
    async photo({ item, photo }) {
      const row = await store.photo(photo);
      if (!row) return { kind: "ok" };
      const type = row.mime || "application/octet-stream";
      const path = `/visits/${item.visit}/photos/${photo}`;
      const reply = await under(item, { method: "PUT", path, body: row.bytes, type });
      if (reply.kind === "refused") return refused(item, reply, photo);
      if (reply.kind !== "ok") return reply;
      if (!isPhotoReceipt(reply.json, item, photo)) return retry("wrong_receipt");
      await store.keepReceipt(item, reply.json, photo);
      return reply;
    },

    async answers({ item }) {
      if (!(await store.keepAttempt(item))) return { kind: "ok" }; // it was reopened
      const reply = await putBody(item);
      if (reply.kind === "refused") return refused(item, reply);
      if (reply.kind !== "ok") return reply;
      await store.keepReceipt(item, reply.json);
      store.noteEvent("acknowledged", { item: item.id });
      backoff.later(`${item.id}/check`, check_after);
      return reply;
    },

    async check({ item }) {
      const reply = await under(item, { path: `/visits/${item.visit}/receipt` });
      if (isReceipt(reply.json, item)) return checked(item, reply.json);
      if (reply.kind === "refused" && reply.status !== 404) return retry(reply.code);
      if (reply.kind === "retry" || reply.kind === "sign_in") return reply;
      // a later revision took over, or a restored server knows less than it has signed:
      // the same bytes once more put that right, and tell how they stand
      const own = await putBody(item);
      if (own.kind === "refused") return refused(item, own);
      return own.kind === "ok" ? checked(item, own.json, true) : own;
    },
  };

  /** Under the name of the item's owner, whoever took the phone in this moment. */
  const under = (item, request) => send({ ...request, headers: { "X-Person": item.owner } });

  async function putBody(item) {
    const body = new TextEncoder().encode(item.body);
    const path = `/visits/${item.visit}`;
    const reply = await under(item, { method: "PUT", path, body, type: "application/json" });
    return reply.kind === "ok" && !isReceipt(reply.json, item) ? retry("wrong_receipt") : reply;
  }

  async function refused(item, reply, photo = null) {
    await store.keepRefusal(item, reply, photo);
    const { status, code } = reply;
    store.noteEvent("refused", { item: item.id, status, code, photo: photo ?? undefined });
    return reply;
  }

  async function checked(item, { complete, missing_photos }, superseded = false) {
    const missing = missing_photos ?? [];
    const ours = missing.filter((id) => item.photos.includes(id));
    if (complete === true || (superseded && ours.length === 0)) {
      await store.keepCheck(item, { complete: true });
      store.noteEvent("verified", { item: item.id });
      return { kind: "ok" };
    }
    await store.keepCheck(item, { complete: false, missing, lost: ours });
    return retry("missing_photos");
  }

  /** Wake up when the next thing is due. */
  async function plan() {
    cancel?.();
    cancel = null;
    if (halted || running || !started) return;
    const units = (await store.unsent()).flatMap(unitsOf);
    if (units.length === 0) return;
    const soonest = Math.min(...units.map(dueOf));
    wake(Math.max(soonest, backoff.due(NETWORK)) - clock.mono());
  }

  function wake(ms) {
    cancel?.();
    if (started) cancel = clock.after(Math.max(ms, LEAST_MS), () => run().catch(later));
  }

  const later = () => wake(ASK_AGAIN_MS);

  /** Something changed: "online", "visible", "sign-in", "tap", "send": try everything at once. */
  async function poke(reason) {
    backoff.reset();
    urged ||= reason === "send";
    // a tap anywhere does not bring a session back
    if (halted && !["tap", "send"].includes(reason)) {
      halted = false;
      await store.setSignIn(false).catch(later);
    }
    return run().catch(later);
  }

  return {
    run,

    /** Send by itself from now on: what is sealed, and what has to be tried again. */
    start() {
      if (started) return;
      started = true;
      offTheStore = store.on("change", ({ kind }) => {
        if (kind === "items" && !running) plan().catch(later);
      });
      run().catch(later);
    },

    stop() {
      started = false;
      offTheStore?.();
      cancel?.();
    },

    poke,

    /** Let a refused item be tried once more. */
    async retryNow(id) {
      await store.clearRefusals(id);
      return poke("tap");
    },

    /** Hand what was refused to support as it is: the body, or photos; the last reply. */
    async park(id) {
      const { item, refusal, photo_refusals } = await store.item(id);
      const photos = photo_refusals.map(({ photo }) => photo);
      let reply = retry("nothing");
      for (const sha256 of refusal ? [item.sha256] : photos) {
        const text = refusal && new TextEncoder().encode(item.body);
        const body = text || (await store.photo(sha256)).bytes;
        const type = "application/octet-stream";
        reply = await under(item, { method: "POST", path: "/visits/parked", body, type });
        if (reply.kind !== "ok") return reply;
        if (!isParkedReceipt(reply.json, { sha256 })) return retry("wrong_receipt");
        await store.keepParked(id, reply.json);
      }
      return reply;
    },

    busy: () => running !== null,
    on,
    off,
  };
}

const retry = (why) => ({ kind: "retry", after_ms: null, why });

/** What is left to do for an item, each with a key for its failures. */
function unitsOf({ item, photos_left, receipt, refusal, verified_at, attempted }) {
  if (verified_at || refusal) return [];
  const keyed = (what) => ({ ...what, key: `${item.id}/${what.photo ?? what.phase}`, item });
  const photos = photos_left.map((photo) => ({ phase: "photo", photo }));
  const body = receipt ? [] : [{ phase: "answers", attempted }];
  const left = [...photos, ...body];
  // also while a refused photo waits for a person: a reviewer may waive it
  return (left.length > 0 ? left : [{ phase: "check" }]).map(keyed);
}
