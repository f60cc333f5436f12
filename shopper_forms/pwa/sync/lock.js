// One sender per browser: a Web Lock, or where there is none a lease that has to be kept alive.
import { realClock } from "../store/clock.js";

const NAME = "plainclothes-sender";
const BEAT_MS = 5_000;
const DEAD_MS = 15_000;

/**
 * `hold(fn)` runs fn and answers true when this tab may send, else answers false at once.
 * `createLock(store)` will do: `swapDevice` reads and replaces a fact of this browser.
 */
export function createLock({
  swapDevice,
  locks = globalThis.navigator?.locks,
  clock = realClock,
  id = crypto.randomUUID(),
}) {
  if (locks) {
    return {
      hold: (fn) =>
        locks.request(NAME, { ifAvailable: true }, async (lock) => {
          if (lock) await fn();
          return Boolean(lock);
        }),
    };
  }
  let seen = { beat: null, at: 0 };

  /** Clocks of two tabs are not compared: a lease is dead when it was watched without a beat. */
  const take = async () => {
    const lease = await swapDevice("lease", (old) => {
      if (old?.holder && old.holder !== id && !isDead(old)) return undefined;
      return { holder: id, beat: (old?.beat ?? 0) + 1 };
    });
    return lease !== undefined;
  };
  const isDead = ({ beat }) => {
    if (beat !== seen.beat) seen = { beat, at: clock.mono() };
    return clock.mono() - seen.at > DEAD_MS;
  };
  const release = () =>
    swapDevice("lease", (old) =>
      old?.holder === id ? { holder: null, beat: old.beat + 1 } : undefined,
    );

  return {
    async hold(fn) {
      if (!(await take())) return false;
      let cancel;
      const beat = () => {
        cancel = clock.after(BEAT_MS, () => take().then(beat, beat));
      };
      beat();
      try {
        await fn();
      } finally {
        cancel();
        await release();
      }
      return true;
    },
  };
}
