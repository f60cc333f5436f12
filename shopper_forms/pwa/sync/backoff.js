// How long to wait before trying again: full jitter, on a clock that never jumps.

const FIRST_MS = 2_000;
const MOST_MS = 300_000;

/** ms to wait after `tries` failures; a server's own wish (`after_ms`) counts, within 5 min. */
export function waitAfter(tries, after_ms, random) {
  const jittered = random() * Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(tries, 20));
  return Math.min(MOST_MS, Math.max(after_ms ?? 0, jittered));
}

/** Failures by key: `tries(key)`, `due(key)` in ms of the clock, `failed`, `worked`, `reset`. */
export function createBackoff({ clock, random }) {
  const failures = new Map();
  return {
    tries: (key) => failures.get(key)?.tries ?? 0,
    due: (key) => failures.get(key)?.due ?? 0,
    isDue: (key) => (failures.get(key)?.due ?? 0) <= clock.mono(),
    worked: (key) => failures.delete(key),
    reset: () => failures.clear(),

    /** Note a failure; how long to wait now, in ms. */
    failed(key, after_ms = null) {
      const tries = (failures.get(key)?.tries ?? 0) + 1;
      const wait = waitAfter(tries - 1, after_ms, random);
      failures.set(key, { tries, due: clock.mono() + wait });
      return wait;
    },

    /** Try again at this time without having failed. */
    later(key, ms) {
      failures.set(key, { tries: failures.get(key)?.tries ?? 0, due: clock.mono() + ms });
    },
  };
}
