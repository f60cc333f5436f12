import assert from "node:assert/strict";
import { test } from "node:test";
import { createPhone, sealVisit } from "./phone.mjs";

const REFUSED = { status: 415, code: "not_an_image", detail: "", errors: [] };

test("a refused body goes to support byte for byte", async () => {
  const phone = await createPhone();
  const item = await sealVisit(phone);
  await phone.store.keepRefusal(item, { ...REFUSED, status: 404, code: "not_found" });

  const reply = await phone.sync.park(item.id);

  assert.equal(reply.kind, "ok");
  assert.deepEqual(phone.server.parked, [item.body]);
  assert.equal((await phone.store.item(item.id)).parked.sha256, item.sha256);
});

test("a refused photo goes to support without the body that was taken", async () => {
  const phone = await createPhone();
  const item = await sealVisit(phone);
  const { bytes } = await phone.store.photo(item.photos[1]);
  await phone.store.keepRefusal(item, REFUSED, item.photos[1]);

  const reply = await phone.sync.park(item.id);

  assert.equal(reply.kind, "ok");
  assert.deepEqual(phone.server.parked, [Buffer.from(bytes).toString()]);
  assert.equal((await phone.store.item(item.id)).parked.sha256, item.photos[1]);
});

test("without an answer nothing counts as parked", async () => {
  const phone = await createPhone();
  const item = await sealVisit(phone);
  await phone.store.keepRefusal(item, REFUSED, item.photos[1]);
  phone.server.fault = () => {
    throw new TypeError("no network");
  };

  const reply = await phone.sync.park(item.id);

  assert.equal(reply.kind, "retry");
  assert.equal((await phone.store.item(item.id)).parked, null);
});
