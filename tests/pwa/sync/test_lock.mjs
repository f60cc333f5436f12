import assert from "node:assert/strict";
import { test } from "node:test";
import { createLock } from "../../../shopper_forms/pwa/sync/lock.js";
import { createClock, open, settled } from "../store/cast.mjs";
import { createDisk } from "../store/fake_idb.mjs";

/** Two tabs without Web Locks over one disk. */
async function twoTabs() {
  const disk = createDisk();
  const clock = createClock();
  const first = await open({ disk, clock });
  const second = await open({ disk, clock });
  const lockOf = ({ store }, id) =>
    createLock({ locks: null, swapDevice: store.swapDevice, clock, id });
  return { first: lockOf(first, "one"), second: lockOf(second, "two"), clock, tab: first.tab };
}

function held(lock) {
  let release;
  const until = new Promise((resolve) => (release = resolve));
  const holding = lock.hold(() => until);
  return { release: () => (release(), holding), holding };
}

test("a lease is held by one tab and free after it", async () => {
  const { first, second } = await twoTabs();
  const one = held(first);
  await settled();

  assert.equal(await second.hold(() => {}), false);
  assert.equal(await one.release(), true);
  assert.equal(await second.hold(() => {}), true);
});

test("a lease that is kept alive is not taken, however long it lasts", async () => {
  const { first, second, clock } = await twoTabs();
  held(first);
  await settled();

  for (let count = 0; count < 10; count += 1) {
    await clock.tick(5_000);
    assert.equal(await second.hold(() => {}), false);
  }
});

test("a lease whose tab died is taken after it was watched for 15 s", async () => {
  const { first, second, clock, tab } = await twoTabs();
  held(first);
  await settled();
  tab.kill();

  assert.equal(await second.hold(() => {}), false);
  await clock.tick(15_000);
  assert.equal(await second.hold(() => {}), false);
  await clock.tick(1);
  assert.equal(await second.hold(() => {}), true);
});

test("a lease is free again after work that failed", async () => {
  const { first, second } = await twoTabs();

  await assert.rejects(
    first.hold(() => {
      throw new Error("broken");
    }),
    { message: "broken" },
  );

  assert.equal(await second.hold(() => {}), true);
});

test("where there are Web Locks one is asked for and never waited for", async () => {
  const asked = [];
  const locks = {
    request: async (name, options, fn) => {
      asked.push([name, options]);
      return fn(asked.length === 1 ? {} : null);
    },
  };
  let ran = 0;
  const lock = createLock({ locks, swapDevice: null });

  assert.equal(await lock.hold(() => (ran += 1)), true);
  assert.equal(await lock.hold(() => (ran += 1)), false);

  assert.equal(ran, 1);
  assert.deepEqual(asked[0], ["plainclothes-sender", { ifAvailable: true }]);
});
