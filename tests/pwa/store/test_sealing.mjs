import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { assignment, bytesOf, createChannels, open, settled } from "./cast.mjs";
import { createDisk } from "./fake_idb.mjs";

const RECEIPT = { signature: "0123456789abcdef", received_at: "2026-08-14T10:00:01Z" };

async function begun(more) {
  const phone = await open(more);
  const draft = await phone.store.newDraft({ assignment: assignment(1) });
  return { ...phone, draft };
}

const sealed = (store, draft) => store.seal(draft.id, { outcome: "completed" });

test("a draft is sealed with the keys the server takes", async () => {
  const { store, draft } = await begun();
  store.change(draft.id, (live) => {
    live.answers.q1 = { value: "yes" };
    live.events.push({ kind: "queue", at: "2026-08-14T09:30:00Z", elapsed_ms: 90000, label: "x" });
  });
  const bytes = bytesOf(1);
  const photo = await store.addPhoto({ draft, question: "q2", bytes, mime: "image/jpeg" });

  const item = await sealed(store, draft);

  assert.deepEqual(JSON.parse(item.body), {
    assignment: "d0000000-0000-4000-8000-000000000001",
    revision: 0,
    outcome: "completed",
    questionnaire: { code: "cafe", version: 1, sha256: "c".repeat(64) },
    answers: { q1: { value: "yes" }, q2: { photos: [photo.id] } },
    photos: [{ id: photo.id, question: "q2", taken_at: null }],
    events: [{ kind: "queue", at: "2026-08-14T09:30:00Z", elapsed_ms: 90000 }],
    started_at: "2026-08-14T10:00:00.000Z",
    sealed_at: "2026-08-14T10:00:00.000Z",
    time_zone: "Europe/Lisbon",
    device: "test",
  });
  assert.equal(item.id, `${draft.id}/0`);
  assert.deepEqual(item.photos, [photo.id]);
  assert.deepEqual(item.sizes, { [photo.id]: 100 });
  assert.deepEqual(await store.drafts(), []);
});

test("the digest is of the body's UTF-8 bytes", async () => {
  const { store, draft } = await begun();
  store.change(draft.id, (live) => {
    live.answers.q1 = { value: "café ☕ 日本" };
  });

  const item = await sealed(store, draft);

  assert.equal(item.sha256, createHash("sha256").update(item.body, "utf8").digest("hex"));
});

test("answers and photos of hidden questions stay behind, unfiled photos go", async () => {
  const { store, draft } = await begun({ visibleCodes: async () => new Set(["q1"]) });
  store.change(draft.id, (live) => {
    live.answers = { q1: { value: "yes" }, hidden: { value: "no" } };
  });
  const add = (question, seed) =>
    store.addPhoto({ draft, question, bytes: bytesOf(seed), mime: "image/jpeg" });
  await add("hidden", 1);
  const unfiled = await add(null, 2);

  const item = await sealed(store, draft);

  const body = JSON.parse(item.body);
  assert.deepEqual(body.answers, { q1: { value: "yes" } });
  assert.deepEqual(body.photos, [{ id: unfiled.id, question: null, taken_at: null }]);
  assert.deepEqual(item.photos, [unfiled.id]);
  assert.deepEqual(Object.keys(item.draft.answers), ["q1", "hidden"]);
});

test("a note on the outcome goes only when there is one, a check-in goes as an event", async () => {
  const { store, draft } = await begun();
  store.change(draft.id, (live) => {
    live.outcome_note = "  Closed for holidays ";
    live.check_in = { at: "2026-08-14T09:00:00Z", latitude: 38.7, longitude: -9.1, told: true };
  });

  const item = await store.seal(draft.id, { outcome: "closed" });

  const body = JSON.parse(item.body);
  assert.equal(body.outcome_note, "Closed for holidays");
  assert.equal(body.outcome, "closed");
  assert.deepEqual(body.events, [
    { kind: "check_in", at: "2026-08-14T09:00:00Z", latitude: 38.7, longitude: -9.1 },
  ]);
});

