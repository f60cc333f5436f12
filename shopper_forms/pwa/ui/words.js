// Turns keys into sentences of the chosen language, and questionnaire texts into one of their own.
import english from "../words/en/app.js";

/** Languages the app itself is written in; others show English words with their own numbers and dates. */
export const LANGUAGES = ["en", "fr"];

const RIGHT_TO_LEFT = new Set(["ar", "dv", "fa", "ckb", "he", "ks", "ps", "sd", "ug", "ur", "yi"]);
const dictionaries = new Map([["en", { ...english }]]);
const rooms = new Set(["app"]);
const loaded = new Set(["en/app"]);
let chosen = "en";

/** The sentence of a key; `{name}` is filled from values, and values.n chooses between plural forms. */
export function t(key, values = {}) {
  const [lang, entry] = found(key);
  const text = typeof entry === "object" ? (entry[plural(lang, values.n)] ?? entry.other) : entry;
  return text.replace(/\{(\w+)\}/g, (all, name) => shown(values[name], all));
}

/** True when some language says this key (for codes that may be newer than the app). */
export function has(key) {
  return found(key)[1] !== key;
}

/** Adds a room's words: {key: "text" | {one, other}}. */
export function addWords(lang, dict) {
  dictionaries.set(lang, { ...dictionaries.get(lang), ...dict });
}

/** Loads a room's words (words/<language>/<room>.js) in the chosen language and in English. */
export async function needWords(room) {
  rooms.add(room);
  await Promise.all([load("en", room), load(chosen, room)]);
}

/** Chooses the language (BCP 47), loads its words and turns the page in its direction. */
export async function setLanguage(lang) {
  await Promise.all([...rooms].map((room) => load(lang, room)));
  chosen = lang;
  if (typeof document === "undefined") return;
  document.documentElement.lang = lang;
  document.documentElement.dir = direction(lang);
}

/** The chosen language. */
export function language() {
  return chosen;
}

/** "rtl" for languages written from right to left, else "ltr". */
export function direction(lang) {
  return RIGHT_TO_LEFT.has(base(lang)) ? "rtl" : "ltr";
}

/** A questionnaire's text {language: string} in the chosen language, else in the document's default. */
export function pick(texts, document) {
  if (!texts) return "";
  return texts[chosen] ?? texts[base(chosen)] ?? texts[document?.default_language] ?? "";
}

/** The first of the wanted languages that is among the known ones, else English. */
export function closest(wanted, known = LANGUAGES) {
  return wanted.map(base).find((lang) => known.includes(lang)) ?? "en";
}

async function load(lang, room) {
  const name = `${base(lang)}/${room}`;
  if (!LANGUAGES.includes(base(lang)) || loaded.has(name)) return;
  addWords(base(lang), (await import(`../words/${name}.js`)).default);
  loaded.add(name);
}

function found(key) {
  for (const lang of [base(chosen), "en"]) {
    const entry = dictionaries.get(lang)?.[key];
    if (entry !== undefined) return [lang, entry];
  }
  return ["en", key];
}

function plural(lang, n) {
  return new Intl.PluralRules(lang).select(n ?? 0);
}

function shown(value, unfilled) {
  if (typeof value === "number") return new Intl.NumberFormat(chosen).format(value);
  return value ?? unfilled;
}

function base(lang) {
  return lang.split("-")[0];
}
