import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./cast.mjs";

test("an event keeps plain facts only, no answers and no positions", async () => {
  const { store } = await open();

  await store.noteEvent("retry", {
    item: "v/0",
    tries: 2,
    latitude: 38.7,
    answer: "rude",
    comment: "x",
  });

  assert.deepEqual(await store.events(), [
    { at: "2026-08-14T10:00:00.000Z", kind: "retry", data: { item: "v/0", tries: "2" } },
  ]);
});

test("the last 500 events are kept, oldest first", async () => {
  const { store, disk } = await open();

  for (let count = 1; count <= 620; count += 1) store.noteEvent("retry", { count });
  await store.noteEvent("last");

  const events = await store.events();
  assert.equal(events.length, 500);
  assert.equal(events[0].data.count, "122");
  assert.equal(events[499].kind, "last");
  assert.equal(disk.stores.get("log").size <= 550, true);
});

test("nothing fails because its event could not be noted", async () => {
  const { store, tab } = await open();
  tab.refuse = true;
  tab.closeUnder();

  await store.noteEvent("retry", { count: 1 });
});
