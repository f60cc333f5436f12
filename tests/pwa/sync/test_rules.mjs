// The outbox's rules by their numbers in the sender: what is a success, what is tried again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ADA, BEN, createChannels, createClock, createMarker } from "../store/cast.mjs";
import { createDisk } from "../store/fake_idb.mjs";
import { createServer, html, json, problem } from "./model_server.mjs";
import { createPhone, sealVisit } from "./phone.mjs";

const SIGNED = { received_at: "2026-08-14T10:00:01Z", signature: "ab".repeat(32) };
const REDIRECT = { type: "opaqueredirect", status: 0, headers: new Headers() };

/** A phone with one sealed visit whose server meets requests with `fault(request, count)`. */
async function sealedPhone({ photos = 0, fault, ...more } = {}) {
  const phone = await createPhone(more);
  const item = await sealVisit(phone, 1, photos);
  let count = 0;
  phone.server.fault = fault ? (request) => fault(request, (count += 1)) : null;
  const view = async () => (await phone.store.items())[0];
  return { ...phone, item, view };
}

const once = (reply) => (request, count) => (count === 1 ? reply(request) : null);

/** Pass the time until nothing is unsent; at most an hour. */
async function finish({ store, sync, clock }) {
  for (let round = 0; round < 60 && (await store.unsent()).length > 0; round += 1) {
    await sync.run();
    clock.jump(60_000);
  }
}

const FALSE_SUCCESSES = {
  "a captive portal's HTML": () => html(200),
  "HTML that calls itself JSON": () =>
    new Response("<html>", { headers: { "Content-Type": "application/json" } }),
  "a redirect": () => REDIRECT,
  "204 without content": () => new Response(null, { status: 204 }),
  "JSON that is no receipt": () => json(200, { ok: true }),
  "null": () => json(200, null),
  "a receipt of another visit": ({ path }) => json(201, receiptFor(path, { visit: BEN })),
  "a receipt of another revision": ({ path }) => json(201, receiptFor(path, { revision: 1 })),
  "a receipt of other bytes": ({ path }) =>
    json(201, receiptFor(path, { sha256: "e".repeat(64), photo: "e".repeat(64) })),
  "a receipt without a signature": ({ path }) => json(201, receiptFor(path, { signature: "" })),
  "a receipt without its time": ({ path }) => json(201, receiptFor(path, { received_at: null })),
};

let sealedItem = null;
const receiptFor = (path, changes) => {
  const photo = path.split("/photos/")[1];
  const own = photo ? { photo } : { revision: 0, sha256: sealedItem.sha256 };
  const { visit } = sealedItem;
  return { visit, ...own, ...SIGNED, missing_photos: [], complete: true, ...changes };
};

for (const [name, reply] of Object.entries(FALSE_SUCCESSES)) {
  test(`rule 2: ${name} is no success of a body`, async () => {
    const phone = await sealedPhone({ fault: once(reply) });
    sealedItem = phone.item;

    await phone.sync.run();

    const { state, receipt, tries, why } = await phone.view();
    assert.deepEqual([state, receipt, tries], ["waiting", null, 1]);
    assert.notEqual(why, null);
    await finish(phone);
    assert.equal((await phone.view()).state, "verified");
    assert.equal(phone.server.count, 1);
  });
}

for (const name of ["a captive portal's HTML", "a receipt of another visit", "a receipt of other bytes"]) {
  test(`rule 2: ${name} is no success of a photo`, async () => {
    const reply = FALSE_SUCCESSES[name];
    const fault = (request) => (request.path.includes("/photos/") ? reply(request) : null);
    const phone = await sealedPhone({ photos: 1, fault });
    sealedItem = phone.item;

    await phone.sync.run();

    const { state, photos_done, photos_left } = await phone.view();
    assert.deepEqual([state, photos_done, photos_left], ["waiting", 0, phone.item.photos]);
    phone.server.fault = null;
    await finish(phone);
    assert.equal((await phone.view()).state, "verified");
  });
}

