// Notes of a draft: what Enter keeps, what a tap sets and takes back, what an early end needs.
import assert from "node:assert/strict";
import test from "node:test";

import { addNote, removeNote, toggleTap } from "../../../shopper_forms/pwa/pocket/notes.js";
import { isEnough, stillNeeded } from "../../../shopper_forms/pwa/pocket/outcomes.js";

const NOON = new Date("2026-08-14T12:00:00.000Z");
const LATER = new Date("2026-08-14T12:05:00.000Z");
const blank = () => ({ notes: [], taps: [], writing: "Two tab" });

test("a written note is kept with its time, and the field is empty again", () => {
  const draft = blank();

  addNote(draft, "  Two tables not wiped ", NOON);

  assert.deepEqual(draft, {
    notes: [{ text: "Two tables not wiped", at: "2026-08-14T12:00:00.000Z" }],
    taps: [],
    writing: "",
  });
});

test("a blank note is none", () => {
  const draft = blank();

  addNote(draft, "   ", NOON);

  assert.deepEqual(draft.notes, []);
});

test("a note is removed by its moment", () => {
  const draft = blank();
  addNote(draft, "one", NOON);
  addNote(draft, "two", LATER);

  removeNote(draft, "2026-08-14T12:00:00.000Z");

  assert.deepEqual(draft.notes, [{ text: "two", at: "2026-08-14T12:05:00.000Z" }]);
});

test("a second tap takes the first back", () => {
  const draft = blank();

  toggleTap(draft, "messy", "messy", NOON);
  toggleTap(draft, "no_badge", "no badge", LATER);
  toggleTap(draft, "messy", "messy", LATER);

  assert.deepEqual(draft.taps, ["no_badge"]);
  assert.deepEqual(draft.notes, [
    { text: "no badge", at: "2026-08-14T12:05:00.000Z", tap: "no_badge" },
  ]);
});

const PHOTO = [{ id: "a", question: null }];
const FILED = [{ id: "a", question: "clean" }];
const written = (outcome, outcome_note) => ({ outcome, photos: [], outcome_note });
const EVIDENCE = [
  ["closed with a photo", { outcome: "closed", photos: PHOTO }, 0],
  ["closed without anything", { outcome: "closed", photos: [] }, 20],
  ["closed with a photo of something else", { outcome: "closed", photos: FILED }, 20],
  ["closed with a sentence", written("closed", "My battery was empty"), 0],
  ["refused without words", { outcome: "refused", photos: PHOTO }, 20],
  ["refused with some", written("refused", "  They said no, sorry "), 1],
  ["recognised with a face", written("recognised", "🙂".repeat(20)), 0],
  ["unsafe", { outcome: "unsafe", photos: [] }, 0],
];

for (const [name, draft, needed] of EVIDENCE) {
  test(`what is still needed: ${name}`, () => {
    assert.equal(stillNeeded(draft), needed);
    assert.equal(isEnough(draft), needed === 0);
  });
}

test("without an outcome nothing is enough", () => {
  assert.equal(isEnough({ photos: [], outcome_note: "Long enough to be a sentence" }), false);
});
