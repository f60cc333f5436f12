// Registering the worker and changing to a new version, with a page made of fakes.
import assert from "node:assert/strict";
import test from "node:test";

const HOUR = 3600e3;
let loaded = 0;

/** A page with a worker container, and the module as that page has just loaded it. */
async function opened({ controller = null, waiting = null, registers = true, ...options } = {}) {
  const registration = Object.assign(new EventTarget(), { waiting, installing: null, checks: 0 });
  registration.update = async () => { registration.checks += 1; };
  const workers = Object.assign(new EventTarget(), { controller, startMessages() {} });
  workers.register = async (...args) => {
    workers.registered = args;
    if (!registers) throw new Error("refused");
    return registration;
  };
  const page = {
    navigator: { serviceWorker: workers },
    document: Object.assign(new EventTarget(), {
      visibilityState: "visible",
      querySelector: () => ({ content: "v1" }),
    }),
    location: { reloads: 0, reload() { this.reloads += 1; } },
    timers: [],
    setTimeout(run, ms) { return this.timers.push({ run, ms }); },
    clearTimeout() {},
  };
  const module = await import(`../../../shopper_forms/pwa/install/update.js?${(loaded += 1)}`);
  await module.registerWorker(options, page);
  return { ...module, page, workers, registration };
}

function changeController(workers) {
  workers.controller = {};
  workers.dispatchEvent(new Event("controllerchange"));
}

test("worker is registered past the browser's own cache", async () => {
  const { workers } = await opened();

  assert.deepEqual(workers.registered, ["/app/sw.js", { scope: "/app/", updateViaCache: "none" }]);
});

test("page without workers, or with a refusal, goes on", async () => {
  const refused = await opened({ registers: false });
  const none = await import("../../../shopper_forms/pwa/install/update.js?none");

  await none.registerWorker({}, { navigator: {} });

  assert.equal(await refused.applyUpdate(), false);
  assert.equal(await none.applyUpdate(), false);
});

test("first worker of all starts nothing anew", async () => {
  const { page, workers } = await opened();

  changeController(workers);

  assert.equal(page.location.reloads, 0);
});

test("later worker starts the page anew once", async () => {
  const { page, workers } = await opened({ controller: { postMessage() {} } });

  changeController(workers);
  changeController(workers);

  assert.equal(page.location.reloads, 1);
});

test("page that is not safe starts anew as soon as it is", async () => {
  let isSafe = false;
  const { page, workers } = await opened({
    controller: { postMessage() {} },
    safe: () => isSafe,
  });

  changeController(workers);
  page.timers.shift().run();
  const before = page.location.reloads;
  isSafe = true;
  page.timers.shift().run();

  assert.deepEqual([before, page.location.reloads, page.timers], [0, 1, []]);
});

test("version that lies ready at the start is told at once", async () => {
  let told = 0;
  const onUpdate = () => { told += 1; };

  await opened({ controller: { postMessage() {} }, waiting: {}, onUpdate });
  await opened({ waiting: {}, onUpdate });

  assert.equal(told, 1);
});

test("version that arrives later is told when it is complete", async () => {
  let told = 0;
  const { registration } = await opened({
    controller: { postMessage() {} },
    onUpdate: () => { told += 1; },
  });
  registration.installing = Object.assign(new EventTarget(), { state: "installing" });
  registration.dispatchEvent(new Event("updatefound"));

  const counts = [];
  for (const state of ["installing", "installed", "activated"]) {
    registration.installing.state = state;
    registration.installing.dispatchEvent(new Event("statechange"));
    counts.push(told);
  }

  assert.deepEqual(counts, [0, 1, 1]);
});

test("newer version is asked for at the start and then at most hourly, when seen", async (context) => {
  let now = Date.UTC(2031, 0, 1);
  context.mock.method(Date, "now", () => now);
  const { page, registration } = await opened();
  const shown = (state, later) => {
    now += later;
    page.document.visibilityState = state;
    page.document.dispatchEvent(new Event("visibilitychange"));
    return registration.checks;
  };

  const checks = [
    registration.checks,
    shown("visible", HOUR - 1),
    shown("hidden", HOUR),
    shown("visible", 0),
    shown("visible", -2 * HOUR),
  ];

  assert.deepEqual(checks, [1, 1, 1, 2, 3]);
});

test("page says of itself which version it is and whether it may go", async () => {
  let isSafe = true;
  const { workers } = await opened({ safe: () => isSafe });
  const said = [];
  const ask = () => {
    const event = new Event("message");
    event.data = { type: "state" };
    event.ports = [{ postMessage: (answer) => said.push(answer) }];
    workers.dispatchEvent(event);
  };

  ask();
  isSafe = false;
  ask();

  assert.deepEqual(said, [{ version: "v1", safe: true }, { version: "v1", safe: false }]);
});

test("new version is taken when the worker found every tab safe", async () => {
  const asked = [];
  const waiting = {
    postMessage(message, [port]) {
      asked.push(message);
      port.postMessage({ safe: asked.length > 1 });
      port.close();
    },
  };
  let isSafe = true;
  const { applyUpdate } = await opened({ waiting, safe: () => isSafe });

  const answers = [await applyUpdate(), await applyUpdate()];
  isSafe = false;
  answers.push(await applyUpdate());

  assert.deepEqual(answers, [false, true, false]);
  assert.deepEqual(asked, [{ type: "activate" }, { type: "activate" }]);
});
