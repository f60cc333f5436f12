import assert from "node:assert/strict";
import { test } from "node:test";
import { assignment, bytesOf, open } from "./cast.mjs";

test("a draft is sealed with the keys the server takes", async () => {
  const { store, clock } = await open();
  const draft = await store.newDraft({ assignment: assignment(1) });
  const saved = store.change(draft.id, (live) => {
    live.answers.q1 = { value: "yes" };
  });
  await clock.tick(300);
  assert.equal(await saved, "2026-08-14T10:00:00.300Z");
  const photo = await store.addPhoto({ draft, question: "q2", bytes: bytesOf(1), mime: "image/jpeg" });

  const item = await store.seal(draft.id, { outcome: "completed" });

  assert.deepEqual(JSON.parse(item.body), {
    assignment: "d0000000-0000-4000-8000-000000000001",
    revision: 0,
    outcome: "completed",
    questionnaire: { code: "cafe", version: 1, sha256: "c".repeat(64) },
    answers: { q1: { value: "yes" }, q2: { photos: [photo.id] } },
    photos: [{ id: photo.id, question: "q2", taken_at: null }],
    events: [],
    started_at: "2026-08-14T10:00:00.000Z",
    sealed_at: "2026-08-14T10:00:00.300Z",
    time_zone: "Europe/Lisbon",
    device: "test",
  });
  assert.deepEqual(await store.drafts(), []);
  assert.equal((await store.items())[0].state, "waiting");
});
