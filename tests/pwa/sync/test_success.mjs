// Rule 2: what is a success, and what only looks like one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BEN } from "../store/cast.mjs";
import { html, json } from "./model_server.mjs";
import { finish, once, sealedPhone } from "./phone.mjs";

const SIGNED = { received_at: "2026-08-14T10:00:01Z", signature: "ab".repeat(32) };
const REDIRECT = { type: "opaqueredirect", status: 0, headers: new Headers() };
const BAD_JSON = { headers: { "Content-Type": "application/json" } };
const OTHER_BYTES = { sha256: "e".repeat(64), photo: "e".repeat(64) };
const receipt = (changes) => ({ path }) => json(201, receiptFor(path, changes));

/** What looks like a success, and why it is none. */
const FALSE_SUCCESSES = {
  "a captive portal's HTML": [() => html(200), "not_json"],
  "HTML that calls itself JSON": [() => new Response("<html>", BAD_JSON), "not_json"],
  "a redirect": [() => REDIRECT, "redirect"],
  "204 without content": [() => new Response(null, { status: 204 }), "not_json"],
  "JSON that is no receipt": [() => json(200, { ok: true }), "wrong_receipt"],
  null: [() => json(200, null), "wrong_receipt"],
  "a receipt of another visit": [receipt({ visit: BEN }), "wrong_receipt"],
  "a receipt of another revision": [receipt({ revision: 1 }), "wrong_receipt"],
  "a receipt of other bytes": [receipt(OTHER_BYTES), "wrong_receipt"],
  "a receipt without a signature": [receipt({ signature: "" }), "wrong_receipt"],
  "a receipt without its time": [receipt({ received_at: null }), "wrong_receipt"],
};
const OF_PHOTOS = [
  "a captive portal's HTML",
  "a receipt of another visit",
  "a receipt of other bytes",
  "a receipt without a signature",
];

let sealedItem = null;
const receiptFor = (path, changes) => {
  const photo = path.split("/photos/")[1];
  const own = photo ? { photo } : { revision: 0, sha256: sealedItem.sha256 };
  const { visit } = sealedItem;
  return { visit, ...own, ...SIGNED, missing_photos: [], complete: true, ...changes };
};

for (const [name, [reply, reason]] of Object.entries(FALSE_SUCCESSES)) {
  test(`rule 2: ${name} is no success of a body`, async () => {
    const phone = await sealedPhone({ fault: once(reply) });
    sealedItem = phone.item;

    await phone.sync.run();

    const { state, receipt: kept, tries, why } = await phone.view();
    assert.deepEqual([state, kept, tries, why], ["waiting", null, 1, reason]);
    await finish(phone);
    assert.equal((await phone.view()).state, "verified");
    assert.equal(phone.server.count, 1);
  });
}

for (const name of OF_PHOTOS) {
  test(`rule 2: ${name} is no success of a photo`, async () => {
    const [reply, reason] = FALSE_SUCCESSES[name];
    const fault = (request) => (request.path.includes("/photos/") ? reply(request) : null);
    const phone = await sealedPhone({ photos: 1, fault });
    sealedItem = phone.item;

    await phone.sync.run();

    const { state, photos_done, photos_left, why } = await phone.view();
    assert.deepEqual([state, photos_done, why], ["waiting", 0, reason]);
    assert.deepEqual(photos_left, phone.item.photos);
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
