import assert from "node:assert/strict";
import { test } from "node:test";
import { createBackoff, waitAfter } from "../../../shopper_forms/pwa/sync/backoff.js";
import { createClock } from "../store/cast.mjs";

test("a wait is any time up to 2 s x 2^n, at most five minutes", () => {
  assert.equal(waitAfter(0, null, () => 0.5), 1_000);
  assert.equal(waitAfter(3, null, () => 0.5), 8_000);
  assert.equal(waitAfter(50, null, () => 1), 300_000);
  assert.equal(waitAfter(3, null, () => 0), 0);
});

test("a server's wish is the least, five minutes the most", () => {
  assert.equal(waitAfter(0, 60_000, () => 1), 60_000);
  assert.equal(waitAfter(9, 1_000, () => 1), 300_000);
  assert.equal(waitAfter(0, 86_400_000, () => 1), 300_000);
});

test("failures of one thing do not delay another", () => {
  const clock = createClock();
  const backoff = createBackoff({ clock, random: () => 1 });
  backoff.failed("a");
  backoff.failed("a");

  assert.deepEqual([backoff.isDue("a"), backoff.isDue("b")], [false, true]);
  assert.equal(backoff.tries("a"), 2);
  clock.jump(4_000);
  assert.equal(backoff.isDue("a"), true);
  backoff.worked("a");
  assert.equal(backoff.tries("a"), 0);
});
