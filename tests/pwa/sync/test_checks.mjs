// The confirming check, and revisions that follow one another.
import assert from "node:assert/strict";
import { test } from "node:test";
import { problem } from "./model_server.mjs";
import { finish, sealedPhone } from "./phone.mjs";

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
