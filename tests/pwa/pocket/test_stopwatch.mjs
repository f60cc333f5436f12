// Stopwatch arithmetic with fake clocks: reload, sleep, a clock set to 2031, set back, days away.
import assert from "node:assert/strict";
import test from "node:test";

import {
  elapsed,
  makeWatch,
  mark,
  note,
  reset,
  start,
  stop,
  watchesFor,
} from "../../../shopper_forms/pwa/pocket/stopwatch.js";

const NOON = Date.UTC(2026, 7, 14, 12);
const at = (load, mono, wall) => ({ load, mono, wall: NOON + wall });
const timed = (code) => ({ code, type: "duration" });
const running = () => {
  const watch = makeWatch("greet_wait", "Greet wait", "greet_wait");
  const begun = start(watch, at("a", 5_000, 0));
  return { watch, begun };
};

test("a stopwatch counts on the performance clock", () => {
  const { watch, begun } = running();

  const shown = elapsed(watch, at("a", 113_000, 108_000));
  const ended = stop(watch, at("a", 113_400, 108_400));

  assert.equal(shown, 108_000);
  assert.equal(elapsed(watch, at("a", 900_000, 900_000)), 108_400);
  assert.deepEqual(begun, {
    kind: "stopwatch_start:greet_wait",
    at: "2026-08-14T12:00:00.000Z",
    elapsed_ms: 0,
  });
  assert.deepEqual(ended, {
    kind: "stopwatch_stop:greet_wait",
    at: "2026-08-14T12:01:48.400Z",
    elapsed_ms: 108_400,
  });
});

test("a clock set to 2031 and back while it runs changes nothing", () => {
  const { watch } = running();

  mark(watch, at("a", 15_000, 5 * 365 * 86_400_000));
  mark(watch, at("a", 25_000, -86_400_000));

  assert.equal(elapsed(watch, at("a", 35_000, 30_000)), 30_000);
});

test("a reload adds the time of the wall clock since the last mark", () => {
  const { watch } = running();
  mark(watch, at("a", 15_000, 10_000));

  const seen = elapsed(watch, at("b", 40, 25_000));
  const happened = mark(watch, at("b", 40, 25_000));

  assert.equal(seen, 25_000);
  assert.equal(elapsed(watch, at("b", 5_040, 30_000)), 30_000);
  assert.deepEqual(happened, {
    kind: "stopwatch_resumed:greet_wait",
    at: "2026-08-14T12:00:25.000Z",
    elapsed_ms: 25_000,
  });
});

test("a reload with the clock in 2031 adds nothing and says so", () => {
  const { watch } = running();
  mark(watch, at("a", 15_000, 10_000));

  const happened = mark(watch, at("b", 40, 5 * 365 * 86_400_000));

  assert.equal(elapsed(watch, at("b", 2_040, 5 * 365 * 86_400_000 + 2_000)), 12_000);
  assert.equal(happened.kind, "stopwatch_clock:greet_wait");
  assert.equal(watch.unsure, true);
});

test("a reload with the clock set back adds nothing and says so", () => {
  const { watch } = running();
  mark(watch, at("a", 15_000, 10_000));

  const happened = mark(watch, at("b", 40, -3_600_000));

  assert.equal(elapsed(watch, at("b", 1_040, -3_599_000)), 11_000);
  assert.equal(happened.kind, "stopwatch_clock:greet_wait");
});

test("a gap of days is not believed, one of twelve hours is", () => {
  const { watch: days } = running();
  const { watch: hours } = running();

  mark(days, at("b", 10, 3 * 86_400_000));
  mark(hours, at("b", 10, 12 * 3_600_000));

  assert.equal(elapsed(days, at("b", 10, 3 * 86_400_000)), 0);
  assert.equal(days.unsure, true);
  assert.equal(elapsed(hours, at("b", 10, 12 * 3_600_000)), 12 * 3_600_000);
  assert.equal(hours.unsure, false);
});

test("a clock a second behind after a reload is no reason for doubt", () => {
  const { watch } = running();
  mark(watch, at("a", 15_000, 10_000));

  mark(watch, at("b", 40, 9_000));

  assert.equal(elapsed(watch, at("b", 40, 9_000)), 10_000);
  assert.equal(watch.unsure, false);
});

test("the sleep of a phone in a pocket is added when it wakes", () => {
  const { watch } = running();
  mark(watch, at("a", 15_000, 10_000));

  const happened = mark(watch, at("a", 16_000, 610_000), true);

  assert.equal(elapsed(watch, at("a", 16_000, 610_000)), 610_000);
  assert.equal(happened.kind, "stopwatch_resumed:greet_wait");
});

test("a clock set to 2031 while the page was hidden adds nothing", () => {
  const { watch } = running();

  const happened = mark(watch, at("a", 16_000, 5 * 365 * 86_400_000), true);

  assert.equal(elapsed(watch, at("a", 16_000, 5 * 365 * 86_400_000)), 11_000);
  assert.equal(happened.kind, "stopwatch_clock:greet_wait");
});

test("being hidden without sleep needs no word", () => {
  const { watch } = running();

  const happened = mark(watch, at("a", 65_000, 60_100), true);

  assert.equal(happened, null);
  assert.equal(elapsed(watch, at("a", 65_000, 60_100)), 60_000);
});

test("putting back keeps what it showed as an event", () => {
  const { watch } = running();
  stop(watch, at("a", 65_000, 60_000));

  const happened = reset(watch, at("a", 70_000, 65_000));

  assert.equal(happened.elapsed_ms, 60_000);
  assert.equal(elapsed(watch, at("a", 90_000, 85_000)), 0);
  assert.equal(watch.started_at, null);
});

test("a long code is cut to what the server takes", () => {
  const watch = makeWatch("x".repeat(64), "X");

  const begun = start(watch, at("a", 0, 0));

  assert.equal(begun.kind.length, 60);
});

test("events stop before the server would refuse them", () => {
  const draft = { events: Array.from({ length: 1_900 }, () => ({})) };

  note(draft, { kind: "x" });
  note({ events: [] }, null);

  assert.equal(draft.events.length, 1_900);
});

test("stopwatches come from the duration questions, in neutral words", () => {
  const document = {
    sections: [
      { questions: [{ code: "greeted", type: "yes_no" }, timed("greet_wait")] },
      { questions: [timed("shop_till-wait"), timed("visit")] },
    ],
  };

  const watches = watchesFor(document, ["A", "B", "C"]);

  assert.deepEqual(
    watches.map(({ code, label, question }) => [code, label, question]),
    [
      ["greet_wait", "Greet wait", "greet_wait"],
      ["shop_till-wait", "Till wait", "shop_till-wait"],
      ["visit", "1", "visit"],
    ],
  );
});

test("without a duration question there are three neutral stopwatches", () => {
  const watches = watchesFor({ sections: [{ questions: [] }] }, ["Hello", "Line", "Bye"]);

  assert.deepEqual(
    watches.map(({ code, label, question }) => [code, label, question]),
    [
      ["time_1", "Hello", null],
      ["time_2", "Line", null],
      ["time_3", "Bye", null],
    ],
  );
});
