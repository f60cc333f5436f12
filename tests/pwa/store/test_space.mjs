import assert from "node:assert/strict";
import { test } from "node:test";
import { assignment, bytesOf, createClock, open } from "./cast.mjs";
import { createDisk } from "./fake_idb.mjs";

const RECEIPT = { signature: "0123456789abcdef", received_at: "2026-08-14T10:00:01Z" };
const WEEK_MS = 7 * 86_400_000;
const JPEG = "image/jpeg";

async function sealed(store, n, seed, length) {
  const draft = await store.newDraft({ assignment: assignment(n) });
  await store.addPhoto({ draft, question: "q1", bytes: bytesOf(seed, length), mime: JPEG });
  return store.seal(draft.id, { outcome: "completed" });
}

async function verified(store, n, seed, length) {
  const item = await sealed(store, n, seed, length);
  await store.keepReceipt(item, RECEIPT, item.photos[0]);
  await store.keepReceipt(item, RECEIPT);
  await store.keepCheck(item, { complete: true });
  return item;
}

test("rule 1: photos go seven days after the confirming check, receipts stay", async () => {
  const { store, clock } = await open();
  const item = await verified(store, 1, 1);
  clock.jump(WEEK_MS - 1);
  assert.equal(await store.purge(), 0);

  clock.jump(1);

  assert.equal(await store.purge(), 1);
  assert.equal(await store.photo(item.photos[0]), null);
  assert.deepEqual(await store.receiptOf(`${item.visit}/${item.photos[0]}`), RECEIPT);
  assert.deepEqual(await store.receiptOf(item.id), RECEIPT);
  assert.equal((await store.items())[0].state, "verified");
});

test("rule 1: with a receipt and no check nothing goes, however long and however full", async () => {
  const { store, clock } = await open();
  const item = await sealed(store, 1, 1);
  await store.keepReceipt(item, RECEIPT, item.photos[0]);
  await store.keepReceipt(item, RECEIPT);

  clock.jump(100 * WEEK_MS);

  assert.equal(await store.purge({ now: true }), 0);
  assert.ok(await store.photo(item.photos[0]));
});

test("rule 1: a photo that unsent work needs, too, stays", async () => {
  const { store } = await open();
  await verified(store, 1, 1);
  const other = await sealed(store, 2, 1);
  await verified(store, 3, 2);
  const draft = await store.newDraft({ assignment: assignment(4) });
  await store.addPhoto({ draft, question: "q1", bytes: bytesOf(2), mime: JPEG });

  assert.equal(await store.purge({ now: true }), 0);

  assert.ok(await store.photo(other.photos[0]));
  assert.ok(await store.photo(draft.photos[0].id));
});

test("an item leaves sixty days after its check, its receipt never", async () => {
  const { store, clock } = await open();
  const item = await verified(store, 1, 1);

  clock.jump(60 * 86_400_000);
  await store.purge();

  assert.deepEqual(await store.items(), []);
  assert.deepEqual(await store.receiptOf(item.id), RECEIPT);
});

test("rule 7: verified photos make room first, then caches, then smaller photos, then none", async () => {
  const disk = createDisk();
  const asked = [];
  const hooks = {
    dropCaches: async () => asked.push("caches") === 1,
    shrink: async (row) => asked.push("shrink") && { bytes: bytesOf(row.size & 255, 1_000), mime: JPEG },
  };
  const { store } = await open({ disk, hooks });
  await verified(store, 1, 1, 20_000);
  const draft = await store.newDraft({ assignment: assignment(2) });
  const add = (seed) => store.addPhoto({ draft, bytes: bytesOf(seed, 20_000), mime: JPEG });
  disk.quota = 36_000;

  await add(2);
  assert.deepEqual(asked, []);
  await assert.rejects(add(3), { code: "full" });
  assert.deepEqual(asked, ["caches"]);
  await add(4);

  assert.deepEqual(asked, ["caches", "caches", "shrink"]);
  assert.deepEqual(
    draft.photos.map(({ size }) => size),
    [1_000, 20_000],
  );
});

test("rule 7: answers always have room: a reserve is given up for them", async () => {
  const disk = createDisk();
  const { store } = await open({ disk, reserve: 100_000 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  const draft = await store.newDraft({ assignment: assignment(1) });
  const adding = store.addPhoto({ draft, bytes: bytesOf(1, 50_000), mime: JPEG });
  disk.quota = 103_000;
  await assert.rejects(adding, { code: "full" });

  store.change(draft.id, (live) => {
    live.answers.q1 = { value: "yes", comment: "x".repeat(4_000) };
  });

  assert.equal(await store.flush(), true);
  assert.equal(store.saved(draft.id).failed, null);
  const item = await store.seal(draft.id, { outcome: "completed" });
  assert.equal(item.id, `${draft.id}/0`);
});

test("space is what the browser tells, or nothing", async () => {
  const storage = { estimate: async () => ({ usage: 30, quota: 100 }) };
  const told = await open({ storage });
  const silent = await open();

  assert.deepEqual(await told.store.space(), { usage: 30, quota: 100, free: 70 });
  assert.deepEqual(await silent.store.space(), { usage: null, quota: null, free: null });
});

test("the browser is asked once to keep what is here", async () => {
  let asked = 0;
  const storage = { estimate: async () => ({}), persist: async () => (asked += 1) };
  const disk = createDisk();
  const clock = createClock();
  const { store } = await open({ disk, clock, storage });
  await store.newDraft({ assignment: assignment(1) });
  await store.newDraft({ assignment: assignment(2) });
  await store.persist();

  const later = await open({ disk, clock, storage });
  await later.store.persist();

  assert.equal(asked, 1);
});
