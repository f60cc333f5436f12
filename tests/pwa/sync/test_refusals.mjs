// Sign in and attention: what waits for a person, asked once and kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BEN } from "../store/cast.mjs";
import { html, problem } from "./model_server.mjs";
import { createPhone, once, sealedPhone, sealVisit } from "./phone.mjs";

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
