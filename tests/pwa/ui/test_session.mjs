// Who is here: answers that come late change nobody, and photos on their way keep their owner.
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = { cookie: "", getElementById: () => ({ querySelector: () => null }) };
globalThis.dispatchEvent = () => {};
globalThis.fetch = async () => new Response("{}", { status: 401 });
const { createSession } = await import("../../../shopper_forms/pwa/ui/session.js");
const { storing } = await import("../../../shopper_forms/pwa/photos/line.js");

const ADA = { id: "ada", name: "Ada" };
const BEN = { id: "ben", name: "Ben" };

function phone(answer) {
  const facts = new Map([["person", ADA]]);
  const app = {
    person: null,
    store: {
      owner: null,
      flush: async () => true,
      device: async (name) => facts.get(name),
      setDevice: async (name, value) => void facts.set(name, value),
      setOwner: async (id) => { app.store.owner = id; },
      persist() {},
    },
    api: { get: () => answer },
    sync: { poke() {} },
    csrf: () => "",
    go() {},
  };
  return { app, facts, session: createSession(app) };
}

test("an answer on its way while somebody signs out does not sign them in again", async () => {
  let arrive;
  const { app, facts, session } = phone(new Promise((resolve) => { arrive = resolve; }));
  await session.restore();
  const asked = session.ask();

  await session.signOut();
  arrive({ kind: "ok", json: ADA });
  await asked;

  assert.deepEqual([app.person, app.store.owner, facts.get("person")], [null, null, null]);
});

test("an answer about the one before does not take the phone from who signed in meanwhile", async () => {
  let arrive;
  const { app, facts, session } = phone(new Promise((resolve) => { arrive = resolve; }));
  await session.restore();
  const asked = session.ask();
  await session.signOut();

  await session.signedIn(BEN);
  arrive({ kind: "ok", json: ADA });
  await asked;

  assert.deepEqual([app.person, app.store.owner, facts.get("person")], [BEN, "ben", BEN]);
});

test("nobody leaves while photos they chose are not on disk", async () => {
  const { app, session } = phone(null);
  await session.restore();
  const isStored = storing();
  const left = session.signOut();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(app.store.owner, "ada");

  isStored();
  await left;

  assert.equal(app.store.owner, null);
});
