import assert from "node:assert/strict";
import { test } from "node:test";
import { createSend } from "../../../shopper_forms/pwa/sync/send.js";
import { createClock } from "../store/cast.mjs";
import { html, json, problem } from "./model_server.mjs";

function sender(reply, more) {
  const asked = [];
  const fetch = async (url, init) => {
    asked.push({ url, ...init });
    return reply(init);
  };
  const clock = createClock();
  const send = createSend({ fetch, person: () => "p1", csrf: () => "t1", clock, ...more });
  return { send, asked, clock };
}

test("a request names person and token, follows no redirect and takes nothing from a cache", async () => {
  const { send, asked } = sender(() => json(200, {}));

  await send({ method: "PUT", path: "/visits/v1", body: "{}", type: "application/json" });

  const { url, method, headers, redirect, cache, credentials } = asked[0];
  assert.deepEqual(
    { url, method, headers, redirect, cache, credentials },
    {
      url: "/api/v1/visits/v1",
      method: "PUT",
      headers: {
        Accept: "application/json",
        "X-Person": "p1",
        "X-CSRFToken": "t1",
        "Content-Type": "application/json",
      },
      redirect: "manual",
      cache: "no-store",
      credentials: "same-origin",
    },
  );
});

test("a whole path stays what it is, a read carries no token, nobody is not named", async () => {
  const { send, asked } = sender(() => json(200, {}), { person: () => null });

  await send({ path: "/_allauth/browser/v1/auth/session" });
  await send({ path: "/api/v1/me" });

  assert.deepEqual(
    asked.map(({ url }) => url),
    ["/_allauth/browser/v1/auth/session", "/api/v1/me"],
  );
  assert.deepEqual(asked[0].headers, { Accept: "application/json" });
});

const RETRY = { kind: "retry", after_ms: null };
const REPLIES = [
  ["JSON", () => json(201, { a: 1 }), { kind: "ok", status: 201, etag: null, json: { a: 1 } }],
  ["unchanged", () => new Response(null, { status: 304 }), { kind: "ok", status: 304, etag: null, unchanged: true }],
  ["HTML", () => html(200), { ...RETRY, why: "not_json" }],
  ["nothing", () => new Response(null, { status: 204 }), { ...RETRY, why: "not_json" }],
  ["503", () => problem(503, "busy"), { ...RETRY, why: "status_503", status: 503 }],
  [
    "429 with a wish",
    () => problem(429, "too_many", { headers: { "Retry-After": "7" } }),
    { kind: "retry", after_ms: 7000, why: "status_429", status: 429 },
  ],
  [
    "503 with nonsense as its wish",
    () => problem(503, "busy", { headers: { "Retry-After": "soon" } }),
    { ...RETRY, why: "status_503", status: 503 },
  ],
  [
    "a proxy's 413",
    () => html(413),
    { kind: "refused", status: 413, code: "http_413", detail: "", errors: [], json: undefined },
  ],
];

for (const [name, reply, result] of REPLIES) {
  test(`the reply ${name} is ${result.kind}`, async () => {
    const { send } = sender(reply);

    assert.deepEqual(await send({ path: "/visits" }), result);
  });
}

test("a text is handed over as it came, with its tag", async () => {
  const reply = () => json(200, { a: 1 }, { ETag: '"x"' });
  const { send } = sender(reply);

  const result = await send({ path: "/q", text: true });

  assert.deepEqual(result, { kind: "ok", status: 200, etag: '"x"', text: '{"a":1}' });
});

test("a refusal has its code, its sentence and all its errors", async () => {
  const errors = [{ loc: ["answers", "a"], code: "required", message: "Needed." }];
  const { send } = sender(() => problem(422, "invalid", { errors }));

  const { kind, status, code, detail, errors: told } = await send({ path: "/visits/v" });

  assert.deepEqual([kind, status, code, detail, told], ["refused", 422, "invalid", "invalid.", errors]);
});

test("a broken connection is tried again", async () => {
  const { send } = sender(() => {
    throw new TypeError("Failed to fetch");
  });

  assert.deepEqual(await send({ path: "/visits" }), { ...RETRY, why: "network" });
});

test("patience is 20 s and a second for every 8 kB", async () => {
  const never = ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const { send, clock } = sender(never);
  let result = null;
  send({ method: "PUT", path: "/p", body: new ArrayBuffer(80_000) }).then((reply) => (result = reply));

  await clock.tick(29_999);
  assert.equal(result, null);
  await clock.tick(1);

  assert.deepEqual(result, { ...RETRY, why: "timeout" });
});

test("a body that never ends is given up, too", async () => {
  const never = ({ signal }) =>
    new Response(
      new ReadableStream({
        start: (stream) => signal.addEventListener("abort", () => stream.error(signal.reason)),
      }),
      { headers: { "Content-Type": "application/json" } },
    );
  const { send, clock } = sender(never);
  const sending = send({ path: "/visits" });
  await clock.tick(1);

  await clock.tick(20_000);

  assert.deepEqual(await sending, { ...RETRY, why: "timeout" });
});

for (const status of [400, 403, 404, 451]) {
  test(`a ${status} in other words than the server's is no refusal of it`, async () => {
    const { send } = sender(() => html(status));

    assert.deepEqual(await send({ path: "/visits" }), { ...RETRY, why: "not_json" });
  });
}
