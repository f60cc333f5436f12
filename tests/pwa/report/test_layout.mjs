// How options share a row, what a scale's steps are, which place a question has, what is ticked.
import assert from "node:assert/strict";
import { test } from "node:test";

import { partOf, places, shared, steps, ticked } from "../../../shopper_forms/pwa/report/layout.js";

test("two short options share a row as halves", () => {
  assert.equal(shared(["Yes", "No"]), 2);
  assert.equal(shared(["Straight away", "Never"]), 2);
});

test("three and four options share a row when they are shorter", () => {
  assert.equal(shared(["Red", "Green", "Blue"]), 3);
  assert.equal(shared(["Red", "Turquoise-blue", "Blue"]), 0);
  assert.equal(shared(["0", "1", "2", "3+"]), 4);
});

test("one option, five options and long ones are a list", () => {
  assert.equal(shared(["Yes"]), 0);
  assert.equal(shared(["1", "2", "3", "4", "5"]), 0);
  assert.equal(shared(["Answered correctly at once", "No"]), 0);
});

test("letters are counted as a person does", () => {
  assert.equal(shared(["👍👍👍👍👍👍", "No", "Well"]), 3);
});

test("the steps of a scale", () => {
  assert.deepEqual(steps({ minimum: 1, maximum: 5, step: 1 }), [1, 2, 3, 4, 5]);
  assert.equal(steps({ minimum: 0, maximum: 10, step: 1 }).length, 11);
  assert.deepEqual(steps({ minimum: 0, maximum: 0.3, step: 0.1 }), [0, 0.1, 0.2, 0.3]);
  assert.deepEqual(steps({ minimum: -1, maximum: 1, step: null }), [-1, 0, 1]);
});

test("a scale with too many steps, or none, is typed", () => {
  assert.equal(steps({ minimum: 0, maximum: 100, step: 1 }), null);
  assert.equal(steps({ minimum: null, maximum: null, step: 1 }).length, 1);
  assert.equal(steps({ minimum: 5, maximum: 1, step: 1 }), null);
});

test("places count the questions that are shown", () => {
  const sections = [
    { questions: [{ code: "a" }, { code: "b" }, { code: "c" }] },
    { questions: [{ code: "d" }] },
  ];
  const states = { a: "answered", b: "hidden", c: "skipped", d: "not_observed" };

  assert.deepEqual(places(sections, states), { a: [1, 2], c: [2, 2], d: [1, 1] });
});

test("a finding stands at a part of its question", () => {
  assert.equal(partOf({ loc: ["answers", "q"] }), "value");
  assert.equal(partOf({ loc: ["answers", "q", "value"] }), "value");
  assert.equal(partOf({ loc: ["answers", "q", "state"] }), "value");
  assert.equal(partOf({ loc: ["answers", "q", "comment"] }), "comment");
  assert.equal(partOf({ loc: ["answers", "q", "photos", 1] }), "photos");
});

const OPTIONS = [
  { code: "tables" },
  { code: "floor" },
  { code: "none", exclusive: true },
  { code: "unsure", exclusive: true },
];

test("ticked options stand in the form's order", () => {
  assert.deepEqual(ticked(OPTIONS, ["floor"], "tables", true), ["tables", "floor"]);
  assert.deepEqual(ticked(OPTIONS, ["tables", "floor"], "tables", false), ["floor"]);
  assert.deepEqual(ticked(OPTIONS, ["floor"], "floor", false), []);
});

test("an exclusive option stands alone", () => {
  assert.deepEqual(ticked(OPTIONS, ["tables", "floor"], "none", true), ["none"]);
  assert.deepEqual(ticked(OPTIONS, ["none"], "unsure", true), ["unsure"]);
  assert.deepEqual(ticked(OPTIONS, ["none"], "floor", true), ["floor"]);
});

test("an option that is no longer there is dropped", () => {
  assert.deepEqual(ticked(OPTIONS, ["gone"], "floor", true), ["floor"]);
});
