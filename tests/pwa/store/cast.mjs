// The known cast of the store's tests: two shoppers, one assignment, a clock that is told.
import { openStore } from "../../../shopper_forms/pwa/store/index.js";
import { createDisk, openTab } from "./fake_idb.mjs";

export const ADA = "a0000000-0000-4000-8000-000000000001";
export const BEN = "b0000000-0000-4000-8000-000000000002";
export const NOW = Date.parse("2026-08-14T10:00:00Z");
export const QUESTIONNAIRE = { code: "cafe", version: 1, sha256: "c".repeat(64) };

/** An assignment as the server shows it; n tells them apart. */
export const assignment = (n = 1) => ({
  id: `d0000000-0000-4000-8000-00000000000${n}`,
  location: { code: `L${n}`, name: `Harbour ${n}`, time_zone: "Europe/Lisbon" },
  questionnaire: QUESTIONNAIRE,
  state: "accepted",
  submit_by_utc: `2026-08-2${n}T10:00:00Z`,
});

/** A clock that moves when told; timers run then. */
export function createClock(now = NOW) {
  const timers = new Set();
  const clock = {
    wall: now,
    ran: 0,
    now: () => clock.wall,
    mono: () => clock.ran,
    after(ms, fn) {
      const timer = { at: clock.ran + ms, fn };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    next: () => Math.min(...[...timers].map((timer) => timer.at)),
    jump(ms) {
      clock.ran += ms;
      clock.wall += ms;
      for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
        if (timer.at > clock.ran) continue;
        timers.delete(timer);
        timer.fn();
      }
    },
    async tick(ms) {
      clock.jump(ms);
      await settled();
    },
  };
  return clock;
}

/** Until everything that is under way has come to rest. */
export async function settled(turns = 60) {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export function createMarker() {
  let text = null;
  return { get: () => text, set: (value) => (text = value) };
}

/** Channels of tabs that hear each other. */
export function createChannels() {
  const all = new Set();
  return () => {
    const channel = {
      postMessage: (data) => {
        const message = structuredClone({ data });
        for (const each of all) if (each !== channel) setImmediate(() => each.onmessage?.(message));
      },
      close: () => all.delete(channel),
    };
    all.add(channel);
    return channel;
  };
}

/** A store over a disk, with the tab that holds it. */
export async function open({
  disk = createDisk(),
  clock = createClock(),
  owner = ADA,
  channel = null,
  marker = createMarker(),
  ...more
} = {}) {
  const tab = openTab(disk);
  const given = { owner, idb: tab.idb, clock, channel, marker, storage: null, device: "test", reserve: 0 };
  const store = await openStore({ ...given, ...more });
  return { store, tab, disk, clock, marker };
}

/** Bytes of a photo; the same seed gives the same photo. */
export const bytesOf = (seed, length = 100) => new Uint8Array(length).fill(seed).buffer;
