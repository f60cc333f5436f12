// One row that the phone cannot read or write any more holds back nothing else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeRecovery } from "../../../shopper_forms/pwa/sync/recovery.js";
import { createPhone, sealVisit } from "./phone.mjs";

const gone = () => {
  throw Object.assign(new Error("gone"), { code: "gone" });
};

test("rule 5: a photo whose bytes cannot be read holds back neither answers nor other visits", async () => {
  let bad = null;
  const phone = await createPhone({
    wrap: (store) => ({ ...store, photo: (id) => (id === bad ? gone() : store.photo(id)) }),
  });
  const item = await sealVisit(phone, 1, 2);
  [bad] = item.photos;
  await sealVisit(phone, 2, 1);

  await phone.sync.run();

  const views = await phone.store.items();
  assert.deepEqual(
    views.map(({ photos_done, receipt }) => [photos_done, Boolean(receipt)]),
    [[1, true], [1, true]],
  );
  assert.equal(views[0].tries, 1);
  assert.ok(views[0].next_at > phone.clock.now());
});

test("rule 3: a receipt that cannot be kept is asked for again with patience, not at once", async () => {
  const phone = await createPhone({ wrap: (store) => ({ ...store, keepReceipt: async () => gone() }) });
  await sealVisit(phone, 1, 0);
  phone.sync.start();
  await phone.sync.run();

  const asked = [];
  for (let minute = 0; minute < 30; minute += 1) {
    phone.clock.jump(60_000);
    await phone.sync.run();
    asked.push(phone.server.requests.length);
  }

  assert.ok(asked.at(-1) < 20, `${asked.at(-1)} requests in half an hour`);
  assert.equal(phone.server.count, 1);
});

test("rule 12: the file holds what can be read, though a photo of it cannot", async () => {
  const phone = await createPhone();
  const item = await sealVisit(phone, 1, 2);
  const [bad, good] = item.photos;
  const store = { ...phone.store, photo: async (id) => (id === bad ? gone() : phone.store.photo(id)) };

  const file = JSON.parse(await (await makeRecovery(store, phone.clock)).text());

  assert.deepEqual(file.items[0].photos.map(({ id }) => id), [good]);
});
