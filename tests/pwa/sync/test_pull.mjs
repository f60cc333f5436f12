import assert from "node:assert/strict";
import { test } from "node:test";
import { createApi } from "../../../shopper_forms/pwa/sync/api.js";
import { pull } from "../../../shopper_forms/pwa/sync/pull.js";
import { BEN, assignment, open } from "../store/cast.mjs";

const OTHER = { code: "spa", version: 2, sha256: "d".repeat(64) };
const RETURNED = { id: "v1", assignment: "a9", revision: 0, state: "returned", questionnaire: OTHER };
const OPEN = { ...assignment(3), state: "open", questionnaire: { ...OTHER, sha256: "f".repeat(64) } };

/** Canned replies by path, and what was asked. */
function server(replies = {}) {
  const asked = [];
  const all = {
    "/assignments?limit=200": page([assignment(1)], "two"),
    "/assignments?limit=200&cursor=two": page([assignment(2), OPEN]),
    "/visits?state=returned&limit=200": page([RETURNED]),
    "/visits?state=incomplete&limit=200": page([]),
    "/questionnaires/cafe/versions/1?for=phone": { kind: "ok", text: "{cafe}", etag: '"c"' },
    "/questionnaires/spa/versions/2?for=phone": { kind: "ok", text: "{spa}", etag: '"s"' },
    ...replies,
  };
  const send = async (request) => {
    asked.push(request);
    return all[request.path] ?? { kind: "refused", status: 404, code: "not_found" };
  };
  return { api: createApi(send), asked, paths: () => asked.map(({ path }) => path) };
}

const page = (items, next = null) => ({ kind: "ok", json: { items, next } });
const NO_NETWORK = { kind: "retry", after_ms: null, why: "network" };

test("all pages are kept, questionnaires of work in hand and of returned visits, not of open ones", async () => {
  const { store, clock } = await open();
  const { api, paths } = server();

  const result = await pull({ api, store, clock });

  assert.deepEqual(result, { kind: "ok" });
  assert.deepEqual(
    (await store.assignments()).map(({ id }) => id),
    [assignment(1).id, assignment(2).id, assignment(3).id],
  );
  assert.equal(await store.assignmentsFetchedAt(), "2026-08-14T10:00:00.000Z");
  assert.deepEqual(await store.returned(), [RETURNED]);
  assert.equal(await store.questionnaire("c".repeat(64)), "{cafe}");
  assert.equal(await store.questionnaire("d".repeat(64)), "{spa}");
  assert.equal(paths().filter((path) => path.startsWith("/questionnaires/")).length, 2);
});

test("a questionnaire that is here is asked for with its tag and stays", async () => {
  const { store, clock } = await open();
  await pull({ api: server().api, store, clock });
  const unchanged = { kind: "ok", unchanged: true };
  const { api, asked } = server({ "/questionnaires/cafe/versions/1?for=phone": unchanged });

  await pull({ api, store, clock });

  const { headers } = asked.find(({ path }) => path.includes("/cafe/"));
  assert.deepEqual(headers, { "If-None-Match": '"c"' });
  assert.equal(await store.questionnaire("c".repeat(64)), "{cafe}");
});

test("without signal everything stays as it was", async () => {
  const { store, clock } = await open();
  await pull({ api: server().api, store, clock });

  const { api } = server({ "/assignments?limit=200": NO_NETWORK });
  const result = await pull({ api, store, clock });

  assert.deepEqual(result, NO_NETWORK);
  assert.equal((await store.assignments()).length, 3);
});

test("a list that breaks off after its first page replaces nothing", async () => {
  const { store, clock } = await open();
  await pull({ api: server().api, store, clock });

  const { api } = server({ "/assignments?limit=200&cursor=two": NO_NETWORK });
  await pull({ api, store, clock });

  assert.equal((await store.assignments()).length, 3);
});

test("a check-in is told once, and what the server thinks of it is no reason to tell it again", async () => {
  const { store, clock } = await open();
  const draft = await store.newDraft({ assignment: assignment(1) });
  const check_in = { at: "2026-08-14T09:00:00Z", latitude: 1, longitude: 2, accuracy_m: 3, told: false };
  store.change(draft.id, (live) => {
    live.check_in = check_in;
  });
  const { api, asked } = server();

  const pulled = pull({ api, store, clock });
  for (let count = 0; count < 10; count += 1) await clock.tick(300);
  await pulled;
  await pull({ api, store, clock });

  const told = asked.filter(({ path }) => path.endsWith("/start"));
  assert.equal(told.length, 1);
  const { at, latitude, longitude, accuracy_m } = check_in;
  assert.deepEqual(JSON.parse(told[0].body), { at, latitude, longitude, accuracy_m });
  assert.equal((await store.drafts())[0].check_in.told, true);
});

test("without signal a check-in is told later", async () => {
  const { store, clock } = await open();
  const draft = await store.newDraft({ assignment: assignment(1) });
  store.change(draft.id, (live) => {
    live.check_in = { at: "2026-08-14T09:00:00Z", told: false };
  });
  await store.flush();
  const path = `/assignments/${assignment(1).id}/start`;

  const { api, asked } = server({ [path]: NO_NETWORK });
  await pull({ api, store, clock });

  assert.deepEqual(JSON.parse(asked[0].body), { at: "2026-08-14T09:00:00Z" });
  assert.equal((await store.drafts())[0].check_in.told, false);
});

test("what was fetched for one person is never kept for another", async () => {
  const { store, clock } = await open();
  const { api } = server();
  const slow = { ...api, all: async (path) => (await store.setOwner(BEN), api.all(path)) };

  await pull({ api: slow, store, clock });

  assert.deepEqual(await store.assignments(), []);
});