test("rule 2: a receipt is a receipt only if it equals what was sent", async () => {
  const phone = await sealedPhone({ fault: once(({ path }) => json(201, receiptFor(path, {}))) });
  sealedItem = phone.item;

  await phone.sync.run();

  assert.equal((await phone.view()).state, "acknowledged");
});

for (const status of [408, 425, 429, 500, 502, 503, 504, 507]) {
  test(`rule 3: ${status} is tried again until it works`, async () => {
    const phone = await sealedPhone({ fault: (_, count) => (count <= 3 ? problem(status, "x") : null) });

    await finish(phone);

    assert.equal((await phone.view()).state, "verified");
    assert.equal(phone.server.requests.filter((line) => line.startsWith("PUT")).length, 4);
    assert.equal(phone.server.count, 1);
  });
}

test("rule 3: a response lost after the commit makes one visit, not two", async () => {
  const lose = () => ({
    after: () => {
      throw new TypeError("reset");
    },
  });
  const phone = await sealedPhone({ photos: 1, fault: (_, count) => (count <= 2 ? lose() : null) });

  await finish(phone);

  assert.equal((await phone.view()).state, "verified");
  assert.equal(phone.server.count, 2);
  assert.equal(phone.server.visits.get(phone.item.visit).revisions.length, 1);
});

