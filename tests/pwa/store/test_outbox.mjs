import assert from "node:assert/strict";
import { test } from "node:test";
import { referenceOf } from "../../../shopper_forms/pwa/store/outbox.js";
import { BEN, assignment, bytesOf, open } from "./cast.mjs";

const RECEIPT = { signature: "0123456789abcdef", received_at: "2026-08-14T10:00:01Z" };
const REFUSAL = { status: 409, code: "different_content", detail: "Both are kept.", errors: [] };

async function sealed(photos = 2) {
  const phone = await open();
  const { store } = phone;
  const draft = await store.newDraft({ assignment: assignment(1) });
  for (let seed = 1; seed <= photos; seed += 1) {
    await store.addPhoto({ draft, question: `q${seed}`, bytes: bytesOf(seed), mime: "image/jpeg" });
  }
  const item = await store.seal(draft.id, { outcome: "completed" });
  const view = async () => (await store.items())[0];
  return { ...phone, item, view };
}

test("row waiting: sealed and not sent", async () => {
  const { view } = await sealed();

  const { state, phase, photos_done, photos_total, bytes_done, bytes_total, tries } = await view();

  assert.equal(state, "waiting");
  assert.equal(phase, null);
  assert.deepEqual([photos_done, photos_total, bytes_done, bytes_total], [0, 2, 0, 200]);
  assert.equal(tries, 0);
});

test("row sending: what is being sent, and how much of it has gone", async () => {
  const { store, item, view } = await sealed();
  await store.keepReceipt(item, RECEIPT, item.photos[0]);

  store.progress(item.id, { phase: "photo", tries: 0 });

  const { state, phase, photos_done, bytes_done } = await view();
  assert.deepEqual([state, phase, photos_done, bytes_done], ["sending", "photo", 1, 100]);
});

test("a tab that was closed in mid-send does not look as if it were sending for ever", async () => {
  const { store, item, view, clock } = await sealed();
  store.progress(item.id, { phase: "photo" });

  clock.jump(300_000);

  assert.equal((await view()).state, "waiting");
});

test("row acknowledged: reference and time of the receipt", async () => {
  const { store, item, view } = await sealed(0);

  await store.keepReceipt(item, RECEIPT);

  const { state, reference, received_at, verified_at } = await view();
  assert.deepEqual(
    [state, reference, received_at, verified_at],
    ["acknowledged", "26KN", "2026-08-14T10:00:01Z", null],
  );
});

test("an accepted body whose photos are still to go is not acknowledged as a whole", async () => {
  const { store, item, view } = await sealed(1);

  await store.keepReceipt(item, RECEIPT);

  assert.equal((await view()).state, "waiting");
  assert.deepEqual((await view()).photos_left, item.photos);
});

test("row verified: the photos go seven days later", async () => {
  const { store, item, view } = await sealed(1);
  await store.keepReceipt(item, RECEIPT, item.photos[0]);
  await store.keepReceipt(item, RECEIPT);

  await store.keepCheck(item, { complete: true });

  const { state, verified_at, purge_on } = await view();
  assert.deepEqual(
    [state, verified_at, purge_on],
    ["verified", "2026-08-14T10:00:00.000Z", "2026-08-21T10:00:00.000Z"],
  );
  assert.deepEqual(await store.unsent(), []);
});

test("a check that misses photos takes their receipts away", async () => {
  const { store, item, view } = await sealed(2);
  for (const photo of item.photos) await store.keepReceipt(item, RECEIPT, photo);
  await store.keepReceipt(item, RECEIPT);
  const [first] = item.photos;

  await store.keepCheck(item, { complete: false, missing: [first], lost: [first] });

  const { state, photos_left, missing } = await view();
  assert.deepEqual([state, photos_left, missing], ["waiting", [first], [first]]);
});

test("row sign in: everything unsent waits, what has arrived does not", async () => {
  const { store, view } = await sealed();

  await store.setSignIn(true);

  assert.equal((await view()).state, "sign_in");
  await store.setSignIn(false);
  assert.equal((await view()).state, "waiting");
});

test("row attention: the refusal is kept as the server gave it", async () => {
  const { store, item, view } = await sealed();

  await store.keepRefusal(item, REFUSAL);

  const { state, refusal } = await view();
  assert.equal(state, "attention");
  assert.deepEqual(refusal, { ...REFUSAL, at: "2026-08-14T10:00:00.000Z" });
  await store.clearRefusals(item.id);
  assert.equal((await view()).state, "waiting");
});

test("row attention: a refused photo asks for a person once everything else is through", async () => {
  const { store, item, view } = await sealed(2);
  await store.keepRefusal(item, { status: 415, code: "not_an_image", errors: [] }, item.photos[0]);
  assert.equal((await view()).state, "waiting");
  await store.keepReceipt(item, RECEIPT, item.photos[1]);
  await store.keepReceipt(item, RECEIPT);

  const { state, photo_refusals } = await view();

  assert.equal(state, "attention");
  assert.deepEqual(
    photo_refusals.map(({ photo, question, status, code }) => [photo, question, status, code]),
    [[item.photos[0], "q1", 415, "not_an_image"]],
  );
});

test("a parked body keeps support's receipt", async () => {
  const { store, item, view } = await sealed(0);
  await store.keepRefusal(item, REFUSAL);

  await store.keepParked(item.id, RECEIPT);

  assert.deepEqual((await view()).parked, RECEIPT);
  assert.equal((await view()).state, "attention");
});

test("row foreign: another's work is only counted", async () => {
  const { store } = await sealed();

  await store.setOwner(BEN);

  assert.deepEqual(await store.items(), []);
  assert.deepEqual(await store.unsent(), []);
  assert.equal(await store.foreignCount(), 1);
  await store.setOwner(null);
  assert.deepEqual(await store.items(), []);
});

test("another's work that has arrived is not counted", async () => {
  const { store, item } = await sealed(0);
  await store.keepReceipt(item, RECEIPT);
  await store.keepCheck(item, { complete: true });

  await store.setOwner(BEN);

  assert.equal(await store.foreignCount(), 0);
});

test("a reply that comes after the phone changed hands is kept for whom it belongs to", async () => {
  const { store, item } = await sealed(0);
  await store.setOwner(BEN);

  await store.keepReceipt(item, RECEIPT);

  await store.setOwner(item.owner);
  assert.deepEqual(await store.receiptOf(item.id), RECEIPT);
});

test("a sealed item is never changed by what becomes of it", async () => {
  const { store, item, view } = await sealed(1);
  const before = structuredClone((await view()).item);

  await store.keepAttempt(item);
  await store.keepRefusal(item, REFUSAL);
  await store.clearRefusals(item.id);
  await store.keepReceipt(item, RECEIPT);
  await store.keepCheck(item, { complete: true });

  assert.deepEqual((await view()).item, before);
});

test("a reference is four letters that nobody confuses", () => {
  assert.equal(referenceOf("00000fff"), "2222");
  assert.equal(referenceOf("fffff000"), "ZZZZ");
  assert.equal(referenceOf("0123456789abcdef"), "26KN");
});
