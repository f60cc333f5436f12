import assert from "node:assert/strict";
import { test } from "node:test";
import { mergeDrafts } from "../../../shopper_forms/pwa/store/merge.js";

const CASES = [
  ["one side", { note: 1 }, { note: 2 }, { note: 1 }, { note: 2 }],
  ["the other side", { note: 1 }, { note: 1 }, { note: 3 }, { note: 3 }],
  ["both, the one written last", { note: 1 }, { note: 2 }, { note: 3 }, { note: 2 }],
  [
    "answers to different questions",
    { answers: { a: { value: 1 } } },
    { answers: { a: { value: 1 }, b: { value: 2 } } },
    { answers: { a: { value: 9 } } },
    { answers: { a: { value: 9 }, b: { value: 2 } } },
  ],
  [
    "an answer taken away",
    { answers: { a: { value: 1 }, b: { value: 2 } } },
    { answers: { b: { value: 2 } } },
    { answers: { a: { value: 1 }, b: { value: 3 } } },
    { answers: { b: { value: 3 } } },
  ],
  [
    "photos for one question taken in both",
    { answers: { a: { photos: ["p0"] } } },
    { answers: { a: { photos: ["p0", "p1"] } } },
    { answers: { a: { photos: ["p0", "p2"] } } },
    { answers: { a: { photos: ["p0", "p2", "p1"] } } },
  ],
  [
    "photos added here and removed there",
    { photos: [{ id: "p0", question: null }] },
    {
      photos: [
        { id: "p0", question: null },
        { id: "p1", question: "a" },
      ],
    },
    { photos: [] },
    { photos: [{ id: "p1", question: "a" }] },
  ],
  [
    "a stopwatch running here, another one there",
    { watches: [{ code: "queue", elapsed_ms: 0 }] },
    { watches: [{ code: "queue", elapsed_ms: 9 }] },
    {
      watches: [
        { code: "queue", elapsed_ms: 0 },
        { code: "till", elapsed_ms: 4 },
      ],
    },
    {
      watches: [
        { code: "queue", elapsed_ms: 9 },
        { code: "till", elapsed_ms: 4 },
      ],
    },
  ],
  ["events of both", { events: ["a"] }, { events: ["a", "b"] }, { events: ["a", "c"] }, { events: ["a", "c", "b"] }],
  ["a check-in made there", { check_in: null }, { check_in: null }, { check_in: { at: 1 } }, { check_in: { at: 1 } }],
];

for (const [name, base, mine, theirs, merged] of CASES) {
  test(`two tabs changed ${name}`, () => {
    assert.deepEqual(mergeDrafts(base, mine, theirs), merged);
  });
}