test("rule 3: waits are full jitter over 2 s x 2^n, at most five minutes", async () => {
  const phone = await sealedPhone({ random: () => 0.999, fault: () => problem(500, "x") });
  const waits = [];

  for (let round = 0; round < 10; round += 1) {
    await phone.sync.run();
    const { next_at } = await phone.view();
    waits.push(Math.round((next_at - phone.clock.now()) / 1000));
    phone.clock.jump(next_at - phone.clock.now() + 1);
  }

  assert.deepEqual(waits, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
});

test("rule 3: nothing is sent before its time, and a poke sends it at once", async () => {
  const phone = await sealedPhone({ fault: once(() => problem(500, "x")) });
  await phone.sync.run();

  await phone.sync.run();
  assert.equal(phone.server.requests.length, 1);
  await phone.sync.poke("online");

  assert.equal(phone.server.requests.length, 2);
  assert.equal((await phone.view()).state, "acknowledged");
});

test("rule 3: Retry-After is honoured in seconds and as a date", async () => {
  for (const [header, seconds] of [
    ["120", 120],
    ["Fri, 14 Aug 2026 10:01:30 GMT", 90],
    ["86400", 300],
  ]) {
    const headers = { "Retry-After": header };
    const phone = await sealedPhone({ fault: () => problem(429, "too_many", { headers }) });

    await phone.sync.run();

    const { next_at } = await phone.view();
    assert.equal(Math.round((next_at - phone.clock.now()) / 1000), seconds);
  }
});

test("rule 3: started, it goes on by itself", async () => {
  const phone = await sealedPhone({ fault: (_, count) => (count <= 2 ? problem(500, "x") : null) });
  phone.sync.start();

  for (let count = 0; count < 12; count += 1) await phone.clock.tick(10_000);

  assert.equal((await phone.view()).state, "verified");
  phone.sync.stop();
});

test("rule 3: started, it sends what is sealed later without being poked", async () => {
  const phone = await createPhone();
  phone.sync.start();
  await phone.clock.tick(1_000);
  await sealVisit(phone, 1, 0);

  await phone.clock.tick(1_000);
  await phone.clock.tick(1_000);

  assert.equal((await phone.store.items())[0].state, "acknowledged");
  phone.sync.stop();
});

test("rule 3: without network two things are asked, not all of them", async () => {
  const phone = await sealedPhone({
    photos: 6,
    fault: () => {
      throw new TypeError("offline");
    },
  });

  await phone.sync.run();

  assert.equal(phone.server.requests.length, 2);
});

test("rule 4: two tabs send each thing once", async () => {
  const disk = createDisk();
  const clock = createClock();
  const marker = createMarker();
  const server = createServer();
  const channels = createChannels();
  const tab = () => createPhone({ disk, clock, marker, server, channel: channels() });
  const [first, second] = [await tab(), await tab()];
  for (let n = 1; n <= 3; n += 1) await sealVisit(first, n, 2);

  for (let round = 0; round < 3; round += 1) {
    await Promise.all([first.sync.poke("tap"), second.sync.poke("tap")]);
    clock.jump(31_000);
  }

  const puts = server.requests.filter((line) => line.startsWith("PUT"));
  assert.equal(puts.length, 9);
  assert.equal(new Set(puts).size, 9);
  assert.deepEqual(
    (await second.store.items()).map(({ state }) => state),
    ["verified", "verified", "verified"],
  );
});

test("rule 5: a photo that keeps failing holds back neither others nor the answers", async () => {
  const phone = await createPhone();
  const first = await sealVisit(phone, 1, 3);
  await sealVisit(phone, 2, 1);
  const [bad] = first.photos;
  phone.server.fault = ({ path }) => (path.endsWith(bad) ? problem(500, "x") : null);

  await phone.sync.run();

  const [one, two] = await phone.store.items();
  assert.deepEqual([one.photos_left, Boolean(one.receipt), one.state], [[bad], true, "waiting"]);
  assert.equal(two.state, "acknowledged");
});

test("rule 5: nor do photos whose connection always breaks", async () => {
  const phone = await createPhone();
  const { photos } = await sealVisit(phone, 1, 4);
  phone.server.fault = ({ path }) => {
    if (path.includes("/photos/")) throw new TypeError("reset");
    return null;
  };

  for (let round = 0; round < 6; round += 1) {
    await phone.sync.run();
    phone.clock.jump(10_000);
  }

  const [view] = await phone.store.items();
  assert.equal(Boolean(view.receipt), true);
  assert.deepEqual(view.photos_left, photos);
});

test("rule 8: a device clock in 2031, or set back, delays nothing", async () => {
  for (const year of ["2031-01-01", "1999-01-01"]) {
    const clock = createClock(Date.parse(`${year}T00:00:00Z`));
    const phone = await sealedPhone({ clock, fault: once(() => problem(503, "busy")) });
    await phone.sync.run();
    clock.wall = Date.parse("2026-08-14T10:00:00Z");

    clock.jump(2_000);
    await phone.sync.run();

    assert.equal((await phone.view()).state, "acknowledged");
  }
});

test("rule 8: after a restart nothing waits for a time that another clock set", async () => {
  const disk = createDisk();
  const marker = createMarker();
  const server = createServer();
  const early = createClock(Date.parse("2031-01-01T00:00:00Z"));
  const phone = await createPhone({ disk, marker, server, clock: early });
  await sealVisit(phone, 1, 0);
  server.fault = () => problem(503, "busy");
  await phone.sync.run();
  server.fault = null;

  const later = await createPhone({ disk, marker, server });
  await later.sync.run();

  assert.equal((await later.store.items())[0].state, "acknowledged");
});

test("rule 9: after sign-out nothing is sent, nothing shown, nothing cleared", async () => {
  const phone = await sealedPhone();
  await phone.store.setOwner(null);

  await phone.sync.poke("tap");

  assert.deepEqual(phone.server.requests, []);
  assert.deepEqual(await phone.store.items(), []);
  await phone.store.setOwner(ADA);
  assert.equal((await phone.view()).item.sha256, phone.item.sha256);
});

test("row foreign: another's work is never sent", async () => {
  const phone = await sealedPhone();
  await phone.store.setOwner(BEN);

  await phone.sync.poke("sign-in");

  assert.deepEqual(phone.server.requests, []);
  assert.equal(await phone.store.foreignCount(), 1);
});

test("row foreign: what is under way when the phone changes hands goes under its owner's name", async () => {
  const people = [];
  const phone = await sealedPhone({
    photos: 1,
    fault: async ({ headers }) => {
      people.push(headers["X-Person"]);
      await phone.store.setOwner(BEN);
      return null;
    },
  });

  await phone.sync.run();

  assert.deepEqual(people, [ADA]);
  await phone.store.setOwner(ADA);
  assert.equal((await phone.view()).photos_done, 1);
});

test("row foreign: nor does the next person's name get onto it between two steps", async () => {
  const people = [];
  const disk = createDisk();
  const server = createServer();
  server.fault = ({ headers }) => void people.push(headers["X-Person"]);
  const phone = await createPhone({ disk, server, wrap: (store) => ({
    ...store,
    photo: async (id) => {
      const row = await store.photo(id);
      await store.setOwner(BEN);
      return row;
    },
  }) });
  await sealVisit(phone, 1, 1);

  await phone.sync.run();

  assert.deepEqual(people, [ADA]);
});

test("row sign in: a session that ended for one person holds nothing back for the next", async () => {
  const phone = await sealedPhone({
    fault: async () => {
      await phone.store.setOwner(BEN);
      return problem(401, "unauthenticated");
    },
  });
  await phone.sync.run();
  phone.server.fault = null;
  await sealVisit(phone, 2, 0);

  await phone.sync.run();

  const [view] = await phone.store.items();
  assert.deepEqual([view.item.owner, view.state], [BEN, "acknowledged"]);
});

test("what was taken back in the last moment is not sent", async () => {
  let views = null;
  const phone = await createPhone({
    wrap: (store) => ({ ...store, unsent: async () => views ?? store.unsent() }),
  });
  const item = await sealVisit(phone, 1, 0);
  views = await phone.store.unsent();
  await phone.store.takeBack(item.id);

  await phone.sync.run();

  assert.deepEqual(phone.server.requests, []);
});

for (const [name, reply] of [
  ["401", () => problem(401, "unauthenticated")],
  ["401 without a word", () => html(401)],
  ["403 csrf_failed", () => problem(403, "csrf_failed")],
  ["another person's session", () => problem(401, "other_person")],
]) {
  test(`row sign in: ${name} stops all sending until somebody signs in`, async () => {
    const phone = await createPhone();
    await sealVisit(phone, 1, 2);
    await sealVisit(phone, 2, 2);
    phone.server.fault = reply;

    await phone.sync.run();
    await phone.sync.poke("tap");
    await phone.sync.run();

    assert.equal(phone.server.requests.length, 1);
    assert.deepEqual(
      (await phone.store.items()).map(({ state }) => state),
      ["sign_in", "sign_in"],
    );
    phone.server.fault = null;
    await phone.sync.poke("sign-in");
    assert.deepEqual(
      (await phone.store.items()).map(({ state }) => state),
      ["acknowledged", "acknowledged"],
    );
    assert.equal(phone.server.count, 6);
  });
}

for (const status of [400, 403, 404, 409, 410, 413, 415, 422]) {
  test(`row attention: ${status} is kept, asked once and not again by itself`, async () => {
    const errors = [{ loc: ["answers", "q1"], code: "required", message: "Needed." }];
    const phone = await sealedPhone({ fault: () => problem(status, "some_code", { errors }) });

    for (let round = 0; round < 3; round += 1) {
      await phone.sync.poke("online");
      phone.clock.jump(300_000);
    }

    const { state, refusal } = await phone.view();
    assert.equal(phone.server.requests.length, 1);
    assert.equal(state, "attention");
    assert.deepEqual(
      [refusal.status, refusal.code, refusal.detail, refusal.errors],
      [status, "some_code", "some_code.", errors],
    );
    assert.equal((await phone.view()).item.sha256, phone.item.sha256);
    phone.server.fault = null;
    await phone.sync.retryNow(phone.item.id);
    assert.equal((await phone.view()).state, "acknowledged");
  });
}

for (const status of [413, 415, 422]) {
  test(`row attention: a photo refused with ${status} is asked once, the rest arrives`, async () => {
    const phone = await sealedPhone({ photos: 2 });
    const [bad] = phone.item.photos;
    phone.server.fault = ({ path }) => (path.endsWith(bad) ? problem(status, "bad_photo") : null);

    for (let round = 0; round < 3; round += 1) {
      await phone.sync.poke("online");
      phone.clock.jump(300_000);
    }

    const view = await phone.view();
    const asked = phone.server.requests.filter((line) => line.endsWith(bad));
    assert.equal(asked.length, 1);
    assert.deepEqual([view.state, view.photos_done, Boolean(view.receipt)], ["attention", 1, true]);
  });
}

test("row attention: the exact body goes to support and its receipt is kept", async () => {
  const phone = await sealedPhone({ fault: once(() => problem(409, "different_content")) });
  await phone.sync.run();

  const reply = await phone.sync.park(phone.item.id);

  assert.equal(reply.kind, "ok");
  assert.deepEqual(phone.server.parked, [phone.item.body]);
  assert.equal((await phone.view()).parked.sha256, phone.item.sha256);
  assert.equal((await phone.view()).state, "attention");
});

test("row verified: the check comes 30 s after the receipt, not before", async () => {
  const phone = await sealedPhone();
  await phone.sync.run();
  phone.clock.jump(29_000);
  await phone.sync.run();
  assert.equal(phone.server.requests.length, 1);

  phone.clock.jump(1_000);
  await phone.sync.run();

  assert.equal(phone.server.requests.length, 2);
  assert.equal((await phone.view()).state, "verified");
});

test("row verified: photos that the check misses are sent again", async () => {
  const phone = await sealedPhone({ photos: 2 });
  await phone.sync.run();
  phone.server.visits.get(phone.item.visit).photos.delete(phone.item.photos[0]);
  phone.clock.jump(30_000);

  await phone.sync.run();
  assert.deepEqual((await phone.view()).missing, [phone.item.photos[0]]);
  await finish(phone);

  assert.equal((await phone.view()).state, "verified");
  assert.equal(phone.server.visits.get(phone.item.visit).photos.size, 2);
});

test("row verified: what a restored server has forgotten is sent again, all of it", async () => {
  const phone = await sealedPhone({ photos: 2 });
  await phone.sync.run();
  phone.server.visits.clear();

  phone.clock.jump(30_000);
  await finish(phone);

  assert.equal((await phone.view()).state, "verified");
  assert.equal(phone.server.visits.get(phone.item.visit).photos.size, 2);
});

test("row verified: a revision that a restored server has forgotten is sent again", async () => {
  const phone = await sealedPhone();
  await finish(phone);
  const next = await phone.store.nextRevision(phone.item.visit);
  await phone.store.seal(next.id, { outcome: "completed" });
  await phone.sync.run();
  phone.server.visits.get(phone.item.visit).revisions.pop();

  phone.clock.jump(30_000);
  await finish(phone);

  assert.equal((await phone.store.items())[1].state, "verified");
  assert.equal(phone.server.visits.get(phone.item.visit).revisions.length, 2);
});

test("row attention: what a restored server does not take any more asks for a person", async () => {
  const phone = await sealedPhone();
  await phone.sync.run();
  phone.server.visits.clear();
  phone.server.fault = () => problem(404, "not_found");
  phone.clock.jump(30_000);

  await phone.sync.run();

  const { state, refusal } = await phone.view();
  assert.deepEqual([state, refusal.code], ["attention", "not_found"]);
});

test("row returned: a revision that a later one followed is confirmed by its own bytes", async () => {
  const phone = await sealedPhone({ photos: 1 });
  await phone.sync.run();
  const next = await phone.store.nextRevision(phone.item.visit);
  await phone.store.seal(next.id, { outcome: "completed" });

  await finish(phone);

  const views = await phone.store.items();
  assert.deepEqual(
    views.map(({ item, state }) => [item.revision, state]),
    [
      [0, "verified"],
      [1, "verified"],
    ],
  );
  const puts = phone.server.requests.filter((line) => line.includes("/photos/"));
  assert.equal(puts.length, 1);
});

test("a photo that is retaken after its refusal brings the visit to its end", async () => {
  const phone = await sealedPhone({ photos: 2 });
  const [bad] = phone.item.photos;
  phone.server.fault = ({ path }) => (path.endsWith(bad) ? problem(415, "not_an_image") : null);
  await phone.sync.run();

  const draft = await phone.store.retakePhoto(phone.item.id, bad);
  await phone.store.seal(draft.id, { outcome: "completed" });
  await finish(phone);

  assert.deepEqual(
    (await phone.store.items()).map(({ state }) => state),
    ["verified", "verified"],
  );
});
