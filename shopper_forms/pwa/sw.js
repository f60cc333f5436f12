// The worker: keeps one version of the app on the phone and opens it without signal.
//
// A version is one cache, filled completely or not at all; its document comes last and marks it
// complete. Only GETs of the document, the manifest and hashed files are answered here: calls of
// the API, signing in and photos pass by. A new version waits until the page says "activate" and
// no tab objects; tabs that still run an older version find their modules in its cache, which
// stays until none of them is left.

const VERSION = "%VERSION%";
const FILES = "%FILES%";
const PREFIX = "app-";
const CACHE = PREFIX + VERSION;
const DOCUMENT = "/app/";
const MANIFEST = "/app/manifest.webmanifest";
const HASHED = "/app/v/";
const PATIENCE_MS = 2000;
const ANY = { ignoreVary: true };
const ANEW = { cache: "reload" };

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname === DOCUMENT) {
    event.respondWith(openDocument(event));
  } else if (url.pathname.startsWith(HASHED) || url.pathname === MANIFEST) {
    event.respondWith(openFile(request));
  }
});

addEventListener("message", (event) => {
  if (event.data.type === "activate") event.waitUntil(activate(event.ports[0]));
  if (event.data.type === "tidy") event.waitUntil(tidy());
});

async function install() {
  try {
    await keepAll();
  } catch (problem) {
    await caches.delete(CACHE);
    throw problem;
  }
}

async function keepAll() {
  const cache = await caches.open(CACHE);
  if (await cache.match(DOCUMENT, ANY)) return;
  await Promise.all(FILES.map((path) => keep(cache, path)));
  await keep(cache, MANIFEST, ANEW);
  await keep(cache, DOCUMENT, ANEW);
}

async function keep(cache, path, how) {
  const response = await fetch(path, how);
  if (!isOurs(response)) throw new Error(`${path}: ${response.status}`);
  await cache.put(path, response);
}

/** A captive portal's page, a redirect or a file of another version is none of ours. */
function isOurs(response) {
  return response.ok && !response.redirected && response.headers.get("X-App-Version") === VERSION;
}

async function openDocument(event) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(DOCUMENT, ANY);
  // the browser threw the cache away: fill it again, if the server still has this version
  if (!kept) event.waitUntil(keepAll().catch(() => {}));
  return kept || fetch(event.request);
}

async function openFile(request) {
  const cache = await caches.open(CACHE);
  const kept = (await cache.match(request, ANY)) || (await caches.match(request, ANY));
  if (kept) return kept;
  const response = await fetch(request);
  if (isOurs(response)) await cache.put(request, response.clone());
  // neither here nor there: this version cannot go on, so the next start asks the server
  if (response.status === 404 && isOwn(request)) await cache.delete(DOCUMENT, ANY);
  return response;
}

function isOwn(request) {
  return new URL(request.url).pathname.startsWith(`${HASHED}${VERSION}/`);
}

async function takeOver() {
  // the first visit's page gets its later modules from here, too
  await clients.claim();
  await tidy();
}

async function activate(port) {
  const answers = await Promise.all((await pages()).map(ask));
  const safe = answers.every((answer) => answer && answer.safe);
  if (safe) await skipWaiting();
  port?.postMessage({ safe });
}

async function tidy() {
  const alive = (await Promise.all((await pages()).map(ask))).map((answer) => answer?.version);
  for (const name of await caches.keys()) {
    // while another version arrives, nothing tells its cache from an old one
    if (registration.installing || registration.waiting || alive.includes(undefined)) return;
    const version = name.slice(PREFIX.length);
    if (name.startsWith(PREFIX) && name !== CACHE && !alive.includes(version)) {
      await caches.delete(name);
    }
  }
}

async function pages() {
  const all = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return all.filter((client) => new URL(client.url).pathname === DOCUMENT);
}

/** What a page says of itself: {version, safe}; null when it does not answer in time. */
function ask(client) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => resolve(null), PATIENCE_MS);
    port1.onmessage = (event) => {
      clearTimeout(timer);
      resolve(event.data);
    };
    client.postMessage({ type: "state" }, [port2]);
  });
}
