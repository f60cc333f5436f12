// Registering the worker, taking a new version without loss, and finding lost modules again.
//
// What a page and workers of any version say to each other; later versions may only add:
//   worker to page   {type: "state"}, answered through the port with {version, safe}
//   page to worker   {type: "activate"}, answered with {safe}: false when a tab was not ready
//   page to worker   {type: "tidy"}: remove caches of versions that no tab runs any more

const SCOPE = "/app/";
const HOUR_MS = 3600e3;
const PATIENCE_MS = 5000;
const AGAIN_MS = 3000;
const RELOADED = "reloaded-from";

const about = { safe: () => true, onUpdate() {}, onModuleLost: async () => true };
let page = globalThis;
let registration = null;
let checkedAt = 0;
let reloading = false;

/**
 * Register the worker; call it once, after the first screen is drawn. Resolves when done, never
 * rejects: without a worker the app works, only not without signal.
 * `safe()` says whether this tab may be reloaded now: no dirty draft, no send running.
 * `onUpdate()` is called when a new version lies ready; show it, then call `applyUpdate()`.
 * `onModuleLost()` is awaited before the reload that finds a lost module again: flush the store
 * there; `false` keeps the page.
 */
export async function registerWorker(options = {}, within = globalThis) {
  Object.assign(about, options);
  page = within;
  const workers = page.navigator.serviceWorker;
  if (!workers) return;
  let controlled = Boolean(workers.controller);
  workers.addEventListener("message", answer);
  workers.startMessages();
  workers.addEventListener("controllerchange", () => {
    // the first worker of all takes over a page of its own version
    if (controlled) reloadWhenSafe();
    controlled = true;
  });
  try {
    registration = await workers.register("/app/sw.js", { scope: SCOPE, updateViaCache: "none" });
  } catch {
    return;
  }
  watch(workers);
  page.document.addEventListener("visibilitychange", check);
  check();
  workers.controller?.postMessage({ type: "tidy" });
}

/** Change to the version that lies ready, in all tabs; false when a tab is not safe yet. */
export async function applyUpdate() {
  const waiting = registration?.waiting;
  if (!waiting || !about.safe()) return false;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const done = (safe) => {
      page.clearTimeout(timer);
      port1.close();
      resolve(safe);
    };
    const timer = page.setTimeout(done, PATIENCE_MS, false);
    port1.onmessage = (event) => done(event.data.safe);
    waiting.postMessage({ type: "activate" }, [port2]);
  });
}

/**
 * Import a module on first use: `lazy(() => import("./x.js"))`. When neither a cache nor the
 * server has it any more (a newer version is served), the document is loaded anew, once.
 */
export async function lazy(load) {
  try {
    return await load();
  } catch (problem) {
    if (await loadAnew()) await new Promise(() => {}); // nothing follows; the page goes
    throw problem;
  }
}

/** The content hash of the version this page runs. */
export function version() {
  return page.document.querySelector("meta[name=app-version]").content;
}

function answer(event) {
  if (event.data.type === "state") {
    event.ports[0].postMessage({ version: version(), safe: about.safe() && !reloading });
  }
}

function watch(workers) {
  if (registration.waiting && workers.controller) about.onUpdate();
  registration.addEventListener("updatefound", () => {
    const arriving = registration.installing;
    arriving.addEventListener("statechange", () => {
      if (arriving.state === "installed" && workers.controller) about.onUpdate();
    });
  });
}

/** Ask for a newer version, at most hourly; a clock that was set back does not stop it. */
function check() {
  if (page.document.visibilityState !== "visible") return;
  if (Math.abs(Date.now() - checkedAt) < HOUR_MS) return;
  checkedAt = Date.now();
  registration.update().catch(() => {});
}

function reloadWhenSafe() {
  if (reloading) return;
  if (!about.safe()) {
    page.setTimeout(reloadWhenSafe, AGAIN_MS);
    return;
  }
  reloading = true;
  page.location.reload();
}

async function loadAnew() {
  const own = version();
  // without signal, a reload would find nothing either; a second one would be a loop
  if (page.sessionStorage.getItem(RELOADED) === own || !(await isServed())) return false;
  if ((await about.onModuleLost()) === false) return false;
  page.sessionStorage.setItem(RELOADED, own);
  reloading = true;
  page.location.reload();
  return true;
}

async function isServed() {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await page.fetch(SCOPE, { method: "HEAD", cache: "no-store", signal });
    return response.ok && response.headers.has("X-App-Version");
  } catch {
    return false;
  }
}
