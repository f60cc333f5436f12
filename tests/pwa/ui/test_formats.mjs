// Money, times and sizes as a shopper in that place and language reads them.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import * as formats from "../../../shopper_forms/pwa/ui/formats.js";
import { setLanguage } from "../../../shopper_forms/pwa/ui/words.js";

const NOW = new Date("2026-10-09T10:00:00Z");
const LONDON = { time_zone: "Europe/London", latitude: 51.5154, longitude: -0.1755 };
const plain = (text) => text.replace(/[\u00a0\u202f]/g, " ");

beforeEach(() => setLanguage("en"));

test("money has its currency's own decimals", () => {
  assert.equal(formats.money({ amount: 1800, currency: "GBP" }), "£18.00");
  assert.equal(formats.money({ amount: 1800, currency: "EUR" }), "€18.00");
  assert.equal(plain(formats.money({ amount: 1800, currency: "JPY" })), "JP¥1,800");
  assert.equal(plain(formats.money({ amount: 1800, currency: "KWD" })), "KWD 1.800");
});

test("money is written the French way in French", async () => {
  await setLanguage("fr");

  assert.equal(plain(formats.money({ amount: 1250, currency: "EUR" })), "12,50 €");
});

test("day of a plain date does not move with the phone's zone", () => {
  assert.equal(formats.day("2026-10-10", undefined, NOW), "Sat 10 Oct");
});

test("day of a moment is the place's day", () => {
  assert.equal(formats.day("2026-10-10T23:30:00Z", "Europe/London", NOW), "Sun 11 Oct");
});

test("day of another year tells the year", () => {
  assert.equal(formats.day("2027-01-02", undefined, NOW), "Sat 2 Jan 2027");
});

test("window of today is in the place's time", () => {
  const assignment = {
    window_start_utc: "2026-10-09T11:00:00Z", window_end_utc: "2026-10-09T14:00:00Z", location: LONDON,
  };

  assert.equal(formats.window(assignment, NOW), "Today, 12:00 to 15:00");
});

test("window of another day names the day", () => {
  const assignment = {
    window_start_utc: "2026-10-17T07:00:00Z", window_end_utc: "2026-10-17T10:00:00Z", location: LONDON,
  };

  assert.equal(formats.window(assignment, NOW), "Sat 17 Oct, 08:00 to 11:00");
});

test("window over midnight names both days", () => {
  const assignment = {
    window_start_utc: "2026-10-10T20:00:00Z", window_end_utc: "2026-10-11T01:00:00Z", location: LONDON,
  };

  assert.equal(formats.window(assignment, NOW), "Tomorrow, 21:00 to Sun 11 Oct, 02:00");
});

test("today is the place's today, not the phone's", () => {
  const late = new Date("2026-10-09T23:30:00Z");
  const tokyo = "Asia/Tokyo";

  assert.equal(formats.nearDay("2026-10-10T03:00:00Z", tokyo, late), "today");
  assert.equal(formats.nearDay("2026-10-10T03:00:00Z", "UTC", late), "tomorrow");
});

test("window in French", async () => {
  await setLanguage("fr");
  const assignment = {
    window_start_utc: "2026-10-09T11:00:00Z", window_end_utc: "2026-10-09T14:00:00Z", location: LONDON,
  };

  assert.equal(formats.window(assignment, NOW), "Aujourd’hui, 12:00\u00a0à\u00a015:00");
});

test("midnight is 00:00", () => {
  assert.equal(formats.time("2026-10-09T23:00:00Z", "Europe/London"), "00:00");
});

test("localValue is what a date-time field of the place takes, in any language", async () => {
  await setLanguage("ar");

  assert.equal(formats.localValue("2026-10-09T23:05:00Z", "Europe/London"), "2026-10-10T00:05");
});

test("distance has a decimal only near by", () => {
  assert.equal(plain(formats.distance(1.23)), "1.2 km");
  assert.equal(plain(formats.distance(18.4)), "18 km");
});

test("kilometres from Paddington to Bristol Temple Meads", () => {
  const bristol = { latitude: 51.4491, longitude: -2.5813 };

  assert.equal(Math.round(formats.kilometres(LONDON, bristol)), 167);
  assert.equal(formats.kilometres(LONDON, LONDON), 0);
});

test("kilometres between opposite ends of the earth are half its girth", () => {
  const a = { latitude: 10, longitude: 20 };
  const b = { latitude: -10, longitude: -160 };

  assert.equal(Math.round(formats.kilometres(a, b)), 20015);
});

test("bytes in the unit a phone would use", () => {
  assert.deepEqual([1, 999, 1000, 5_600_000, 2_300_000_000].map((n) => plain(formats.bytes(n))),
    ["1 kB", "1 kB", "1 kB", "5.6 MB", "2.3 GB"]);
});

test("stopwatch shows hours only when there are some", () => {
  assert.deepEqual([0, 108_999, 3_722_000, -5].map(formats.stopwatch),
    ["0:00", "1:48", "1:02:02", "0:00"]);
});

test("languageName is the language's own", () => {
  assert.deepEqual(["en", "fr", "de"].map(formats.languageName), ["English", "Français", "Deutsch"]);
});
