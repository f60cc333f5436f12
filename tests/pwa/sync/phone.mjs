// A phone for the sender's tests: the real store and sender over a disk, a clock and a server.
import { createApi, createLock, createSend, createSync } from "../../../shopper_forms/pwa/sync/index.js";
import { assignment, bytesOf, open } from "../store/cast.mjs";
import { createServer } from "./model_server.mjs";

/** A phone that is on; `wrap(store)` is what the sender sees; `more` goes to the store (disk, clock, channel, marker, owner). */
export async function createPhone({ server = createServer(), random = () => 0.5, lock, wrap, isOffline, ...more } = {}) {
  const opened = await open(more);
  const { store, clock } = opened;
  const send = createSend({
    fetch: (...given) => (opened.tab.dead ? new Promise(() => {}) : server.fetch(...given)),
    person: () => store.owner(),
    csrf: () => "token",
    clock,
  });
  const one = lock ?? createLock({ locks: null, swapDevice: store.swapDevice, clock });
  const sync = createSync({ store: wrap ? wrap(store) : store, send, clock, lock: one, random, isOffline });
  return { ...opened, server, send, sync, api: createApi(send) };
}

/** A sealed visit of one answer and some photos, told apart by n. */
export async function sealVisit({ store, clock }, n = 1, photos = 2) {
  clock.jump(1);
  const draft = await store.newDraft({ assignment: assignment(n) });
  for (let at = 0; at < photos; at += 1) {
    const bytes = bytesOf(n * 10 + at);
    await store.addPhoto({ draft, question: `q${at}`, bytes, mime: "image/jpeg" });
  }
  store.change(draft.id, (live) => {
    live.answers.polite = { value: "yes" };
  });
  return store.seal(draft.id, { outcome: "completed" });
}

/** A phone with one sealed visit whose server meets requests with `fault(request, count)`. */
export async function sealedPhone({ photos = 0, fault, ...more } = {}) {
  const phone = await createPhone(more);
  const item = await sealVisit(phone, 1, photos);
  let count = 0;
  phone.server.fault = fault ? (request) => fault(request, (count += 1)) : null;
  const view = async () => (await phone.store.items())[0];
  return { ...phone, item, view };
}

/** A fault of the first request only. */
export const once = (reply) => (request, count) => (count === 1 ? reply(request) : null);

/** Pass the time until nothing is unsent; at most an hour. */
export async function finish({ store, sync, clock }) {
  for (let round = 0; round < 60 && (await store.unsent()).length > 0; round += 1) {
    await sync.run();
    clock.jump(60_000);
  }
}