test("half characters and NULs, which no server can store, are replaced", async () => {
  const { store, draft } = await begun();
  store.change(draft.id, (live) => {
    live.answers.q1 = { value: "a\uD83Db\0c😀" };
  });

  const item = await sealed(store, draft);

  assert.equal(JSON.parse(item.body).answers.q1.value, "a\uFFFDb\uFFFDc😀");
});

test("a change in the middle of sealing is in the body", async () => {
  let changeNow = () => {};
  const visibleCodes = async (draft) => {
    changeNow();
    return new Set(Object.keys(draft.answers));
  };
  const { store, draft } = await begun({ visibleCodes });
  changeNow = () => {
    changeNow = () => {};
    store.change(draft.id, (live) => {
      live.answers.q1 = { value: "last" };
    });
  };

  const item = await sealed(store, draft);

  assert.deepEqual(JSON.parse(item.body).answers, { q1: { value: "last" } });
});

test("two tabs that seal the same draft make one item", async () => {
  const disk = createDisk();
  const channels = createChannels();
  const first = await open({ disk, channel: channels() });
  const second = await open({ disk, channel: channels() });
  const draft = await first.store.newDraft({ assignment: assignment(1) });
  await second.store.drafts();

  const items = await Promise.all([sealed(first.store, draft), sealed(second.store, draft)]);

  assert.equal(items[0].sha256, items[1].sha256);
  assert.equal((await first.store.items()).length, 1);
});

test("killed while sealing there is either the draft or the item, never both or none", async () => {
  for (let turns = 0; turns < 60; turns += 3) {
    const { store, tab, disk, draft } = await begun();
    sealed(store, draft);
    for (let turn = 0; turn < turns; turn += 1) await new Promise((done) => setImmediate(done));

    tab.kill();

    const later = (await open({ disk })).store;
    const there = (await later.drafts()).length + (await later.items()).length;
    assert.equal(there, 1, `after ${turns} turns`);
  }
});

test("a commit whose answer was lost is not sealed twice", async () => {
  const { store, tab, draft } = await begun();
  tab.loseCommit = (names, mode) => mode === "readwrite" && names.includes("sending");

  const item = await sealed(store, draft);

  assert.equal(tab.loseCommit, null);
  assert.deepEqual(
    (await store.items()).map((view) => view.item.sha256),
    [item.sha256],
  );
  assert.deepEqual(await store.drafts(), []);
});

test("a refused body becomes the draft of the same revision again", async () => {
  const { store, draft } = await begun();
  store.change(draft.id, (live) => {
    live.answers.q1 = { value: "yes" };
  });
  const item = await sealed(store, draft);
  await store.keepAttempt(item);
  await store.keepRefusal(item, { status: 422, code: "invalid", detail: "", errors: [] });

  const again = await store.reopen(item.id);

  assert.equal(again.id, draft.id);
  assert.equal(again.revision, 0);
  assert.deepEqual(again.answers, { q1: { value: "yes" } });
  assert.deepEqual(await store.items(), []);
  const sealedAgain = await sealed(store, again);
  assert.equal(sealedAgain.id, item.id);
});

test("what was not refused is not reopened", async () => {
  const { store, draft } = await begun();
  const item = await sealed(store, draft);

  await assert.rejects(store.reopen(item.id), { code: "not_refused" });
});

test("what has not left can be taken back, what may have arrived can not", async () => {
  const { store, draft } = await begun();
  const item = await sealed(store, draft);

  const again = await store.takeBack(item.id);

  assert.equal(again.id, draft.id);
  const second = await sealed(store, again);
  await store.keepAttempt(second);
  await assert.rejects(store.takeBack(second.id), { code: "unknown" });
  await store.keepReceipt(second, RECEIPT);
  await assert.rejects(store.takeBack(second.id), { code: "accepted" });
  assert.equal((await store.items()).length, 1);
});

