// Writes down running stopwatches now and then, so that a killed tab loses none of their time.
import { mark, note } from "./stopwatch.js";

const EVERY_MS = 10_000;
const kept = new Map();

/** Keeps the time of a draft's stopwatches from now on, whatever screen is shown; repeatable. */
export function keepTime(store, draftId) {
  if (kept.has(draftId)) return;
  const write = (away) => markAll(store, draftId, away);
  const onVisibility = () => write(document.visibilityState === "visible");
  const onHide = () => write(false);
  document.addEventListener("visibilitychange", onVisibility);
  window.addEventListener("pagehide", onHide);
  const timer = setInterval(() => document.visibilityState === "visible" && write(false), EVERY_MS);
  kept.set(draftId, () => {
    kept.delete(draftId);
    clearInterval(timer);
    document.removeEventListener("visibilitychange", onVisibility);
    window.removeEventListener("pagehide", onHide);
  });
  write(false);
}

async function markAll(store, draftId, away) {
  let running = false;
  try {
    const saving = store.change(draftId, (draft) => {
      for (const watch of draft.watches) {
        if (watch.running_since === null) continue;
        running = true;
        note(draft, mark(watch, undefined, away));
      }
    });
    if (document.visibilityState === "hidden") store.flush();
    await saving;
  } catch {
    // sealed meanwhile, or no room: the screen says the latter
  }
  if (!running) kept.get(draftId)?.();
}
