import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ADA,
  BEN,
  assignment,
  createChannels,
  createClock,
  createMarker,
  open,
  settled,
} from "./cast.mjs";
import { createDisk } from "./fake_idb.mjs";

const answer = (code, value) => (draft) => {
  draft.answers[code] = { value };
};

async function begun(more) {
  const phone = await open(more);
  const draft = await phone.store.newDraft({ assignment: assignment(1) });
  return { ...phone, draft };
}

async function twoTabs() {
  const disk = createDisk();
  const clock = createClock();
  const channels = createChannels();
  const marker = createMarker();
  const first = await open({ disk, clock, marker, channel: channels() });
  const second = await open({ disk, clock, marker, channel: channels() });
  const { id } = await first.store.newDraft({ assignment: assignment(1) });
  await settled();
  return { first: first.store, second: second.store, disk, clock, marker, id };
}

test("a change is in memory at once and on disk after 300 ms", async () => {
  const { store, clock, disk, draft } = await begun();

  const saved = store.change(draft.id, answer("q1", "yes"));

  assert.deepEqual(draft.answers, { q1: { value: "yes" } });
  assert.deepEqual(store.saved(draft.id), {
    at: "2026-08-14T10:00:00.000Z",
    dirty: true,
    failed: null,
  });
  await clock.tick(299);
  assert.equal(store.saved(draft.id).dirty, true);
  await clock.tick(1);
  assert.equal(await saved, "2026-08-14T10:00:00.300Z");
  const later = await open({ disk });
  const kept = await later.store.draftOf(assignment(1).id);
  assert.deepEqual(kept.answers, { q1: { value: "yes" } });
});

test("a page that goes puts what is unwritten on disk at once", async () => {
  const { store, disk, draft } = await begun();
  store.change(draft.id, answer("q1", "yes"));

  store.leave();

  await settled();
  const later = await open({ disk });
  const kept = await later.store.draftOf(assignment(1).id);
  assert.deepEqual(kept.answers, { q1: { value: "yes" } });
});

test("a page that goes brings no draft back that another tab has sealed", async () => {
  const { first, second, disk, id } = await twoTabs();
  await second.drafts();
  const saved = second.change(id, answer("q1", "late"));
  const item = await first.seal(id, { outcome: "completed" });

  second.leave();
  await settled();

  assert.deepEqual(await first.drafts(), []);
  await assert.rejects(first.newDraft({ assignment: assignment(1) }), { code: "sealed" });
  await first.purge();
  assert.equal(disk.stores.get("drafts").size, 0);
  assert.deepEqual(
    (await first.items()).map((view) => view.item.sha256),
    [item.sha256],
  );
  assert.ok(saved);
});

test("drafts are written with strict durability", async () => {
  const { store, disk, draft } = await begun();
  disk.strict.length = 0;

  store.change(draft.id, answer("q1", "yes"));
  await store.flush();

  assert.deepEqual(disk.strict, ["strict"]);
});

test("flush writes at once and tells that all is on disk", async () => {
  const { store, disk, draft } = await begun();
  store.change(draft.id, answer("q1", "yes"));

  const isAll = await store.flush();

  assert.equal(isAll, true);
  const later = await open({ disk });
  assert.deepEqual((await later.store.drafts())[0].answers, { q1: { value: "yes" } });
});

test("an older write never lies over a newer one", async () => {
  const { store, disk, draft } = await begun();
  for (let count = 0; count < 20; count += 1) {
    store.change(draft.id, answer("q1", String(count)));
    store.flush();
  }

  await store.flush();

  const later = await open({ disk });
  assert.deepEqual((await later.store.drafts())[0].answers, { q1: { value: "19" } });
});

test("what was acknowledged as saved is there after the browser was killed", async () => {
  const { store, tab, clock, disk, draft } = await begun();
  const saved = store.change(draft.id, answer("q1", "yes"));
  await clock.tick(300);
  await saved;
  store.change(draft.id, answer("q2", "no"));
  store.flush();

  tab.kill();

  const later = await open({ disk });
  const kept = await later.store.draftOf(assignment(1).id);
  assert.deepEqual(kept.answers.q1, { value: "yes" });
});

