// The document's defaults, what a question needs beside its answer, and how far the form is.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  isMiss,
  needs,
  parseDocument,
  progress,
  validate,
  visibleCodes,
} from "../../../shopper_forms/pwa/logic/index.js";

const ask = (code, type, more = {}) => ({ code, type, text: { en: code }, ...more });
const form = (sections, checks = []) =>
  parseDocument(
    JSON.stringify({
      code: "form",
      version: 1,
      title: { en: "Form" },
      default_language: "en",
      languages: ["en"],
      sections: sections.map((questions, at) => ({ code: `s${at}`, title: {}, questions })),
      checks,
    }),
  );

const doc = form(
  [
    [
      ask("greeted", "yes_no", {
        score: { yes: 1, no: 0 },
        comment: "on_miss",
        comment_min: 10,
        photos: { min: 1, max: 2, when: "on_miss" },
      }),
      ask("wait", "duration", { show_if: { question: "greeted", is: "yes" }, maximum: 60 }),
    ],
    [
      ask("till", "yes_no", {
        critical: true,
        not_applicable: "exclude",
        photos: { min: 1, max: 1 },
      }),
      ask("shelf", "photo", { photos: { max: 3 } }),
      ask("rating", "scale", { minimum: 1, maximum: 5, required: false }),
    ],
  ],
  [
    {
      code: "slow",
      when: { question: "wait", gt: 50 },
      severity: "error",
      message: { en: "Slow?" },
    },
  ],
);

test("a question carries the defaults of the format", () => {
  const { required, comment, comment_min, not_applicable, step, photos } = doc.question("rating");

  assert.deepEqual(
    { required, comment, comment_min, not_applicable, step, photos },
    {
      required: false,
      comment: "optional",
      comment_min: 0,
      not_applicable: "forbidden",
      step: 1,
      photos: null,
    },
  );
});

test("text that is no questionnaire is null", () => {
  assert.equal(parseDocument("<html>"), null);
  assert.equal(parseDocument("[]"), null);
  assert.equal(parseDocument("{}"), null);
});

test("needs of a question without an answer tell the photos ahead", () => {
  assert.deepEqual(needs(doc, "till", {}), {
    answer: true,
    comment: "optional",
    comment_min: 0,
    reason: false,
    photos: { min: 1, max: 1 },
  });
  assert.deepEqual(needs(doc, "shelf", {}).photos, { min: 1, max: 3 });
  assert.deepEqual(needs(doc, "greeted", {}).photos, { min: 0, max: 2 });
});

test("needs of a miss are its comment and photo", () => {
  const answers = { greeted: { value: "no" } };

  assert.equal(isMiss(doc, "greeted", answers), true);
  assert.deepEqual(needs(doc, "greeted", answers), {
    answer: true,
    comment: "needed",
    comment_min: 10,
    reason: false,
    photos: { min: 1, max: 2 },
  });
});

test("needs of N/A on a critical question are a reason and no photo", () => {
  const { reason, photos } = needs(doc, "till", { till: { state: "not_applicable" } });

  assert.equal(reason, true);
  assert.deepEqual(photos, { min: 0, max: 1 });
});

test("needs of a hidden question are none", () => {
  assert.deepEqual(needs(doc, "wait", {}), {
    answer: false,
    comment: "none",
    comment_min: 0,
    reason: false,
    photos: { min: 0, max: 0 },
  });
});

test("progress counts what is needed and shown", () => {
  assert.deepEqual(progress(doc, {}), {
    done: 0,
    total: 3,
    sections: [
      { code: "s0", done: 0, total: 1 },
      { code: "s1", done: 0, total: 2 },
    ],
    next: "greeted",
  });
  assert.deepEqual([...visibleCodes(doc, {})], ["greeted", "till", "shelf", "rating"]);
});

test("progress does not count an answer that still lacks its photo", () => {
  const answers = { greeted: { value: "yes" }, wait: { value: 5 }, till: { value: "yes" } };

  const { done, total, next } = progress(doc, answers);

  assert.deepEqual({ done, total, next }, { done: 2, total: 4, next: "till" });
});

test("progress counts an optional answer for as long as it is wrong", () => {
  assert.equal(progress(doc, { rating: { value: 9 } }).total, 4);
  assert.equal(progress(doc, { rating: { value: 5 } }).total, 3);
});

