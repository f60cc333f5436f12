import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { makeRecovery } from "../../../shopper_forms/pwa/sync/recovery.js";
import { ADA, BEN, assignment, bytesOf } from "../store/cast.mjs";
import { createPhone, sealVisit } from "./phone.mjs";

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

test("rule 12: the file holds exact bodies, photos and drafts, and nothing that is verified", async () => {
  const phone = await createPhone();
  await sealVisit(phone, 1, 1);
  await phone.sync.run();
  phone.clock.jump(30_000);
  await phone.sync.run();
  const item = await sealVisit(phone, 2, 1);
  const draft = await phone.store.newDraft({ assignment: assignment(3) });
  const large = crypto.getRandomValues(new Uint8Array(65_000)).buffer;
  const photo = await phone.store.addPhoto({ draft, question: "q1", bytes: large, mime: "image/heic" });

  const blob = await makeRecovery(phone.store, phone.clock);

  const file = JSON.parse(await blob.text());
  assert.deepEqual(Object.keys(file), ["format", "person", "made_at", "items", "drafts"]);
  assert.equal(file.format, "recovery/1");
  assert.equal(file.person, ADA);
  assert.equal(file.made_at, new Date(phone.clock.now()).toISOString());
  assert.equal(file.items.length, 1);
  const [kept] = file.items;
  assert.deepEqual(Object.keys(kept), ["visit", "revision", "sha256", "body", "photos"]);
  assert.equal(sha256(kept.body), item.sha256);
  assert.equal(sha256(Buffer.from(kept.photos[0].base64, "base64")), item.photos[0]);
  assert.equal(file.drafts.length, 1);
  assert.equal(file.drafts[0].id, draft.id);
  const [bytes] = file.drafts[0].photos_kept;
  assert.deepEqual([bytes.id, bytes.mime], [photo.id, "image/heic"]);
  assert.equal(sha256(Buffer.from(bytes.base64, "base64")), photo.id);
});

test("rule 12: another's work is not in the file", async () => {
  const phone = await createPhone();
  await sealVisit(phone, 1, 1);
  await phone.store.setOwner(BEN);

  const file = JSON.parse(await (await makeRecovery(phone.store)).text());

  assert.deepEqual([file.person, file.items, file.drafts], [BEN, [], []]);
});

test("rule 12: a photo of any length comes out as it went in", async () => {
  for (const length of [0, 1, 2, 3, 49_151, 49_152, 49_153]) {
    const phone = await createPhone();
    const draft = await phone.store.newDraft({ assignment: assignment(1) });
    await phone.store.addPhoto({ draft, bytes: bytesOf(7, length), mime: "image/jpeg" });

    const file = JSON.parse(await (await makeRecovery(phone.store)).text());

    const { base64 } = file.drafts[0].photos_kept[0];
    assert.deepEqual(Buffer.from(base64, "base64"), Buffer.from(bytesOf(7, length)));
  }
});