test("a second draft for an assignment is the first one", async () => {
  const { store, draft } = await begun();

  const again = await store.newDraft({ assignment: assignment(1) });

  assert.equal(again, draft);
});

test("a draft for an assignment by its id takes name, zone and questionnaire from the list", async () => {
  const { store } = await open();
  await store.keepAssignments([assignment(2)], "2026-08-14T09:00:00Z");

  const draft = await store.newDraft({ assignment: assignment(2).id });

  assert.equal(draft.title, "Harbour 2");
  assert.equal(draft.time_zone, "Europe/Lisbon");
  assert.equal(draft.questionnaire.code, "cafe");
  await assert.rejects(store.newDraft({ assignment: "unknown" }), { code: "no_assignment" });
});

test("no draft is begun for an assignment whose visit is sealed", async () => {
  const { store, draft } = await begun();
  await store.seal(draft.id, { outcome: "completed" });

  await assert.rejects(store.newDraft({ assignment: assignment(1) }), { code: "sealed" });
});

test("two tabs that answer different questions keep both answers", async () => {
  const { first, second, clock, disk, id } = await twoTabs();
  await second.drafts();
  first.change(id, answer("q1", "yes"));
  second.change(id, answer("q2", "no"));

  await clock.tick(300);
  await clock.tick(300);

  const both = { q1: { value: "yes" }, q2: { value: "no" } };
  assert.deepEqual((await first.drafts())[0].answers, both);
  assert.deepEqual((await second.drafts())[0].answers, both);
  const later = await open({ disk });
  assert.deepEqual((await later.store.drafts())[0].answers, both);
});

test("of two answers to one question in two tabs the one written last stays", async () => {
  const { first, second, clock, id } = await twoTabs();
  await second.drafts();
  first.change(id, answer("q1", "yes"));
  await clock.tick(300);
  second.change(id, answer("q1", "no"));
  await clock.tick(300);

  assert.deepEqual((await first.drafts())[0].answers, { q1: { value: "no" } });
});

test("two tabs that go on after a first write keep both answers, too", async () => {
  const { first, second, clock, id } = await twoTabs();
  await second.drafts();
  first.change(id, answer("q1", "yes"));
  await clock.tick(300);
  await clock.tick(300);
  first.change(id, answer("q2", "yes"));
  second.change(id, answer("q3", "yes"));

  await clock.tick(300);
  await clock.tick(300);

  const [one] = await first.drafts();
  const [other] = await second.drafts();
  assert.deepEqual(Object.keys(one.answers).sort(), ["q1", "q2", "q3"]);
  assert.deepEqual(other.answers, one.answers);
});

test("a tab shows what another one wrote, in the draft it holds", async () => {
  const { first, second, clock, id } = await twoTabs();
  const [shown] = await second.drafts();
  const heard = [];
  second.on("change", ({ kind, id: of }) => heard.push([kind, of]));

  first.change(id, answer("q1", "yes"));
  await clock.tick(300);

  assert.deepEqual(shown.answers, { q1: { value: "yes" } });
  assert.deepEqual(heard, [["draft", id]]);
});

test("a tab with another person in it hears nothing of this one's work", async () => {
  const { first, second, clock, id } = await twoTabs();
  await second.setOwner(BEN);
  const heard = [];
  second.on("change", ({ kind }) => heard.push(kind));

  first.change(id, answer("q1", "yes"));
  await clock.tick(300);

  assert.deepEqual(heard, []);
});

test("a draft that another tab sealed is not written again", async () => {
  const { first, second, clock, id } = await twoTabs();
  await second.drafts();
  await first.seal(id, { outcome: "completed" });

  const saved = second.change(id, answer("q1", "late"));
  await clock.tick(300);

  assert.equal(await saved, null);
  assert.deepEqual(await second.drafts(), []);
  assert.equal((await first.items()).length, 1);
  assert.equal(await second.change(id, answer("q1", "later")), null);
});