test("a returned visit goes on as the next revision with its answers and the reviewer's notes", async () => {
  const { store, draft } = await begun();
  store.change(draft.id, (live) => {
    live.answers = { q1: { value: "yes" } };
  });
  const item = await sealed(store, draft);
  const visit = { id: item.visit, revision: 0, state: "returned", notes: { q1: "Blurred." } };
  await store.keepReturned([visit]);
  await assert.rejects(store.nextRevision(item.visit), { code: "unsent" });
  await store.keepReceipt(item, RECEIPT);

  const next = await store.nextRevision(item.visit);

  assert.equal(next.id, item.visit);
  assert.equal(next.revision, 1);
  assert.deepEqual(next.answers, { q1: { value: "yes" } });
  assert.deepEqual(next.reviewer_notes, { q1: "Blurred." });
  const second = await sealed(store, next);
  assert.equal(second.id, `${item.visit}/1`);
  assert.deepEqual(await store.returned(), []);
});

const RETURNED = {
  id: "f0000000-0000-4000-8000-000000000001",
  assignment: assignment(1).id,
  location: "L1",
  questionnaire: { code: "cafe", version: 1, sha256: "c".repeat(64) },
  revision: 2,
  state: "returned",
  answers: { q1: { value: "no", photos: ["p".repeat(64)] } },
  photos: [{ id: "p".repeat(64), question: "q1", state: "ready" }],
  notes: { q1: "Why?" },
  started_at: "2026-08-10T10:00:00Z",
};

test("on a new phone a returned visit's answers come from the server", async () => {
  const { store } = await open();
  await store.keepAssignments([assignment(1)], "2026-08-14T09:00:00Z");
  const asked = [];
  const get = async (path) => asked.push(path) && { kind: "ok", json: RETURNED };

  const next = await store.nextRevision(RETURNED.id, { get });

  assert.deepEqual(asked, ["/visits/f0000000-0000-4000-8000-000000000001"]);

  assert.equal(next.revision, 3);
  assert.equal(next.title, "Harbour 1");
  assert.equal(next.started_at, "2026-08-10T10:00:00Z");
  assert.deepEqual(next.reviewer_notes, { q1: "Why?" });
  const item = await sealed(store, next);
  const body = JSON.parse(item.body);
  assert.deepEqual(body.photos, [{ id: "p".repeat(64), question: "q1", taken_at: null }]);
  assert.equal(body.revision, 3);
  const [view] = await store.items();
  assert.deepEqual(view.photos_left, []);
});

test("without signal a returned visit on a new phone comes from the list that was fetched", async () => {
  const { store } = await open();
  await assert.rejects(store.nextRevision(RETURNED.id), { code: "no_copy" });
  await store.keepReturned([RETURNED]);

  const next = await store.nextRevision(RETURNED.id);

  assert.equal(next.revision, 3);
  assert.equal(next.title, "L1");
  assert.deepEqual(next.answers, RETURNED.answers);
});

test("a refused photo is retaken in the same revision while the body is not accepted", async () => {
  const { store, draft } = await begun();
  const photo = await store.addPhoto({ draft, question: "q1", bytes: bytesOf(1), mime: "image/gif" });
  const item = await sealed(store, draft);
  await store.keepRefusal(item, { status: 415, code: "not_an_image", errors: [] }, photo.id);

  const again = await store.retakePhoto(item.id, photo.id);

  assert.equal(again.revision, 0);
  assert.deepEqual(again.photos, []);
  assert.deepEqual(await store.items(), []);
});

test("a refused photo of an accepted body is retaken in the next revision", async () => {
  const { store, draft } = await begun();
  const photo = await store.addPhoto({ draft, question: "q1", bytes: bytesOf(1), mime: "image/gif" });
  const item = await sealed(store, draft);
  await store.keepReceipt(item, RECEIPT);
  await store.keepRefusal(item, { status: 415, code: "not_an_image", errors: [] }, photo.id);
  assert.equal((await store.items())[0].state, "attention");

  const next = await store.retakePhoto(item.id, photo.id);

  assert.equal(next.revision, 1);
  assert.deepEqual(next.photos, []);
  await sealed(store, next);
  const [old, later] = await store.items();
  assert.equal(old.state, "acknowledged");
  assert.equal(later.state, "waiting");
});
