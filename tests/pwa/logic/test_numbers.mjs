// Numbers: what JSON and a person's typing become, exact to the millionth.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  decimalText,
  numberOrNull,
  parseJson,
  typedNumber,
} from "../../../shopper_forms/pwa/logic/index.js";
import { readNumber } from "../../../shopper_forms/pwa/logic/numbers.js";

test("parseJson keeps a number that a double would round", () => {
  const text = '{"a": 999999999999.123456, "b": [0.1], "c": "1.00000000000000001"}';
  const { a, b, c } = parseJson(text);

  assert.equal(numberOrNull(a), 999999999999123456n);
  assert.deepEqual(b, [0.1]);
  assert.equal(c, "1.00000000000000001");
});

test("readNumber judges size, exponent and decimals as the server does", () => {
  const judged = (text) => {
    const { value, code } = readNumber(parseJson(text));
    return code ?? value;
  };

  assert.equal(judged("0.1"), 100000n);
  assert.equal(judged("-0.000001"), -1n);
  assert.equal(judged("2.50"), 2500000n);
  assert.equal(judged("1000000000000"), 1000000000000000000n);
  assert.equal(judged("1000000000001"), "out_of_range");
  assert.equal(judged("1000000000000.0000001"), "out_of_range");
  assert.equal(judged("1e999"), "out_of_range");
  assert.equal(judged("1e3"), "wrong_type");
  assert.equal(judged("1.5e-1"), 150000n);
  assert.equal(judged("1e-7"), "too_many_decimals");
  assert.equal(judged("true"), "wrong_type");
  assert.equal(judged('"1"'), "wrong_type");
});

test("typedNumber takes what people type", () => {
  assert.deepEqual(typedNumber("4.5"), { value: 4.5 });
  assert.deepEqual(typedNumber(" 4,5 "), { value: 4.5 });
  assert.deepEqual(typedNumber("1\u202f234,5"), { value: 1234.5 });
  assert.deepEqual(typedNumber("1,234", { group: "," }), { value: 1234 });
  assert.deepEqual(typedNumber("−3"), { value: -3 });
  assert.deepEqual(typedNumber(".5"), { value: 0.5 });
  assert.deepEqual(typedNumber("5."), { value: 5 });
});

test("typedNumber refuses what it cannot keep exactly", () => {
  assert.equal(typedNumber("four").code, "wrong_type");
  assert.equal(typedNumber("").code, "wrong_type");
  assert.equal(typedNumber("1.2.3").code, "wrong_type");
  assert.equal(typedNumber("1e3").code, "wrong_type");
  assert.equal(typedNumber("0.1234567").code, "too_many_decimals");
  assert.equal(typedNumber("999999999999.123456").code, "too_many_decimals");
  assert.equal(typedNumber("1000000000001").code, "out_of_range");
});

test("typedNumber makes minor units without a rounding error", () => {
  assert.deepEqual(typedNumber("1.15", { shift: 2 }), { value: 115 });
  assert.deepEqual(typedNumber("4,35", { shift: 2 }), { value: 435 });
  assert.deepEqual(typedNumber("8.995", { shift: 2 }), { value: 899.5 });
  assert.deepEqual(typedNumber("1234", { shift: 0 }), { value: 1234 });
});

test("decimalText writes millionths, and minor units as whole ones", () => {
  assert.equal(decimalText(250000n), "0.25");
  assert.equal(decimalText(-1n), "-0.000001");
  assert.equal(decimalText(5000000n), "5");
  assert.equal(decimalText(numberOrNull(435), 2), "4.35");
  assert.equal(decimalText(numberOrNull(5), 2), "0.05");
});