test("progress leads to the question of an error check when nothing else is open", () => {
  const answers = {
    greeted: { value: "yes" },
    wait: { value: 55 },
    till: { value: "yes", photos: ["a"] },
    shelf: { photos: ["b"] },
  };

  const { done, total, next } = progress(doc, answers, ["a", "b"]);

  assert.deepEqual({ done, total, next }, { done: 4, total: 4, next: "wait" });
  assert.equal(progress(doc, { ...answers, wait: { value: 5 } }, ["a", "b"]).next, null);
});

test("findings bring the values of their sentences", () => {
  const answers = { greeted: { value: "no", comment: "Short" }, rating: { value: 9 } };

  const { errors } = validate(doc, answers, [], { outcome: "closed" });

  assert.deepEqual(
    errors.map(({ question, code, values }) => [question, code, values]),
    [
      ["greeted", "comment_too_short", { minimum: 10, length: 5 }],
      ["greeted", "too_few_photos", { minimum: 1, maximum: 2, count: 0, n: 1 }],
      [
        "rating",
        "out_of_range",
        { minimum: 1, maximum: 5, step: 1, type: "scale", currency: null, detail: "maximum" },
      ],
    ],
  );
});

test("a check that fires stands at the first question it names", () => {
  const answers = { greeted: { value: "yes" }, wait: { value: 55 } };

  const [fired] = validate(doc, answers, null, { outcome: "closed" }).errors;

  assert.deepEqual(fired, {
    loc: ["answers", "wait", "slow"],
    code: "check_failed",
    question: "wait",
    check: "slow",
    message: { en: "Slow?" },
    values: {},
  });
});

test("codes that every object has are codes like any other", () => {
  const odd = form([[ask("constructor", "yes_no"), ask("valueOf", "text", { required: false })]]);

  assert.deepEqual(
    validate(odd, {}).errors.map(({ loc, code }) => [loc, code]),
    [[["answers", "constructor"], "required"]],
  );
});

test("two multiple choices are the same only when all their options are", () => {
  const options = ["x", "y"].map((code) => ({ code, text: {} }));
  const both = [ask("a", "multi_choice", { options }), ask("b", "multi_choice", { options })];
  const shown = ask("c", "text", { show_if: { question: "a", is: { question: "b" } } });
  const asked = form([[...both, shown]]);
  const states = (a, b) => [...visibleCodes(asked, { a: { value: a }, b: { value: b } })].length;

  assert.equal(states(["x", "y"], ["y", "x"]), 3);
  assert.equal(states(["x"], ["x", "y"]), 2);
  assert.equal(states(["x", "y"], ["x"]), 2);
});

test("what is kept unread is nested at most eight deep", () => {
  const nested = (depth) => (depth ? [nested(depth - 1)] : 1);
  const codes = (value) =>
    validate(doc, { till: { state: "not_applicable", reason: "Shut", value } }, null, {
      outcome: "closed",
    }).errors.map(({ loc }) => loc);

  assert.deepEqual(codes(nested(8)), []);
  assert.deepEqual(codes(nested(9)), [["answers", "till", "value"]]);
});

test("only the first hundred unknown questions are named", () => {
  const ghosts = Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`ghost${n}`, {}]));

  assert.equal(validate(doc, ghosts, null, { outcome: "closed" }).errors.length, 100);
});

test("a number at its target is no miss, whichever side is better", () => {
  const score = { target: 20, limit: 80, curve: "step" };
  const asked = form([
    [
      ask("wait", "duration", { score: { ...score, better: "lower" } }),
      ask("smiles", "number", { score: { ...score, limit: 0, better: "higher" } }),
    ],
  ]);
  const misses = (code, ...values) =>
    values.map((value) => isMiss(asked, code, { [code]: { value } }));

  assert.deepEqual(misses("wait", 19, 20, 21), [false, false, true]);
  assert.deepEqual(misses("smiles", 19.9, 20, 20.1), [true, false, false]);
});

test("the most photos are the least where nothing else is said", () => {
  const asked = form([[ask("shelf", "photo", { photos: { min: 2 } })]]);

  assert.deepEqual(asked.question("shelf").photos, { min: 2, max: 2, when: "always" });
});