test("rule 10: a database closed under the app is opened again and the answers are kept", async () => {
  const { store, tab, clock, disk, draft } = await begun();
  tab.closeUnder();

  const saved = store.change(draft.id, answer("q1", "yes"));
  await clock.tick(300);

  assert.equal(await saved, "2026-08-14T10:00:00.300Z");
  const later = await open({ disk });
  assert.deepEqual((await later.store.drafts())[0].answers, { q1: { value: "yes" } });
});

test("rule 10: closed in the middle of a write, the write is made again", async () => {
  const { store, tab, draft } = await begun();
  store.change(draft.id, answer("q1", "yes"));
  const flushed = store.flush();
  await new Promise((resolve) => setImmediate(resolve));

  tab.closeUnder();

  assert.equal(await flushed, true);
});

test("rule 10: while it cannot be opened the answers stay in memory and that is said", async () => {
  const { store, tab, clock, draft } = await begun();
  tab.refuse = true;
  tab.closeUnder();
  const heard = [];
  store.on("change", ({ kind }) => heard.push(kind));

  const saved = store.change(draft.id, answer("q1", "yes"));
  await clock.tick(300);

  assert.deepEqual(store.saved(draft.id), {
    at: "2026-08-14T10:00:00.000Z",
    dirty: true,
    failed: "gone",
  });
  assert.deepEqual(heard, ["draft", "draft"]);
  assert.deepEqual((await store.drafts())[0].answers, { q1: { value: "yes" } });
  tab.refuse = false;
  await clock.tick(2_000);
  assert.equal(await saved, "2026-08-14T10:00:02.300Z");
  assert.equal(store.saved(draft.id).failed, null);
});

test("rule 10: eviction is said once, and the answers in memory are written anew", async () => {
  const { store, tab, clock, disk, draft } = await begun();
  await settled();
  disk.evict();
  tab.closeUnder();

  store.change(draft.id, answer("q1", "yes"));
  await clock.tick(300);
  await clock.tick(300);

  assert.equal(store.evicted(), 1);
  assert.equal(store.evicted(), 0);
  const later = await open({ disk });
  assert.deepEqual((await later.store.drafts())[0].answers, { q1: { value: "yes" } });
});

test("rule 10: eviction between two visits to the app is said", async () => {
  const { disk, marker } = await begun();
  await settled();
  disk.evict();

  const later = await open({ disk, marker });

  assert.equal(later.store.evicted(), 1);
  const again = await open({ disk: createDisk(), marker: createMarker() });
  assert.equal(again.store.evicted(), 0);
});

test("a phone without room says so, keeps the answer and writes it when there is room", async () => {
  const { store, clock, disk, draft } = await begun();
  disk.quota = 10;

  const saved = store.change(draft.id, answer("q1", "yes"));
  await clock.tick(300);

  assert.equal(store.saved(draft.id).failed, "full");
  assert.deepEqual(draft.answers, { q1: { value: "yes" } });
  disk.quota = Infinity;
  await clock.tick(2_000);
  assert.equal(await saved, "2026-08-14T10:00:02.300Z");
});

test("a database that never answers is given up after 30 s and tried again", async () => {
  const { store, tab, clock, draft } = await begun();
  tab.hang = true;
  const saved = store.change(draft.id, answer("q1", "yes"));
  await clock.tick(300);
  tab.hang = false;

  await clock.tick(30_000);

  assert.equal(await saved, "2026-08-14T10:00:30.300Z");
});

test("nobody's drafts are shown when nobody is here, and each sees their own", async () => {
  const { store, draft } = await begun();

  await store.setOwner(null);
  assert.deepEqual(await store.drafts(), []);
  await store.setOwner(BEN);
  assert.deepEqual(await store.drafts(), []);
  const own = await store.newDraft({ assignment: assignment(1) });
  await store.setOwner(ADA);

  assert.notEqual(own.id, draft.id);
  assert.deepEqual(
    (await store.drafts()).map(({ id }) => id),
    [draft.id],
  );
});

test("signing out writes what was typed before it hides it", async () => {
  const { store, disk, draft } = await begun();
  store.change(draft.id, answer("q1", "yes"));

  await store.setOwner(null);

  const later = await open({ disk });
  assert.deepEqual((await later.store.drafts())[0].answers, { q1: { value: "yes" } });
});
