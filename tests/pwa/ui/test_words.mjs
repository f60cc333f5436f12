// Sentences in the chosen language, with the plural and the fallback a reader needs.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import english from "../../../shopper_forms/pwa/words/en/app.js";
import french from "../../../shopper_forms/pwa/words/fr/app.js";
import {
  addWords, closest, direction, has, language, needWords, pick, setLanguage, t,
} from "../../../shopper_forms/pwa/ui/words.js";

beforeEach(() => setLanguage("en"));

test("t fills a placeholder", () => {
  assert.equal(t("visits.as_of", { time: "09:30" }), "as of 09:30");
});

test("t leaves an unfilled placeholder to be seen", () => {
  assert.equal(t("visits.as_of"), "as of {time}");
});

test("t chooses the plural by n", () => {
  const one = "1 item waits for another account. It is kept and not shown here.";
  const two = "2 items wait for another account. They are kept and not shown here.";

  assert.equal(t("visits.foreign", { n: 1 }), one);
  assert.equal(t("visits.foreign", { n: 2 }), two);
});

test("t counts none as one in French, as French does", async () => {
  await setLanguage("fr");

  assert.match(t("visits.foreign", { n: 0 }), /^0 envoi attend/);
});

test("t writes numbers as the language does", async () => {
  addWords("en", { "test.n": "{n} photos" });

  assert.equal(t("test.n", { n: 1200 }), "1,200 photos");
});

test("t answers in English where French lacks the key", async () => {
  addWords("en", { "test.only": "only in English" });

  await setLanguage("fr");

  assert.equal(t("test.only"), "only in English");
});

test("t takes the region's language for a language with a region", async () => {
  await setLanguage("fr-CA");

  assert.equal(language(), "fr-CA");
  assert.equal(t("nav.help"), "Aide");
});

test("t shows the key of what nobody has written", () => {
  assert.equal(t("no.such_key"), "no.such_key");
  assert.equal(has("no.such_key"), false);
  assert.equal(has("nav.help"), true);
});

test("an unknown language keeps English words", async () => {
  await setLanguage("ar");

  assert.equal(t("nav.help"), "Help");
});

test("needWords loads a room in a language chosen later too", async () => {
  await needWords("app");
  await setLanguage("fr");

  assert.equal(t("nav.visits"), "Visites");
});

test("no word tells what the app is for", () => {
  const all = JSON.stringify([english, french]).toLowerCase();

  assert.equal(/myst[eè]r/.test(all), false);
});

test("direction knows the languages written from the right", () => {
  assert.deepEqual(["ar", "he", "fa-IR", "ur", "fr", "en-GB"].map(direction),
    ["rtl", "rtl", "rtl", "rtl", "ltr", "ltr"]);
});

test("pick takes the chosen language, else the document's own", async () => {
  const texts = { de: "Guten Tag", fr: "Bonjour" };
  const document = { default_language: "de" };

  assert.equal(pick(texts, document), "Guten Tag");
  await setLanguage("fr-BE");
  assert.equal(pick(texts, document), "Bonjour");
  assert.equal(pick(undefined, document), "");
});

test("closest takes the first wanted language that is known", () => {
  assert.equal(closest(["de-AT", "fr-FR", "en"]), "fr");
  assert.equal(closest(["de"]), "en");
  assert.equal(closest([]), "en");
});
