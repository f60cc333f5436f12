import assert from "node:assert/strict";
import { test } from "node:test";
import { createPhone, sealVisit } from "./phone.mjs";

test("photos go first, one by one, then the body, then it is checked", async () => {
  const phone = await createPhone();
  const item = await sealVisit(phone);

  await phone.sync.run();

  const [view] = await phone.store.items();
  assert.equal(view.state, "acknowledged");
  assert.equal(view.reference, "26KN");
  await phone.clock.tick(30_000);
  await phone.sync.run();
  assert.equal((await phone.store.items())[0].state, "verified");
  assert.deepEqual(phone.server.requests, [
    `PUT /visits/${item.visit}/photos/${item.photos[0]}`,
    `PUT /visits/${item.visit}/photos/${item.photos[1]}`,
    `PUT /visits/${item.visit}`,
    `GET /visits/${item.visit}/receipt`,
  ]);
});
