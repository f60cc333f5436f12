// Seeded runs of a phone that is killed at any moment, over a network and a server that misbehave.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assignment, bytesOf, createClock, createMarker } from "../store/cast.mjs";
import { createDisk } from "../store/fake_idb.mjs";
import { createServer, html, json, problem } from "./model_server.mjs";
import { createPhone } from "./phone.mjs";

const SEEDS = process.env.DEMAND ? 300 : 60; // the gate tries many, the everyday run some
const ROUNDS = 12;

const turn = () => new Promise((resolve) => setImmediate(resolve));
const lost = () => {
  throw new TypeError("network");
};

/** Numbers in [0, 1) that a seed determines (mulberry32). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const FAULTS = [
  lost, // before it arrived
  () => ({ after: lost }), // after it was kept
  (request, server) => ({ after: () => server.replay(request) }), // twice
  () => html(200),
  () => html(502),
  () => new Response(null, { status: 204 }),
  () => ({ type: "opaqueredirect", status: 0, headers: new Headers() }),
  () => problem(503, "busy", { headers: { "Retry-After": "1" } }),
  () => problem(429, "too_many", { headers: { "Retry-After": "60" } }),
  () => problem(500, "malfunction"),
  () => json(200, { visit: "another", revision: 0, sha256: "0", signature: "ab".repeat(32) }),
  () => new Response('{"visit":', { headers: { "Content-Type": "application/json" } }),
  () => ({ after: () => new Promise(() => {}) }), // kept, and never a word
];

async function play(seed) {
  const random = numbers(seed);
  const chance = (share) => random() < share;
  const pick = (list) => list[Math.floor(random() * list.length)];
  const server = createServer();
  const clock = createClock();
  const disk = createDisk();
  const marker = createMarker();
  const wanted = new Map(); // assignment -> photos that the phone said were kept
  const amount = 1 + Math.floor(random() * 3);
  server.fault = (request) => (chance(0.4) ? pick(FAULTS)(request, server) : null);
  const start = () => createPhone({ server, clock, disk, marker, random });

  async function fill({ store }, n, kept) {
    const draft = await store.newDraft({ assignment: assignment(n) });
    for (let at = 0; at < n; at += 1) {
      const bytes = bytesOf(n * 10 + at, 50);
      const photo = await store.addPhoto({ draft, question: "q", bytes, mime: "image/jpeg" });
      if (!kept.photos.includes(photo.id)) kept.photos.push(photo.id);
    }
    await store.seal(draft.id, { outcome: "completed" });
    kept.sealed = true;
  }

  /** Let work go on for some turns; whether it came to its end. */
  async function drive(work, turns) {
    let isOver = false;
    work.then(
      () => (isOver = true),
      () => (isOver = true),
    );
    for (let count = 0; count < turns && !isOver; count += 1) {
      await turn();
      if (count % 50 === 49) clock.jump(60_000);
    }
    return isOver;
  }

  let phone = await start();
  for (let round = 0; round < ROUNDS; round += 1) {
    const work = [toDo(phone)];
    const other = chance(0.3) ? await start() : null; // a second tab
    if (other) work.push(other.sync.run());
    const turns = chance(0.5) ? Math.floor(random() * 120) : 2_000;
    const isOver = await drive(Promise.allSettled(work), turns);
    other?.tab.kill();
    if (!isOver || chance(0.2)) {
      phone.tab.kill();
      phone = await start();
      await holdTo(phone.store, wanted);
    }
    clock.jump(random() * 60_000);
    if (chance(0.05)) forgetSomething(server, pick);
  }

  /** Write a visit, answer a returned one, or send. */
  function toDo(which) {
    const open = [...wanted].find(([, kept]) => !kept.sealed);
    const n = open?.[0] ?? wanted.size + 1;
    if (n <= amount && chance(0.6)) {
      if (!open) wanted.set(n, { id: assignment(n).id, photos: [], sealed: false });
      return fill(which, n, wanted.get(n));
    }
    return chance(0.3) ? revise(which) : which.sync.run();
  }

  server.fault = null;
  for (const [n, kept] of wanted) {
    if (!(await isSealed(phone.store, kept))) await fill(phone, n, kept);
  }
  for (let round = 0; round < 12; round += 1) {
    await phone.sync.poke("online");
    if ((await phone.store.unsent()).length === 0) break;
    clock.jump(31_000);
  }
  return { store: phone.store, server, wanted };
}

/** The next revision of a visit that was returned. */
async function revise({ store }) {
  const views = await store.items();
  const done = views.filter(({ receipt, item: { visit, revision } }) => {
    const isLast = !views.some(({ item }) => item.visit === visit && item.revision > revision);
    return receipt && isLast;
  });
  if (done.length === 0) return;
  const draft = await store.nextRevision(done[0].item.visit);
  await store.seal(draft.id, { outcome: "completed" });
}

const isSealed = async (store, { id }) =>
  (await store.items()).some(({ item }) => item.assignment === id);

/** What the phone said was kept is there after it was killed. */
async function holdTo(store, wanted) {
  const drafts = await store.drafts();
  const items = await store.items();
  for (const { id, photos, sealed } of wanted.values()) {
    const item = items.find((view) => view.item.assignment === id)?.item;
    const draft = drafts.find((each) => each.assignment === id);
    const there = item ?? draft;
    if (sealed) assert.ok(item, "a sealed visit is gone");
    if (item && draft) assert.ok(draft.revision > item.revision, "a sealed draft is back");
    const listed = new Set((there?.photos ?? []).map((photo) => photo.id ?? photo));
    for (const photo of photos) {
      assert.ok(listed.has(photo), "a photo is gone from its draft");
      assert.ok(await store.photo(photo), "a photo's bytes are gone");
    }
  }
}

/** A server that was restored from a backup knows less than it has signed. */
function forgetSomething(server, pick) {
  const visits = [...server.visits.values()].filter(({ photos }) => photos.size > 0);
  if (visits.length === 0) return;
  const { photos, revisions } = pick(visits);
  if (revisions.length === 0) photos.delete([...photos][0]);
}

/** What is wrong at the end of a run, as sentences. */
async function faultsOf(seed) {
  const { store, server, wanted } = await play(seed);
  const views = await store.items();
  const faults = [];
  const hold = (isSo, words) => isSo || faults.push(`seed ${seed}: ${words}`);
  const visits = new Set(views.map(({ item }) => item.visit));
  hold(visits.size === wanted.size, `${visits.size} of ${wanted.size} visits on the phone`);
  hold(server.visits.size === wanted.size, `${server.visits.size} of ${wanted.size} arrived`);
  for (const { item, state, receipt } of views) {
    const { revisions, photos } = server.visits.get(item.visit) ?? { revisions: [], photos: [] };
    const amount = views.filter((view) => view.item.visit === item.visit).length;
    const arrived = revisions[item.revision];
    hold(state === "verified", `${item.id} is ${state}`);
    hold(revisions.length === amount, `${revisions.length} of ${amount} revisions arrived`);
    hold(arrived?.body === item.body, `${item.id} has another body`);
    hold(receipt?.sha256 === arrived?.sha256, `${item.id} has another receipt`);
    hold(`${[...photos].sort()}` === `${[...item.photos].sort()}`, `${item.id} has other photos`);
  }
  return faults;
}

// before the first test, because the runner watches every promise made after it
const faults = [];
for (let seed = 1; seed <= SEEDS; seed += 1) faults.push(...(await faultsOf(seed)));

test(`${SEEDS} phones killed at any moment lose nothing and double nothing`, () => {
  assert.deepEqual(faults, []);
});
