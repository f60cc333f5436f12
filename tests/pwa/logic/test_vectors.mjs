// The shared cases of form-rules.json, the same that pytest runs against the server's rules.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { evaluate } from "../../../shopper_forms/pwa/logic/conditions.js";
import { parseDocument, readCondition } from "../../../shopper_forms/pwa/logic/document.js";
import { validate, visibility } from "../../../shopper_forms/pwa/logic/index.js";
import { literalOf, numberOrNull, parseJson } from "../../../shopper_forms/pwa/logic/numbers.js";

const file = new URL("../../data/vectors/form-rules.json", import.meta.url);
const rules = writtenOut(parseJson(readFileSync(file, "utf8")));
const documents = {};
for (const [name, data] of Object.entries(rules.documents)) {
  documents[name] = parseDocument(JSON.stringify(data));
}

test("the file holds all its cases", () => {
  const { conditions, visibility: shown, validation } = rules;

  assert.deepEqual([conditions.length, shown.length, validation.length], [73, 15, 134]);
});

for (const { name, condition, view, expected } of rules.conditions) {
  test(`condition ${name}`, () => {
    const observations = Object.entries(view).map(([code, [state, value]]) => [
      code,
      { state, value: observed(value) },
    ]);

    assert.equal(evaluate(readCondition(condition), new Map(observations)), expected);
  });
}

for (const { name, document, answers, expected } of rules.visibility) {
  test(`visibility ${name}`, () => {
    assert.deepEqual(visibility(documents[document], answers), expected);
  });
}

for (const { name, document, answers, photos, outcome, expected } of rules.validation) {
  test(`validation ${name}`, () => {
    const found = validate(documents[document], answers, photos, { outcome });

    assert.deepEqual(
      {
        errors: found.errors.map(({ loc, code }) => ({ loc, code })),
        warnings: found.warnings.map(({ check }) => check),
        reviews: found.reviews.map(({ check }) => check),
      },
      expected,
    );
  });
}

function observed(value) {
  if (Array.isArray(value)) return new Set(value);
  return literalOf(value) === null ? value : numberOrNull(value);
}

function writtenOut(data) {
  if (Array.isArray(data)) return data.map(writtenOut);
  if (data === null || typeof data !== "object") return data;
  if (data.$repeat) return data.$repeat[0].repeat(data.$repeat[1]);
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, writtenOut(value)]));
}
