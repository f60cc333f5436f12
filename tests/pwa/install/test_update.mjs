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

/** A worker of a version, which says so when asked; every other message goes to `heard`. */
function worker(version, heard = () => null) {
  return {
    postMessage(message, [port] = []) {
      const answer = message.type === "version" ? { version } : heard(message);
      if (answer) port.postMessage(answer);
      port?.close();
    },
  };
}

/** Lets the answers of workers arrive. */
const arrived = () => new Promise((resolve) => { setTimeout(resolve, 20); });

async function changeController(workers, version = "v2") {
  workers.controller = worker(version);
  workers.dispatchEvent(new Event("controllerchange"));
  await arrived();
}

/** Runs what waits for the page to be safe. */
function again({ timers }) {
  timers.splice(timers.findIndex(({ ms }) => ms === 3000), 1)[0].run();
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

  await changeController(workers);

  assert.equal(page.location.reloads, 0);
});

test("later worker starts the page anew once", async () => {
  const { page, workers } = await opened({ controller: worker("v1") });

  await changeController(workers);
  await changeController(workers);

  assert.equal(page.location.reloads, 1);
});

test("page that is not safe starts anew as soon as it is", async () => {
  let isSafe = false;
  const { page, workers } = await opened({
    controller: worker("v1"),
    safe: () => isSafe,
  });

  await changeController(workers);
  again(page);
  const before = page.location.reloads;
  isSafe = true;
  again(page);

  assert.deepEqual([before, page.location.reloads], [0, 1]);
});

test("page that runs the version of its new worker already goes on", async () => {
  const { page, workers } = await opened({ controller: worker("v0") });

  await changeController(workers, "v1");

  assert.equal(page.location.reloads, 0);
});

test("page is loaded anew though the browser keeps the old worker", async () => {
  const waiting = worker("v2", () => ({ safe: true }));
  const { applyUpdate, page } = await opened({ controller: worker("v1"), waiting });

  const isTaken = await applyUpdate();
  page.timers.find(({ ms }) => ms === 2000).run();

  assert.deepEqual([isTaken, page.location.reloads], [true, 1]);
});

test("version that lies ready at the start is told at once", async () => {
  let told = 0;
  const onUpdate = () => { told += 1; };

  await opened({ controller: worker("v1"), waiting: worker("v2"), onUpdate });
  await opened({ controller: worker("v0"), waiting: worker("v1"), onUpdate }); // handed over
  await opened({ waiting: worker("v2"), onUpdate });
  await arrived();

  assert.equal(told, 1);
});

test("version that arrives later is told when it is complete", async () => {
  let told = 0;
  const { registration } = await opened({
    controller: worker("v1"),
    onUpdate: () => { told += 1; },
  });
  const arriving = Object.assign(new EventTarget(), worker("v2"), { state: "installing" });
  registration.installing = arriving;
  registration.dispatchEvent(new Event("updatefound"));

  const counts = [];
  for (const state of ["installing", "installed", "activated"]) {
    registration.installing.state = state;
    registration.installing.dispatchEvent(new Event("statechange"));
    await arrived();
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
  const waiting = worker("v2", (message) => ({ safe: asked.push(message) > 1 }));
  let isSafe = true;
  const { applyUpdate } = await opened({ waiting, safe: () => isSafe });

  const answers = [await applyUpdate(), await applyUpdate()];
  isSafe = false;
  answers.push(await applyUpdate());

  assert.deepEqual(answers, [false, true, false]);
  assert.deepEqual(asked, [{ type: "activate" }, { type: "activate" }]);
});
