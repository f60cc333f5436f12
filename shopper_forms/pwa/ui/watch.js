// Keeps the frame true while the app is open: signal, unsent work, failures to save, new versions.
import { applyUpdate, registerWorker } from "../install/update.js";
import { isStoring } from "../photos/line.js";
import { dropNotice, notice, showStatus } from "./shell.js";
import { t } from "./words.js";
import { refreshWork } from "./work_store.js";

const ARRIVED = new Set(["acknowledged", "verified"]);
const NO_SIGNAL = new Set(["network", "timeout", "redirect", "not_json"]);

function offerUpdate(key) {
  const act = async () => {
    // a page that could be reloaded is reloaded by now
    if (!(await applyUpdate())) offerUpdate("update.later");
  };
  notice("update", t(key), [{ label: t("update.now"), act }]);
}

/** Starts to watch; registers the worker. Call it once, after the first screen is shown. */
export function watch(app) {
  const { store, sync } = app;
  const unwritten = new Set();
  const isUnwritten = () => [...unwritten].some((id) => store.saved(id).dirty);
  let unsent = 0;
  let later = null;

  async function drawStatus() {
    later = null;
    const views = app.person ? await store.unsent() : [];
    unsent = views.filter(({ state }) => !ARRIVED.has(state)).length;
    showStatus({ online: app.online, unsent, sending: sync.busy() && unsent > 0 });
    if (views.some(({ state }) => state === "sign_in")) app.session.expired();
  }

  // sending tells of every photo and every phase
  const soon = () => { later ??= setTimeout(drawStatus, 100); };

  function changed({ kind, id }) {
    if (kind === "draft") drawSaving(id);
    else soon();
    if (kind === "evicted") {
      drawEvicted();
      restore().catch(() => {}); // the next start asks to sign in
    }
  }

  function drawSaving(id) {
    const { dirty, failed } = store.saved(id);
    if (dirty) unwritten.add(id);
    else unwritten.delete(id);
    if (failed && failed !== "sealed") notice("store", t(failed === "full" ? "store.full" : "store.gone"));
    else if (!dirty) dropNotice("store");
  }

  function drawEvicted() {
    if (store.evicted() > 0) notice("evicted", t("store.evicted"));
  }

  /** What can be had again after the browser threw it away: who is here, their work. */
  async function restore() {
    if (!app.person) return;
    await store.setDevice("person", app.person);
    await refreshWork(app);
  }

  function setOnline(online) {
    if (app.online === online) return;
    app.online = online;
    soon();
  }

  function awake(reason) {
    setOnline(navigator.onLine);
    sync.poke(reason);
    app.session.refresh();
  }

  // every answer tells whether there is signal; what the browser says is a hint only
  app.heard = ({ kind, why }) => setOnline(kind !== "retry" || !NO_SIGNAL.has(why));
  addEventListener("online", () => awake("online"));
  addEventListener("offline", () => setOnline(false));
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    app.installPrompt = event; // offered in Help, where it disturbs nobody
  });
  addEventListener("pagehide", () => store.leave());
  addEventListener("click", () => sync.poke("tap"));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") store.flush();
    else awake("visible");
  });
  store.on("change", changed);
  sync.on("change", soon);
  drawEvicted();
  drawStatus();
  store.purge();
  // every tap lets the sender look for work; only where it finds some is it sending
  registerWorker({
    safe: () => !isUnwritten() && !isStoring() && !(sync.busy() && unsent > 0),
    onUpdate: () => offerUpdate("update.ready"),
    onModuleLost: () => store.flush(),
  });
}
