// Start-up order of the phone form: store, last person, screen; then worker, sender and server.
import { lazy } from "./install/update.js";
import { screen as visits } from "./screens/visits.js";
import { realClock } from "./store/clock.js";
import { openStore } from "./store/index.js";
import { createApi } from "./sync/api.js";
import { createLock } from "./sync/lock.js";
import { createSend } from "./sync/send.js";
import { createSync } from "./sync/sync.js";
import { needSheet, position } from "./ui/browser.js";
import { ask } from "./ui/dialog.js";
import { h } from "./ui/dom.js";
import * as formats from "./ui/formats.js";
import { createRouter } from "./ui/router.js";
import { createSession } from "./ui/session.js";
import { drawWords, dropNotice, notice, say, showScreen, startShell } from "./ui/shell.js";
import { watch } from "./ui/watch.js";
import { closest, needWords, setLanguage, t } from "./ui/words.js";

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
const SMALLER = 1280; // pixels, when the phone is full

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
  csrf,
  go: (hash) => { location.hash = hash; },
  redraw: () => router.open({ again: true }),
  setLanguage: chooseLanguage,
};

const router = createRouter({
  makers: { visits: () => shownTo(visits), ...lazyMakers() },
  show: showScreen,
  failed: screenFailed,
});

async function start() {
  startShell(app.config.name);
  window.addEventListener("error", (event) => unexpected(event.error ?? event.message));
  window.addEventListener("unhandledrejection", (event) => unexpected(event.reason));
  try {
    app.store = await openStore({ visibleCodes, hooks: { dropCaches, shrink } });
  } catch (error) {
    await setLanguage(closest(navigator.languages));
    return withoutStore(error);
  }
  await setLanguage((await app.store.device("language")) ?? closest(navigator.languages));
  drawWords();
  connect();
  await app.session.restore();
  window.addEventListener("hashchange", () => router.open());
  await router.open({ again: true });
  watch(app);
  app.session.ask();
  app.sync.start();
}

function connect() {
  const { store } = app;
  const send = createSend({
    fetch: (...args) => fetch(...args),
    person: () => app.person?.id ?? null,
    csrf,
    clock: realClock,
  });
  const heard = async (request) => {
    const answer = await send(request);
    app.heard?.(answer);
    return answer;
  };
  const lock = createLock({ locks: navigator.locks, swapDevice: store.swapDevice, clock: realClock });
  app.api = createApi(heard);
  const isOffline = () => !navigator.onLine;
  app.sync = createSync({ store, send: heard, clock: realClock, lock, isOffline });
  app.session = createSession(app);
  app.needSignIn = app.session.needSignIn;
}

function lazyMakers() {
  return Object.fromEntries(Object.entries(LAZY).map(([name, [load, words, sheet]]) => [
    name,
    (params) => shownTo(async (...given) => {
      const needs = [lazy(load), words && needWords(words), sheet && needSheet(sheet)];
      const [{ screen }] = await Promise.all(needs);
      return screen(...given);
    }, params),
  ]));
}

/** A screen for whoever is here; nobody yet: the sign-in form stands in its place. */
async function shownTo(screen, params = []) {
  if (app.person) return screen(app, ...params);
  const signIn = await lazy(() => import("./screens/sign_in.js"));
  return signIn.screen(app);
}

async function chooseLanguage(code) {
  await setLanguage(code);
  await app.store.setDevice("language", code);
  drawWords();
  await app.redraw();
}

/** Which answers of a draft are sent: those of questions that are visible by its own document. */
async function visibleCodes({ questionnaire, answers }) {
  const [logic, text] = await Promise.all([
    lazy(() => import("./logic/index.js")),
    app.store.questionnaire(questionnaire.sha256),
  ]);
  // a visit that ended early may be sealed before its questions were ever fetched
  const doc = text && logic.parseDocument(text);
  return doc ? logic.visibleCodes(doc, answers) : new Set(Object.keys(answers));
}

async function shrink({ bytes, mime }) {
  const photos = await import("./photos/shrink.js");
  return photos.shrink(bytes, mime, SMALLER);
}

async function dropCaches() {
  navigator.serviceWorker?.controller?.postMessage({ type: "tidy" });
  return false;
}

function screenFailed(error) {
  unexpected(error);
  dropNotice("unexpected"); // the screen says it at length
  broken("broken.title", "broken.text", "retry", () => router.open());
}

function withoutStore(error) {
  console.error(error);
  drawWords();
  broken("nostore.title", "nostore.text", "reload", () => location.reload(), "page");
}

function broken(title, text, label, click, chrome = "full") {
  const button = h("button", { type: "button", class: "button main", text: t(label), on: { click } });
  const node = h("div", { class: "pad stack" }, h("p", { text: t(text) }), button);
  showScreen({ title: t(title), node, chrome, back: null }, "broken");
}

function unexpected(error) {
  console.error(error);
  app.store?.noteEvent("error", { why: String(error?.stack ?? error) });
  if (["full", "gone"].includes(error?.code)) notice("store", t(`store.${error.code}`));
  else notice("unexpected", t("error.unexpected"));
}

function csrf() {
  return /(?:^|; )(?:__Host-csrf|csrftoken)=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

function meta(name) {
  return document.querySelector(`meta[name="${name}"]`).content;
}

start();
