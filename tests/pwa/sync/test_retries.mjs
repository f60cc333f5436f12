// Rules 3, 5 and 8: what is tried again, when, and what does not wait for it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClock, createMarker } from "../store/cast.mjs";
import { createDisk } from "../store/fake_idb.mjs";
import { createServer, problem } from "./model_server.mjs";
import { createPhone, finish, once, sealedPhone, sealVisit } from "./phone.mjs";

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
