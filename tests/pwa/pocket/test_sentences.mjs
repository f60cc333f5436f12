// The outbox's sentence and actions for every state of an item and every code of a refusal.
import assert from "node:assert/strict";
import test from "node:test";

import english from "../../../shopper_forms/pwa/words/en/pocket.js";
import french from "../../../shopper_forms/pwa/words/fr/pocket.js";
import { isOnItsWay, isUntouched, told } from "../../../shopper_forms/pwa/pocket/sentences.js";

const NOON = Date.parse("2026-08-14T12:00:00.000Z");
const HOUR = 3_600_000;

const view = (state, given = {}) => ({
  item: { id: "v/0", sealed_at: "2026-08-14T11:00:00.000Z", photos: ["a", "b", "c", "d", "e"] },
  state,
  phase: null,
  photos_done: 0,
  photos_total: 5,
  bytes_done: 0,
  bytes_total: 5_000,
  reference: null,
  received_at: null,
  purge_on: null,
  refusal: null,
  photo_refusals: [],
  parked: null,
  next_at: null,
  tries: 0,
  ...given,
});
const refused = (status, code, errors = []) =>
  view("attention", { refusal: { status, code, detail: "", errors } });
const finding = (question, code) => ({ loc: ["answers", question], code, message: "“Q”: no." });

const STATES = [
  ["waiting", view("waiting"), "no-signal", [["outbox.waiting", {}]], ["send", "back"]],
  [
    "waiting after tries",
    view("waiting", { tries: 3, next_at: NOON + 60_000, photos_done: 1 }),
    "no-signal",
    [["outbox.waiting", {}], ["outbox.next", { n: 3, next_at: NOON + 60_000 }]],
    ["send"],
  ],
  [
    "sending photos",
    view("sending", { phase: "photo", photos_done: 2 }),
    "up",
    [["outbox.sending_photo", { n: 3, total: 5 }]],
    [],
  ],
  [
    "sending answers",
    view("sending", { phase: "answers" }),
    "up",
    [["outbox.sending_answers", {}]],
    [],
  ],
  ["checking", view("sending", { phase: "check" }), "up", [["outbox.sending_check", {}]], []],
  ["sign in", view("sign_in"), "lock", [["outbox.sign_in", {}]], ["signin"]],
  [
    "acknowledged",
    view("acknowledged", { reference: "7F3K", photos_done: 5, received_at: "x" }),
    "check",
    [["outbox.received", { reference: "7F3K" }]],
    [],
  ],
  [
    "verified",
    view("verified", { reference: "Q2MX", photos_done: 5, purge_on: "2026-08-21T12:00:00.000Z" }),
    "check-filled",
    [
      ["outbox.sent", { reference: "Q2MX" }],
      ["outbox.purge", { purge_at: "2026-08-21T12:00:00.000Z" }],
    ],
    [],
  ],
  [
    "verified and purged",
    view("verified", { reference: "Q2MX", photos_done: 5 }),
    "check-filled",
    [["outbox.sent", { reference: "Q2MX" }]],
    [],
  ],
];

for (const [name, given, icon, lines, actions] of STATES) {
  test(`the sentence of an item that is ${name}`, () => {
    const said = told(given, NOON);

    assert.deepEqual(said, { icon, lines, actions, findings: [] });
  });
}

const REFUSALS = [
  [400, "bad_request", "outbox.refused.400"],
  [403, "forbidden", "outbox.refused.403"],
  [404, "not_found", "outbox.refused.404"],
  [409, "different_content", "outbox.refused.409.different_content"],
  [409, "not_returned", "outbox.refused.409.not_returned"],
  [409, "wrong_state", "outbox.refused.409"],
  [410, "gone", "outbox.refused.410"],
  [413, "too_large", "outbox.refused.413"],
  [415, "unsupported_media_type", "outbox.refused.415"],
  [422, "invalid", "outbox.refused.422.none"],
  [418, "teapot", "outbox.refused.other"],
];

