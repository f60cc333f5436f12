// Start-up order of the phone form: store, last person, screen; then the worker, sync and the server.
import * as formats from "./ui/formats.js";
import { ask } from "./ui/dialog.js";
import { h } from "./ui/dom.js";
import { createRouter } from "./ui/router.js";
import { createSession } from "./ui/session.js";
import { drawWords, dropNotice, notice, say, showScreen, showStatus } from "./ui/shell.js";
import { closest, needWords, setLanguage, t } from "./ui/words.js";
import { needSheet, position } from "./ui/browser.js";
import { screen as visits } from "./screens/visits.js";
import { createApi } from "./sync/api.js";
import { createLock } from "./sync/lock.js";
import { createSend } from "./sync/send.js";
import { createSync } from "./sync/sync.js";
import { openStore } from "./store/store.js";

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

// what a screen needs before it can be shown: its module, its room of words, its sheet
const LAZY = {
  visit: [() => import("./screens/assignment.js")],
  "check-in": [() => import("./screens/check_in.js"), "pocket", "pocket"],
  pocket: [() => import("./screens/pocket.js"), "pocket", "pocket"],
  cover: [() => import("./screens/cover.js"), "pocket", "pocket"],
  outcome: [() => import("./screens/outcome.js"), "pocket", "pocket"],
  outbox: [() => import("./screens/outbox.js"), "pocket", "outbox"],
  report: [() => import("./screens/report.js"), "report", "report"],
  earned: [() => import("./screens/earned.js")],
  help: [() => import("./screens/help.js")],
};

const app = {
  config: { name: meta("app-name"), version: meta("app-version") },
  person: null,
  online: navigator.onLine,
  t,
  formats,
  say,
  notice,
  dropNotice,
  position,
  dialog: ask,
  go: (hash) => { location.hash = hash; },
  redraw: () => draw({ again: true }),
};

let again = false;
const router = createRouter({
  makers: { visits: () => shownTo(visits), ...lazyMakers() },
  show: (made, { name }) => showScreen(made, name, again),
  failed: screenFailed,
});

async function start() {
  document.body.dataset.appName = app.config.name;
  window.addEventListener("error", (event) => unexpected(event.error ?? event.message));
  window.addEventListener("unhandledrejection", (event) => unexpected(event.reason));
  try {
    app.store = await openStore({ owner: null });
  } catch (error) {
    await setLanguage(closest(navigator.languages ?? []));
    return noStore(error);
  }
  await setLanguage((await app.store.device("language")) ?? closest(navigator.languages ?? []));
  drawWords();
  connect();
  await app.session.restore();
  await draw({ again: true });
  listen();
  app.session.ask();
  app.sync.start();
  const { watchUpdates } = await import("./install/update.js");
  watchUpdates(app);
}

function connect() {
  const send = createSend({
    fetch: (...args) => fetch(...args),
    person: () => app.person?.id ?? null,
    csrf: csrfToken,
    clock: Date,
  });
  app.send = async (request) => heard(await send(request));
  app.api = createApi(app.send);
  app.sync = createSync({ store: app.store, send: app.send, clock: Date, lock: createLock(app.store), random: Math.random });
  app.session = createSession(app);
  app.needSignIn = app.session.needSignIn;
}

/** Every answer tells whether there is signal; the browser's own flag is only a hint. */
function heard(result) {
  const online = result.kind !== "retry" || result.status !== undefined;
  if (online !== app.online) {
    app.online = online;
    drawStatus();
  }
  return result;
}

async function drawStatus() {
  const items = app.person ? await app.store.items() : [];
  const unsent = items.filter(({ state }) => !["acknowledged", "verified"].includes(state)).length;
  showStatus({ online: app.online, unsent, sending: app.sync.busy() });
}

async function draw({ again: repeated = false } = {}) {
  again = repeated;
  await router.open();
  again = false;
  await drawStatus();
}

function listen() {
  window.addEventListener("hashchange", () => draw());
  window.addEventListener("online", () => awake("online"));
  window.addEventListener("offline", () => { app.online = false; drawStatus(); });
  window.addEventListener("pagehide", () => app.store.flush());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") app.store.flush();
    else awake("visible");
  });
  document.addEventListener("click", () => app.sync.poke("tap"));
  app.store.on("change", drawStatus);
  app.sync.on("change", drawStatus);
}

function awake(reason) {
  app.online = navigator.onLine;
  drawStatus();
  app.sync.poke(reason);
  app.session.refresh();
}

function lazyMakers() {
  return Object.fromEntries(Object.entries(LAZY).map(([name, [load, words, sheet]]) => [
    name,
    async (params) => {
      const needs = [load(), words && needWords(words), sheet && needSheet(sheet)];
      const [{ screen }] = await Promise.all(needs);
      return shownTo(screen, params);
    },
  ]));
}

/** A screen for whoever is here; nobody yet: the sign-in form stands in its place. */
async function shownTo(screen, params = []) {
  if (app.person) return screen(app, ...params);
  const { screen: signIn } = await import("./screens/sign_in.js");
  return signIn(app);
}

function screenFailed(error) {
  unexpected(error);
  const retry = () => draw();
  showScreen({
    title: t("broken.title"),
    node: h("div", { class: "pad stack" },
      h("p", { text: t("broken.text") }),
      h("button", { type: "button", class: "button main", text: t("retry"), on: { click: retry } })),
  }, "broken");
}

function noStore(error) {
  drawWords();
  console.error(error);
  const reload = () => location.reload();
  showScreen({
    title: t("nostore.title"),
    node: h("div", { class: "pad stack" },
      h("p", { text: t("nostore.text") }),
      h("button", { type: "button", class: "button main", text: t("reload"), on: { click: reload } })),
  }, "broken");
}

function unexpected(error) {
  console.error(error);
  const what = String(error?.stack ?? error).slice(0, 500);
  app.store?.noteEvent("error", { what, screen: location.hash.split("/")[1] ?? "" });
  notice("unexpected", t("error.unexpected"));
}

function csrfToken() {
  const found = /(?:^|; )(?:__Host-csrf|csrftoken)=([^;]+)/.exec(document.cookie);
  return found ? found[1] : "";
}

start();
