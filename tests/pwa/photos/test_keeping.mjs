// Originals first, then smaller ones in their place, one at a time; nothing is lost on the way.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import {
  LARGEST,
  beforeCamera,
  cameraLeft,
  finishPhotos,
  keepPhotos,
} from "../../../shopper_forms/pwa/photos/keeping.js";
import { isStoring, photosSettled, photosStored } from "../../../shopper_forms/pwa/photos/line.js";

const steps = [];
let busy = 0;
let mostBusy = 0;

/** Stands for the worker: what begins with 0 cannot be decoded; else the first byte, lower-case. */
class FakeWorker extends EventTarget {
  async postMessage({ id, bytes }) {
    busy += 1;
    mostBusy = Math.max(mostBusy, busy);
    const first = new Uint8Array(bytes)[0];
    steps.push(`shrink ${String.fromCharCode(first)}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
    busy -= 1;
    const smaller = first === 48 ? null : new Uint8Array([first + 32]).buffer;
    this.dispatchEvent(Object.assign(new Event("message"), { data: { id, bytes: smaller } }));
  }
}
globalThis.Worker = FakeWorker;
globalThis.OffscreenCanvas = class {};

function fakeStore({ room = Infinity } = {}) {
  const photos = new Map();
  const facts = new Map();
  const letter = (bytes) => String.fromCharCode(new Uint8Array(bytes)[0]);
  const used = () => [...photos.values()].reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  return {
    photos,
    facts,
    flush: async () => { steps.push("flush"); },
    get: async (name) => facts.get(name),
    async set(name, value) {
      steps.push(`set ${name} ${value ? "on" : "off"}`);
      facts.set(name, value);
    },
    photo: async (id) => photos.get(id) ?? null,
    async addPhoto({ question, bytes, mime, taken_at }) {
      const isFull = used() + bytes.byteLength > room;
      if (isFull) throw Object.assign(new Error("full"), { code: "full" });
      const id = letter(bytes);
      steps.push(`add ${id} ${question}`);
      photos.set(id, { id, bytes, mime, taken_at, original: true });
      return photos.get(id);
    },
    async swapPhoto(old, { bytes, mime }) {
      const id = letter(bytes);
      steps.push(`swap ${old} ${id}`);
      photos.delete(old);
      photos.set(id, { id, bytes, mime, original: false });
      return id;
    },
  };
}

const file = (letter, size = 10, type = "image/jpeg") =>
  new Blob([letter.repeat(size)], { type });

const keep = (store, files, more = {}) =>
  keepPhotos(store, { draftId: "d", question: "q", files, ...more });

beforeEach(() => {
  steps.length = 0;
  mostBusy = 0;
});

test("all originals are stored before the first is shrunk, one at a time", async () => {
  const store = fakeStore();

  const kept = await keep(store, [file("A"), file("B")]);

  assert.deepEqual(kept, { kept: 2, unfiled: 0, missed: 0, large: [] });
  assert.deepEqual(steps, [
    "set camera on",
    ...["add A q", "add B q", "shrink A", "swap A a", "shrink B", "swap B b"],
    "set camera off",
  ]);
});

test("two batches at once wait for each other", async () => {
  const store = fakeStore();

  await Promise.all([
    keep(store, [file("A"), file("B")]),
    keep(store, [file("C")], { question: "r" }),
  ]);

  assert.equal(mostBusy, 1);
  assert.deepEqual([...store.photos.keys()], ["a", "b", "c"]);
});

test("more than fit stay unfiled", async () => {
  const store = fakeStore();
  const files = [file("A"), file("B"), file("C")];

  const kept = await keep(store, files, { most: 1 });

  assert.deepEqual(kept, { kept: 1, unfiled: 2, missed: 0, large: [] });
  assert.deepEqual(steps.slice(1, 4), ["add A q", "add B null", "add C null"]);
});

test("what cannot be decoded stays as it is, with its kind", async () => {
  const store = fakeStore();

  const kept = await keep(store, [file("0", 10, "image/heic")]);

  assert.deepEqual(kept, { kept: 1, unfiled: 0, missed: 0, large: [] });
  assert.equal(store.photos.get("0").mime, "image/heic");
  assert.equal(store.photos.get("0").original, true);
});

test("an original too large for the server that cannot be shrunk is told", async () => {
  const store = fakeStore();

  const kept = await keep(store, [file("0", LARGEST + 1)]);

  assert.deepEqual(kept.large, ["0"]);
});

test("shrinking makes room for the next original", async () => {
  const store = fakeStore({ room: 15 });

  const kept = await keep(store, [file("A"), file("B")]);

  assert.deepEqual(kept, { kept: 2, unfiled: 0, missed: 0, large: [] });
  assert.deepEqual(steps.slice(1, 5), ["add A q", "shrink A", "swap A a", "add B q"]);
});

test("a photo there is no room for is counted, the others are kept", async () => {
  const store = fakeStore({ room: 15 });

  const kept = await keep(store, [file("A", 99), file("B")]);

  assert.deepEqual(kept, { kept: 1, unfiled: 0, missed: 1, large: [] });
  assert.deepEqual([...store.photos.keys()], ["b"]);
});

test("another failure of the store is not swallowed, and the next batch works", async () => {
  const broken = { ...fakeStore(), addPhoto: async () => { throw new Error("gone"); } };
  const store = fakeStore();

  await assert.rejects(keep(broken, [file("A")]), /gone/);
  await keep(store, [file("A")]);

  assert.deepEqual([...store.photos.keys()], ["a"]);
});

test("before the camera opens everything is written and a marker set", async () => {
  const store = fakeStore();

  await beforeCamera(store, "d");

  assert.deepEqual(steps, ["flush", "set camera on"]);
  assert.equal(store.facts.get("camera").draft, "d");
});

test("a camera left without a photo leaves no marker", async () => {
  const store = fakeStore();
  await beforeCamera(store, "d");

  await cameraLeft(store);

  assert.equal(store.facts.get("camera"), null);
});

test("after a reload shrinking is finished and the person is told", async () => {
  const store = fakeStore();
  await store.addPhoto({ question: "q", bytes: await file("A").arrayBuffer(), mime: "image/jpeg" });
  store.facts.set("camera", { draft: "d", load: "an earlier page" });
  const draft = { id: "d", photos: [{ id: "A" }, { id: "A" }, { id: "gone" }] };

  const wasEnded = await finishPhotos(store, draft);

  assert.equal(wasEnded, true);
  assert.deepEqual([...store.photos.keys()], ["a"]);
  assert.equal(store.facts.get("camera"), null);
  assert.equal(await finishPhotos(store, draft), false);
});

test("a marker of this very page, or of another draft, tells nothing", async () => {
  const store = fakeStore();
  await beforeCamera(store, "d");
  assert.equal(await finishPhotos(store, { id: "other", photos: [] }), false);
  assert.equal(store.facts.get("camera").draft, "d");

  assert.equal(await finishPhotos(store, { id: "d", photos: [] }), false);
});

test("a photo that was shrunk is not shrunk again", async () => {
  const store = fakeStore();
  store.photos.set("a", { id: "a", bytes: new ArrayBuffer(1), original: false });
  store.facts.set("camera", { draft: "d", load: "an earlier page" });

  await finishPhotos(store, { id: "d", photos: [{ id: "a" }] });

  assert.deepEqual(steps, ["set camera off"]);
});

test("settled is told when nothing is worked on", async () => {
  const store = fakeStore();
  const work = keep(store, [file("A")]);

  await photosSettled();

  assert.equal(steps.at(-1), "set camera off");
  await work;
});

test("what was chosen is on disk before it is said to be, also behind the shrinking of others", async () => {
  const store = fakeStore();
  keep(store, [file("A")]);
  keep(store, [file("B"), file("C")]);
  assert.equal(isStoring(), true);

  await photosStored();

  assert.deepEqual([isStoring(), store.photos.has("B"), store.photos.has("C")], [false, true, true]);
  await photosSettled();
});

test("a file that cannot be read is counted, the others are kept", async () => {
  const store = fakeStore();
  const cloud = Object.assign(file("A"), {
    arrayBuffer: async () => { throw new DOMException("no", "NotReadableError"); },
  });

  const kept = await keep(store, [cloud, file("B")]);

  assert.deepEqual(kept, { kept: 1, unfiled: 0, missed: 1, large: [] });
  assert.deepEqual([...store.photos.keys()], ["b"]);
});

test("a photo the store fails on takes no other with it, and is told in the end", async () => {
  const store = fakeStore();
  const { addPhoto } = store;
  store.addPhoto = async (photo) => {
    if (new Uint8Array(photo.bytes)[0] === 65) throw new Error("gone");
    return addPhoto(photo);
  };

  await assert.rejects(keep(store, [file("A"), file("B")]), /gone/);

  assert.deepEqual([...store.photos.keys()], ["b"]);
  assert.equal(isStoring(), false);
});