for (const [status, code, key] of REFUSALS) {
  test(`a body refused with ${status} ${code} is told in plain words and goes to support`, () => {
    const said = told(refused(status, code), NOON);

    assert.equal(said.lines[0][0], key);
    assert.deepEqual(said.lines[1], ["outbox.kept", {}]);
    // what is too large or not right as a whole can be mended on the phone
    const open = [413, 422].includes(status) ? ["open"] : [];
    assert.deepEqual(said.actions, [...open, "support", "retry"]);
    assert.equal(said.icon, "warning");
  });
}

test("one that waits for its turn while there is signal has the sign of a clock", () => {
  const said = told(view("waiting"), NOON, true);

  assert.equal(said.icon, "clock");
});

test("findings of a 422 are listed and can be mended", () => {
  const atQuestions = [finding("greeted", "required"), finding("paid", "out_of_range")];
  const errors = [...atQuestions, { loc: ["events"] }];

  const said = told(refused(422, "invalid", errors), NOON);

  assert.deepEqual(said.lines[0], ["outbox.refused.422", { n: 2 }]);
  assert.deepEqual(said.actions, ["open", "support"]);
  assert.deepEqual(said.findings, [
    { question: "greeted", code: "required", message: "“Q”: no." },
    { question: "paid", code: "out_of_range", message: "“Q”: no." },
  ]);
});

test("a refused photo names its number and what became of the rest", () => {
  const photo_refusals = [{ photo: "e", question: "clean", status: 415, code: "not_an_image" }];
  const given = view("attention", { photo_refusals, photos_done: 4, received_at: "x" });

  const said = told(given, NOON);

  assert.deepEqual(said.lines, [["outbox.photo.415", { n: 5 }], ["outbox.others", { n: 4 }]]);
  assert.deepEqual(said.actions, ["retake", "support"]);
});

test("a refused photo does not hold back the others", () => {
  const photo_refusals = [{ photo: "a", question: null, status: 413, code: "too_large" }];

  const said = told(view("waiting", { photo_refusals, photos_done: 2 }), NOON);

  assert.deepEqual(said.lines, [
    ["outbox.waiting", {}],
    ["outbox.photo.413", { n: 1 }],
    ["outbox.others_go_on", {}],
  ]);
});

test("what support has need not be sent there again", () => {
  const parked = { signature: "0123456789abcdef" };

  const said = told({ ...refused(404, "not_found"), parked }, NOON);

  assert.deepEqual(said.actions, ["retry"]);
  assert.deepEqual(said.lines.at(-1), ["outbox.parked", { reference: "26KN" }]);
});

for (const state of ["waiting", "sending", "sign_in", "attention"]) {
  test(`after 24 hours unsent (${state}) a copy is offered, not before`, () => {
    const given = { ...view(state), refusal: state === "attention" ? { status: 404 } : null };

    const early = told(given, NOON + 23 * HOUR - 1);
    const late = told(given, NOON + 23 * HOUR + 1);

    assert.equal(early.actions.includes("copy"), false);
    assert.equal(late.actions.at(-1), "copy");
    assert.deepEqual(late.lines.at(-1), ["outbox.copy_why", {}]);
  });
}

test("what has arrived needs no copy", () => {
  const said = told(view("verified", { reference: "Q2MX" }), NOON + 99 * 24 * HOUR);

  assert.deepEqual(said.actions, []);
});

test("arrived and unsent are told apart", () => {
  const states = ["waiting", "sending", "sign_in", "attention", "acknowledged", "verified"];

  const onTheirWay = states.filter((state) => isOnItsWay(view(state)));

  assert.deepEqual(onTheirWay, ["waiting", "sending", "sign_in", "attention"]);
});

test("only what has not begun to arrive can be taken back", () => {
  assert.equal(isUntouched(view("waiting")), true);
  assert.equal(isUntouched(view("waiting", { photos_done: 1 })), false);
  assert.equal(isUntouched(view("waiting", { attempted: true })), false);
  assert.equal(isUntouched(view("sending")), false);
});

test("every sentence has its words in both languages, with the same values", () => {
  const values = (text) =>
    [...new Set(JSON.stringify(text).match(/\{\w+\}/g) ?? [])].sort().join();

  assert.deepEqual(Object.keys(french).sort(), Object.keys(english).sort());
  for (const [key, text] of Object.entries(english)) {
    assert.equal(values(french[key]), values(text), key);
  }
});
