// A full phone: small facts still find room, for without them nobody could sign in to send.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BEN, assignment, bytesOf, open } from "./cast.mjs";

/** A store whose disk has no byte left; only its reserve can be given up. */
async function full() {
  const opened = await open({ reserve: 5_000 });
  const { store, disk } = opened;
  const draft = await store.newDraft({ assignment: assignment(1) });
  await store.addPhoto({ draft, question: "q1", bytes: bytesOf(1, 50_000), mime: "image/jpeg" });
  disk.quota = 0; // nothing more, until something is given back
  let used = 0;
  for (const rows of disk.stores.values()) {
    for (const { row } of rows.values()) used += row.value?.byteLength ?? row.bytes?.byteLength ?? 0;
  }
  disk.quota = used;
  return opened;
}

test("rule 7: who signs in is kept on a full phone, in the reserve's room", async () => {
  const { store } = await full();

  await store.setDevice("person", { id: BEN, name: "Ben" });

  assert.deepEqual(await store.device("person"), { id: BEN, name: "Ben" });
});

test("rule 7: that somebody has to sign in is kept on a full phone", async () => {
  const { store } = await full();

  await store.setSignIn(true);

  assert.equal(await store.get("sign_in"), true);
});

test("rule 4: a lease for sending is found on a full phone", async () => {
  const { store } = await full();

  const lease = await store.swapDevice("lease", () => ({ holder: "t", beat: 1 }));

  assert.deepEqual(lease, { holder: "t", beat: 1 });
});

test("opening returned work again keeps what could not be written yet", async () => {
  const { store, disk } = await open();
  const { id } = await store.newDraft({ assignment: assignment(1) });
  const item = await store.seal(id, { outcome: "completed" });
  await store.keepReceipt(item, { signature: "0123456789abcdef", received_at: "2026-08-14T10:00:01Z" });
  await store.keepReturned([{ id, revision: 0, assignment: assignment(1).id, notes: {} }]);
  await store.nextRevision(id);
  const { quota } = disk;
  disk.quota = 1;
  store.change(id, (live) => { live.answers.b = { value: "written on a full phone" }; });
  await store.flush();
  disk.quota = quota;
  store.change(id, (live) => { live.answers.c = { value: "a moment ago" }; });

  const draft = await store.nextRevision(id);

  assert.deepEqual(draft.answers, {
    b: { value: "written on a full phone" },
    c: { value: "a moment ago" },
  });
});
