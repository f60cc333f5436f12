// The last events of this phone for support: what happened when; no answers, no positions.
import { iso } from "./clock.js";

const MOST = 500;
const SLACK = 50; // so that not every event has to delete one
const PLAIN = ["item", "photo", "status", "code", "why", "tries", "bytes", "count", "phase", "what", "screen"];

/** The log of a store; it never fails, because nothing may fail on its account. */
export function keepLog(box) {
  const { db, clock } = box;
  let turn = Promise.resolve();

  async function write(kind, data) {
    const owner = box.owner() ?? "";
    const known = PLAIN.filter((key) => data[key] !== undefined);
    const plain = Object.fromEntries(known.map((key) => [key, String(data[key]).slice(0, 500)]));
    await db.run(
      ["log"],
      async (reach) => {
        const ids = (await reach.keys("log", owner)).map(([, id]) => id);
        const id = (ids.at(-1) ?? 0) + 1;
        await reach.put("log", { owner, id, at: iso(clock.now()), kind, data: plain });
        if (ids.length < MOST + SLACK) return;
        for (const old of ids.slice(0, ids.length + 1 - MOST)) await reach.del("log", owner, old);
      },
      { write: true },
    );
  }

  return {
    /** Note an event; of `data` only short plain facts are kept. */
    noteEvent(kind, data = {}) {
      turn = turn.then(() => write(kind, data)).catch(() => {});
      return turn;
    },

    /** The last 500 events, oldest first. */
    async events() {
      const rows = await db.run(["log"], (reach) => reach.all("log", box.owner() ?? ""));
      return rows.slice(-MOST).map(({ at, kind, data }) => ({ at, kind, data }));
    },
  };
}
