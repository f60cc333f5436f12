// Where a visit stands, and what has been earned, from rows as phone and server keep them.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  byState, hasReadBrief, keepBriefRead, sorted, standing,
} from "../../../shopper_forms/pwa/ui/work.js";

const row = (id, state, more = {}) => ({
  id, state, shopper: "me", brief_sha256: "b1", window_end_utc: "2026-10-09T14:00:00Z", ...more,
});
const blank = { answers: {}, photos: [], notes: [], watches: [], check_in: null, saved_at: "2026-10-09T11:58:00Z" };

test("sorted keeps what is in hand and what is open, nearest deadline first", () => {
  const rows = [
    row("late", "accepted", { window_end_utc: "2026-10-12T14:00:00Z" }),
    row("soon", "offered"),
    row("done", "received"),
    row("theirs", "accepted", { shopper: "other" }),
    row("free", "open", { shopper: null }),
  ];

  const { mine, open } = sorted(rows, "me");

  assert.deepEqual(mine.map(({ id }) => id), ["soon", "late"]);
  assert.deepEqual(open.map(({ id }) => id), ["free"]);
});

test("standing fills the ring step by step", () => {
  const at = (assignment, draft = null, read = false, view = null) =>
    standing({ assignment, draft, read, view });

  assert.deepEqual(at(row("a", "offered")), { ring: 0, key: "state.offered" });
  assert.deepEqual(at(row("a", "accepted")), { ring: 1, key: "state.accepted" });
  assert.deepEqual(at(row("a", "accepted"), null, true), { ring: 2, key: "state.ready" });
  assert.deepEqual(at(row("a", "in_progress"), blank, true), { ring: 3, key: "state.in_progress" });
  assert.deepEqual(at(row("a", "accepted"), { ...blank, check_in: { at: "x" } }, true),
    { ring: 3, key: "state.in_progress" });
  assert.deepEqual(at(row("a", "in_progress"), { ...blank, answers: { Q1: {} } }, true),
    { ring: 3, key: "state.started", at: "2026-10-09T11:58:00Z" });
  assert.deepEqual(at(row("a", "in_progress"), null, true, { state: "waiting" }),
    { ring: 4, key: "state.waiting" });
  assert.deepEqual(at(row("a", "in_progress"), null, true, { state: "acknowledged" }),
    { ring: "check", key: "state.received" });
});

test("a brief is read on this phone only in the words it has now", async () => {
  const kept = new Map();
  const store = {
    get: async (name) => kept.get(name),
    set: async (name, value) => void kept.set(name, value),
    draftOf: async () => null,
  };

  await keepBriefRead(store, row("a", "accepted"));

  assert.equal(await hasReadBrief(store, row("a", "accepted")), true);
  assert.equal(await hasReadBrief(store, row("a", "accepted", { brief_sha256: "b2" })), false);
  assert.equal(await hasReadBrief(store, row("b", "accepted")), false);
});

test("byState sums each currency apart, in the order of the money's way", () => {
  const line = (state, amount, currency) => ({ state, amount: { amount, currency } });
  const lines = [line("paid", 100, "GBP"), line("pending", 1800, "GBP"), line("pending", 2000, "EUR"), line("pending", 1, "GBP")];

  const groups = byState(lines, ["pending", "approved", "paid"]);

  assert.deepEqual(groups.map(({ state, sums }) => [state, sums]), [
    ["pending", [{ amount: 1801, currency: "GBP" }, { amount: 2000, currency: "EUR" }]],
    ["paid", [{ amount: 100, currency: "GBP" }]],
  ]);
});
