// Rules 4 and 9: two tabs, two people, one phone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ADA, BEN, createChannels, createClock, createMarker } from "../store/cast.mjs";
import { createDisk } from "../store/fake_idb.mjs";
import { createServer } from "./model_server.mjs";
import { createPhone, sealedPhone, sealVisit } from "./phone.mjs";

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
