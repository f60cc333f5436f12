// Which screen an address means, and that the last one asked for is the one that stays.
import assert from "node:assert/strict";
import { test } from "node:test";
import { address, createRouter, parse } from "../../../shopper_forms/pwa/ui/router.js";

test("parse reads name and parameters", () => {
  assert.deepEqual(parse("#/report/abc/Q1"), { name: "report", params: ["abc", "Q1"] });
});

test("parse of nothing is the list of visits", () => {
  for (const hash of ["", "#", "#/"]) assert.deepEqual(parse(hash), { name: "visits", params: [] });
});

test("parse leaves a broken escape as it is", () => {
  assert.deepEqual(parse("#/visit/%E0%A4%A"), { name: "visit", params: ["%E0%A4%A"] });
});

test("address is read back as it was written", () => {
  const made = address("report", "a/b", "Q 1");

  assert.equal(made, "#/report/a%2Fb/Q%201");
  assert.deepEqual(parse(made), { name: "report", params: ["a/b", "Q 1"] });
});

function stage(makers, hash) {
  const seen = [];
  const router = createRouter({
    makers,
    show: (made, name, how) => seen.push(["show", name, made.title, how]),
    failed: (error) => seen.push(["failed", error.message]),
    hash: () => hash.now,
  });
  return { router, seen };
}

test("a screen is left when the next one is ready", async () => {
  const left = [];
  const hash = { now: "#/visits" };
  const named = (title) => async () => ({ title, leave: () => left.push(title) });
  const { router, seen } = stage({ visits: named("Visits"), help: named("Help") }, hash);

  await router.open({ again: true });
  hash.now = "#/help";
  await router.open();

  assert.deepEqual(seen, [["show", "visits", "Visits", { again: true }], ["show", "help", "Help", undefined]]);
  assert.deepEqual(left, ["Visits"]);
});

test("a slow screen that was overtaken is left, never shown", async () => {
  const hash = { now: "#/slow" };
  const left = [];
  let finish;
  const slow = () => new Promise((resolve) => { finish = resolve; });
  const { router, seen } = stage({ slow, visits: async () => ({ title: "Visits" }) }, hash);

  const first = router.open();
  hash.now = "#/visits";
  await router.open();
  finish({ title: "Slow", leave: () => left.push("Slow") });
  await first;

  assert.deepEqual(seen, [["show", "visits", "Visits", undefined]]);
  assert.deepEqual(left, ["Slow"]);
});

test("an address nobody knows is the list of visits", async () => {
  const { router, seen } = stage({ visits: async () => ({ title: "Visits" }) }, { now: "#/nothing" });

  await router.open();

  assert.deepEqual(seen, [["show", "visits", "Visits", undefined]]);
});

test("a screen that cannot be made is told, and the old one stays", async () => {
  const hash = { now: "#/visits" };
  const left = [];
  const makers = {
    visits: async () => ({ title: "Visits", leave: () => left.push("Visits") }),
    help: async () => { throw new Error("no module"); },
  };
  const { router, seen } = stage(makers, hash);

  await router.open();
  hash.now = "#/help";
  await router.open();

  assert.deepEqual(seen.at(-1), ["failed", "no module"]);
  assert.deepEqual(left, []);
});
