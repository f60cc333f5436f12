// What is sealed while the browser says it is offline: it can be taken back, and is never stuck.
import assert from "node:assert/strict";
import { test } from "node:test";
import { settled } from "../store/cast.mjs";
import { finish, sealedPhone } from "./phone.mjs";

const lost = () => {
  throw new TypeError("no network");
};

test("a body is held while the browser says it is offline, and can be taken back", async () => {
  const phone = await sealedPhone({ isOffline: () => true, fault: lost });

  await phone.sync.run();
  await phone.sync.poke("tap");
  await phone.sync.poke("visible");
  const { attempted } = await phone.view();
  const draft = await phone.store.takeBack(phone.item.id);

  assert.equal(attempted, false);
  assert.deepEqual(phone.server.requests, []);
  assert.equal(draft.id, phone.item.visit);
});

test("photos do not wait for their body, which may still be taken back", async () => {
  const phone = await sealedPhone({ photos: 2, isOffline: () => true, fault: lost });

  await phone.sync.run();

  const isPhoto = (line) => line.includes("/photos/");
  assert.deepEqual(phone.server.requests.map(isPhoto), [true, true]);
  assert.equal((await phone.view()).attempted, false);
});

test("it is sent as soon as the browser says it is online", async () => {
  const said = { offline: true };
  const phone = await sealedPhone({ isOffline: () => said.offline });
  await phone.sync.run();

  said.offline = false;
  await phone.sync.poke("online");

  assert.equal((await phone.view()).state, "acknowledged");
});

test("who wants it sent now is believed before the browser is", async () => {
  const phone = await sealedPhone({ isOffline: () => true });
  await phone.sync.run();

  await phone.sync.poke("send");

  assert.equal((await phone.view()).state, "acknowledged");
});

test("a browser that is wrong about the network holds nothing for longer than five minutes", async () => {
  const phone = await sealedPhone({ isOffline: () => true });
  await phone.sync.run();

  phone.clock.jump(299_000);
  await phone.sync.poke("tap");
  assert.deepEqual(phone.server.requests, []);
  phone.clock.jump(1_000);
  await phone.sync.run();

  assert.equal((await phone.view()).state, "acknowledged");
});

test("what may have arrived is neither held nor taken back, whatever the browser says", async () => {
  const said = { offline: false };
  const phone = await sealedPhone({
    isOffline: () => said.offline,
    fault: (_, count) => (count === 1 ? { after: lost } : null),
  });
  await phone.sync.run();
  said.offline = true;

  await assert.rejects(phone.store.takeBack(phone.item.id), { code: "unknown" });
  await finish(phone);

  assert.equal((await phone.view()).state, "verified");
  assert.equal(phone.server.visits.get(phone.item.visit).revisions.length, 1);
});

test("the sender sleeps until a held body is due, and then sends it by itself", async () => {
  const phone = await sealedPhone({ isOffline: () => true });

  phone.sync.start();
  await settled();
  const sleeps = phone.clock.next() - phone.clock.mono();
  await phone.clock.tick(300_000);
  phone.sync.stop();

  assert.equal(sleeps, 300_000);
  assert.equal((await phone.view()).state, "acknowledged");
});
