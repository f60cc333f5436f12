import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { assignment, bytesOf, open } from "./cast.mjs";
import { createDisk } from "./fake_idb.mjs";

const sha256 = (bytes) => createHash("sha256").update(Buffer.from(bytes)).digest("hex");
const JPEG = "image/jpeg";

async function begun(more) {
  const phone = await open(more);
  const draft = await phone.store.newDraft({ assignment: assignment(1) });
  return { ...phone, draft };
}

test("a photo is stored as ArrayBuffer under the digest of its bytes, with its mention", async () => {
  const { store, disk, draft } = await begun();
  const taken_at = "2026-08-14T09:00:00Z";

  const photo = await store.addPhoto({ draft, question: "q1", bytes: bytesOf(1), mime: JPEG, taken_at });

  assert.equal(photo.id, sha256(bytesOf(1)));
  const { store: later } = await open({ disk });
  const row = await later.photo(photo.id);
  assert.ok(row.bytes instanceof ArrayBuffer);
  assert.deepEqual([row.mime, row.size, row.original], ["image/jpeg", 100, true]);
  const kept = await later.draftOf(assignment(1).id);
  assert.deepEqual(kept.photos, [{ id: photo.id, question: "q1", taken_at, size: 100 }]);
  assert.deepEqual(kept.answers, { q1: { photos: [photo.id] } });
});

test("the same photo twice for one question stands there once", async () => {
  const { store, draft } = await begun();
  const photo = { draft: draft.id, question: "q1", bytes: bytesOf(1), mime: JPEG };

  await store.addPhoto(photo);
  await store.addPhoto(photo);

  assert.equal(draft.photos.length, 1);
  assert.equal(draft.answers.q1.photos.length, 1);
});

test("a smaller version takes the place of the original everywhere at once", async () => {
  const { store, disk, draft } = await begun();
  const old = await store.addPhoto({ draft, question: "q1", bytes: bytesOf(1), mime: JPEG });

  const id = await store.swapPhoto(old.id, { bytes: bytesOf(2, 40), mime: JPEG, width: 1600 });

  assert.equal(id, sha256(bytesOf(2, 40)));
  const { store: later } = await open({ disk });
  assert.equal(await later.photo(old.id), null);
  const row = await later.photo(id);
  assert.deepEqual([row.original, row.size, row.width], [false, 40, 1600]);
  const kept = await later.draftOf(assignment(1).id);
  assert.deepEqual(kept.photos, [{ id, question: "q1", taken_at: null, size: 40 }]);
  assert.deepEqual(kept.answers, { q1: { photos: [id] } });
});

test("a photo that is sealed already is not swapped", async () => {
  const { store, draft } = await begun();
  const old = await store.addPhoto({ draft, question: "q1", bytes: bytesOf(1), mime: JPEG });
  await store.seal(draft.id, { outcome: "completed" });

  const id = await store.swapPhoto(old.id, { bytes: bytesOf(2, 40), mime: JPEG });

  assert.equal(id, old.id);
  assert.ok(await store.photo(old.id));
});

test("an unfiled photo is filed under a question, and put back", async () => {
  const { store, draft } = await begun();
  const { id } = await store.addPhoto({ draft, bytes: bytesOf(1), mime: JPEG });
  assert.deepEqual(draft.photos, [{ id, question: null, taken_at: null, size: 100 }]);

  await Promise.all([store.filePhoto(draft.id, id, "q1"), store.flush()]);
  assert.deepEqual(draft.photos, [{ id, question: "q1", taken_at: null, size: 100 }]);
  assert.deepEqual(draft.answers, { q1: { photos: [id] } });
  await Promise.all([store.filePhoto(draft.id, id, null), store.flush()]);

  assert.deepEqual(draft.photos, [{ id, question: null, taken_at: null, size: 100 }]);
  assert.deepEqual(draft.answers, {});
});

test("a removed photo's bytes go with its last mention", async () => {
  const { store, draft } = await begun();
  const { id } = await store.addPhoto({ draft, question: "q1", bytes: bytesOf(1), mime: JPEG });
  await store.addPhoto({ draft, question: "q2", bytes: bytesOf(1), mime: JPEG });

  await store.removePhoto(draft.id, id, "q1");
  assert.ok(await store.photo(id));
  await store.removePhoto(draft.id, id, "q2");

  assert.equal(await store.photo(id), null);
  assert.deepEqual(draft.photos, []);
  assert.deepEqual(draft.answers, {});
});

test("a photo that another visit lists stays when it is removed here", async () => {
  const { store, draft } = await begun();
  const other = await store.newDraft({ assignment: assignment(2) });
  const { id } = await store.addPhoto({ draft, question: "q1", bytes: bytesOf(1), mime: JPEG });
  await store.addPhoto({ draft: other, question: "q1", bytes: bytesOf(1), mime: JPEG });
  await store.seal(other.id, { outcome: "completed" });

  await store.removePhoto(draft.id, id, "q1");

  assert.ok(await store.photo(id));
});

test("killed while a photo is added, row and mention are both there or both not", async () => {
  for (let turns = 0; turns < 40; turns += 2) {
    const { store, tab, disk, draft } = await begun();
    const adding = store.addPhoto({ draft, question: "q1", bytes: bytesOf(1), mime: JPEG });
    let said = false;
    adding.then(() => (said = true));
    for (let turn = 0; turn < turns; turn += 1) await new Promise((done) => setImmediate(done));

    tab.kill();

    const { store: later } = await open({ disk });
    const [{ photos }] = await later.drafts();
    const row = await later.photo(sha256(bytesOf(1)));
    assert.equal(photos.length, row ? 1 : 0);
    if (said) assert.ok(row);
  }
});

test("rule 7: a photo for which there is no room is refused and leaves no trace", async () => {
  const disk = createDisk();
  const { store, draft } = await begun({ disk });
  disk.quota = 5_000;

  const adding = store.addPhoto({ draft, question: "q1", bytes: bytesOf(1, 9_000), mime: JPEG });

  await assert.rejects(adding, { name: "StoreFull", code: "full" });
  assert.deepEqual(draft.photos, []);
  assert.deepEqual(draft.answers, {});
  store.change(draft.id, (live) => {
    live.answers.q1 = { value: "yes" };
  });
  assert.equal(await store.flush(), true);
});
