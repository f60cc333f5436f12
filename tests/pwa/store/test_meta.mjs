import assert from "node:assert/strict";
import { test } from "node:test";
import { ADA, BEN, assignment, open } from "./cast.mjs";

const AT = "2026-08-14T09:00:00Z";

test("a fact belongs to a person, a fact of the browser to nobody", async () => {
  const { store } = await open();
  await store.set("brief", "read");
  await store.setDevice("language", "fr");

  await store.setOwner(BEN);

  assert.equal(await store.get("brief"), undefined);
  assert.equal(await store.device("language"), "fr");
  await store.setOwner(ADA);
  assert.equal(await store.get("brief"), "read");
});

test("assignments are replaced by what was fetched, nearest deadline first", async () => {
  const { store } = await open();
  await store.keepAssignments([assignment(1)], AT);

  await store.keepAssignments([assignment(3), assignment(2)], "2026-08-14T10:00:00Z");

  assert.deepEqual(
    (await store.assignments()).map(({ location }) => location.code),
    ["L2", "L3"],
  );
  assert.equal(await store.assignmentsFetchedAt(), "2026-08-14T10:00:00Z");
});

test("rule 6: what was cancelled while there is work for it stays, marked as gone", async () => {
  const { store } = await open();
  await store.keepAssignments([assignment(1), assignment(2)], AT);
  await store.newDraft({ assignment: assignment(1).id });

  await store.keepAssignments([], AT);

  const [kept, ...others] = await store.assignments();
  assert.deepEqual([kept.id, kept.gone, others.length], [assignment(1).id, true, 0]);
});

test("one assignment as the server answered it takes the place of the old one", async () => {
  const { store } = await open();
  await store.keepAssignments([assignment(1)], AT);

  await store.keepAssignment({ ...assignment(1), state: "in_progress" });

  assert.equal((await store.assignment(assignment(1).id)).state, "in_progress");
  assert.equal(await store.assignment("unknown"), null);
});

test("a questionnaire is kept as the text it came as, with its tag", async () => {
  const { store } = await open();

  await store.keepQuestionnaire("c".repeat(64), '{"a": 1.50}', '"tag"');

  assert.equal(await store.questionnaire("c".repeat(64)), '{"a": 1.50}');
  assert.equal(await store.questionnaireTag("c".repeat(64)), '"tag"');
  assert.equal(await store.questionnaire("d".repeat(64)), null);
});

test("nobody keeps nothing", async () => {
  const { store } = await open({ owner: null });

  await store.set("brief", "read");
  await store.keepAssignments([assignment(1)], AT);
  await store.keepQuestionnaire("c".repeat(64), "{}");

  await store.setOwner(ADA);
  assert.equal(await store.get("brief"), undefined);
  assert.deepEqual(await store.assignments(), []);
  assert.equal(await store.questionnaire("c".repeat(64)), null);
});
