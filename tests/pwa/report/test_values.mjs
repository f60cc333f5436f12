// Typed durations, amounts and numbers, in English, French and with other digits.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  minorDigits,
  readDuration,
  readMoney,
  readNumber,
  writeDuration,
  writeMoney,
  writeNumber,
} from "../../../shopper_forms/pwa/report/values.js";

const table = (name, rows, read) => {
  for (const [typed, expected] of rows) {
    test(`${name} of ${JSON.stringify(typed)}`, () => assert.equal(read(typed), expected));
  }
};

table(
  "duration",
  [
    ["", undefined],
    ["  ", undefined],
    ["0", 0],
    ["90", 90],
    ["1:48", 108],
    ["0:05", 5],
    ["90:00", 5400],
    ["1:02:03", 3723],
    ["1.48", 108],
    ["1,48", 108],
    ["2 min 5 s", 125],
    ["2min", 120],
    ["2m5", 125],
    ["1 h 5", 3900],
    ["1h05", 3900],
    ["45 sec", 45],
    ["45 secondes", 45],
    ["3'20\"", 200],
    ["١:٤٨", 108],
    ["1.5", "1.5"],
    ["1:60", "1:60"],
    ["1:75:00", "1:75:00"],
    ["a while", "a while"],
    ["-5", "-5"],
    [" soon ", "soon"],
  ],
  readDuration,
);

table(
  "English number",
  [
    ["", undefined],
    ["12", 12],
    ["12.50", 12.5],
    ["12,5", 12.5],
    ["1,234", 1234],
    ["1,234,567.25", 1234567.25],
    ["1.234,5", 1234.5],
    ["-3", -3],
    ["−3", -3],
    [".5", 0.5],
    ["007", 7],
    ["-0", 0],
    ["1e3", "1e3"],
    ["1.2.3", "1.2.3"],
    ["twelve", "twelve"],
    ["12345678901.123456789", "12345678901.123456789"],
  ],
  (typed) => readNumber(typed, "en"),
);

table(
  "French number",
  [
    ["12,5", 12.5],
    ["12.5", 12.5],
    ["1,234", 1.234],
    ["1.234", 1.234],
    ["1 234,5", 1234.5],
    ["1\u202f234", 1234],
  ],
  (typed) => readNumber(typed, "fr"),
);

table(
  "German number",
  [
    ["1.234", 1234],
    ["1.234,5", 1234.5],
    ["1,234", 1.234],
  ],
  (typed) => readNumber(typed, "de"),
);

table(
  "amount in euro",
  [
    ["12.5", 1250],
    ["12.50", 1250],
    ["€12", 1200],
    ["12,50 EUR", 1250],
    ["EUR 0.99", 99],
    ["1,234.00", 123400],
    ["0.29", 29],
    ["12.505", "12.505"],
    ["free", "free"],
    ["", undefined],
  ],
  (typed) => readMoney(typed, "en", "EUR"),
);

test("an amount in French has a comma", () => {
  assert.equal(readMoney("1 234,56 €", "fr", "EUR"), 123456);
  assert.equal(writeMoney(123456, "fr", "EUR"), "1234,56");
});

test("an amount without minor units", () => {
  assert.equal(minorDigits("JPY"), 0);
  assert.equal(readMoney("1200", "en", "JPY"), 1200);
  assert.equal(readMoney("12.5", "en", "JPY"), "12.5");
  assert.equal(writeMoney(1200, "en", "JPY"), "1200");
});

test("an amount in thousandths", () => {
  assert.equal(readMoney("1.250", "en", "BHD"), 1250);
  assert.equal(writeMoney(1250, "en", "BHD"), "1.250");
});

test("values are written as they are typed", () => {
  assert.equal(writeNumber(1234.5, "fr"), "1234,5");
  assert.equal(writeNumber(undefined, "fr"), "");
  assert.equal(writeNumber("soon", "en"), "soon");
  assert.equal(writeMoney(5, "en", "EUR"), "0.05");
  assert.equal(writeDuration(108), "1:48");
  assert.equal(writeDuration(5), "0:05");
  assert.equal(writeDuration(3599), "59:59");
  assert.equal(writeDuration(3723), "1:02:03");
  assert.equal(writeDuration("soon"), "soon");
});
