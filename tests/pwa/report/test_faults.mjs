// Every code a rule can give has its sentence, with the question's bounds, in English and French.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { parseDocument, validate } from "../../../shopper_forms/pwa/logic/index.js";
import { sentenceOf } from "../../../shopper_forms/pwa/report/faults.js";
import { needWords, setLanguage } from "../../../shopper_forms/pwa/ui/words.js";

const question = (code, type, more = {}) => ({ code, type, text: { en: code }, ...more });
const A = { code: "a", text: { en: "A" } };
const DOC = parseDocument(JSON.stringify({
  code: "d",
  version: 1,
  default_language: "en",
  languages: ["en"],
  sections: [{
    code: "s",
    title: { en: "S" },
    questions: [
      question("yes", "yes_no", {
        score: { yes: 1, no: 0 },
        comment: "on_miss",
        comment_min: 10,
        photos: { min: 2, max: 3, when: "on_miss" },
      }),
      question("one", "single_choice", { options: [A] }),
      question("some", "multi_choice", { options: [A, { ...A, code: "b", exclusive: true }] }),
      question("count", "number", { minimum: 0, maximum: 2.5, step: 0.5 }),
      question("least", "number", { minimum: 1.5 }),
      question("wait", "duration", { minimum: 0, maximum: 3600 }),
      question("paid", "money", { currency: "EUR", minimum: 0, maximum: 100000 }),
      question("came", "time"),
      question("day", "date"),
      question("story", "text"),
    ],
  }],
  checks: [
    { code: "c", severity: "error", message: { en: "No." }, when: { question: "count", is: 2 } },
  ],
}));

const said = (code, entry, photos = null) =>
  validate(DOC, { [code]: entry }, photos).errors
    .filter((each) => each.question === code)
    .map((each) => sentenceOf(each, DOC.question(code), (texts) => texts.en));

before(() => needWords("report"));
after(() => setLanguage("en"));

const CASES = [
  ["one", {}, "This needs an answer."],
  ["one", { value: "b" }, "The option chosen is no longer there. Please choose again."],
  ["one", { value: 1 }, "This cannot be read. Please answer again."],
  ["some", { value: ["a", "a"] }, "An option is ticked twice. Please choose again."],
  ["some", { value: ["a", "b"] }, "One of these options stands alone. Please choose again."],
  ["count", { value: "soon" }, "Please write a number, such as 12 or 12.5."],
  ["count", { value: 3 }, "This must be from 0 to 2.5."],
  ["count", { value: 0.7 }, "This goes in steps of 0.5."],
  ["count", { value: 0.1234567 }, "Please write at most 6 decimals."],
  ["count", { value: 1e15 }, "This number is too large."],
  ["count", { value: 2 }, "No."],
  ["least", { value: 1 }, "The least possible is 1.5."],
  ["wait", { value: "soon" }, "Please write minutes and seconds, such as 1:48."],
  ["wait", { value: 4000 }, "This must be from 0:00 to 1:00:00."],
  ["paid", { value: "much" }, "Please write an amount, such as 12.50."],
  ["paid", { value: 200000 }, "This must be from €0.00 to €1,000.00."],
  ["came", { value: "noon" }, "Please give a time, such as 14:05."],
  ["day", { value: "2026-02-30" }, "Please give a day."],
  ["story", { value: "x".repeat(4001) }, "This has 4,001 characters, 4,000 are possible."],
  [
    "story",
    { value: "a\u0007b" },
    "There is a character that cannot be sent. Please write this again.",
  ],
  ["story", { state: "not_applicable" }, "“Does not apply” is not possible here."],
  ["story", { state: "not_observed" }, "Please say why."],
];

for (const [code, entry, expected] of CASES) {
  test(`the sentence about ${code} = ${JSON.stringify(entry).slice(0, 40)}`, () => {
    assert.deepEqual(said(code, entry), [expected]);
  });
}

test("a miss says what it still needs, with counts", () => {
  assert.deepEqual(said("yes", { value: "no" }), [
    "Please say what happened.",
    "2 photos are needed, 0 are there.",
  ]);
  const entry = { value: "no", comment: "Nobody", photos: ["a", "b", "c", "d"] };
  assert.deepEqual(said("yes", entry, ["a", "b", "c"]), [
    "Please say a little more: 10 characters are needed, 6 are there.",
    "At most 3 photos, 4 are there. Put some back in your notes.",
    "A photo is no longer on this phone. Please remove it or take it again.",
  ]);
});

test("the sentences are French for a French reader", async () => {
  await setLanguage("fr");

  assert.deepEqual(said("count", { value: 3 }), ["Il faut de 0 à 2,5."]);
  const between = "Il faut de 0,00\u00a0€ à 1\u202f000,00\u00a0€.";
  assert.deepEqual(said("paid", { value: 200000 }), [between]);
  assert.deepEqual(said("one", {}), ["Il faut une réponse ici."]);
});

test("a code newer than the app has a sentence too", async () => {
  await setLanguage("en");
  const finding = { loc: ["answers", "one"], code: "not_yet_known", question: "one", values: {} };

  assert.equal(
    sentenceOf(finding, DOC.question("one"), String),
    "Something is not right here. Please look at it again.",
  );
});
