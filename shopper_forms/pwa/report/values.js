// What a person types for a number, an amount or a length of time, read and written back.
import { typedNumber } from "../logic/numbers.js";

const IN_WORDS =
  /^(?:(\d+) ?h[a-z]*)? ?(?:(\d+) ?(?:m[a-z]*|'|′|$))? ?(?:(\d+) ?(?:s[a-z]*|"|″|$))?$/;

/**
 * A typed number. Nothing typed is undefined; what cannot be read comes back as typed, so that
 * nothing is lost and the rules can say so.
 */
export function readNumber(typed, language) {
  return read(typed, typed, language, 0);
}

/** A typed amount as whole minor units of `currency`; otherwise as readNumber. */
export function readMoney(typed, language, currency) {
  const bare = typed.replace(/^\s*(\p{Sc}|[A-Z]{3}\s)|(\p{Sc}|\s[A-Z]{3})\s*$/gu, "");
  const value = read(bare, typed, language, minorDigits(currency));
  return value === undefined || Number.isInteger(value) ? value : typed.trim();
}

/**
 * A typed length of time in whole seconds: 1:48, 1:02:03, 1.48 (a keypad may have no colon),
 * 2 min 5 s, 1 h 5. A number alone is seconds. Otherwise as readNumber.
 */
export function readDuration(typed) {
  const text = westernDigits(typed).trim().toLowerCase();
  if (!text) return undefined;
  const clock = /^(?:(\d+)[:.,])?(\d{1,3})[:.,](\d\d)$/.exec(text) ?? /^()()(\d+)$/.exec(text);
  const [, hours, minutes, seconds] = clock ?? IN_WORDS.exec(text) ?? [];
  if (!(hours || minutes || seconds)) return typed.trim();
  if (clock && minutes && (seconds > 59 || (hours && minutes > 59))) return typed.trim();
  return (hours || 0) * 3600 + (minutes || 0) * 60 + Number(seconds || 0);
}

/** A number as it is typed in `language`, without grouping; what was not read stays as it is. */
export function writeNumber(value, language) {
  if (typeof value !== "number") return String(value ?? "");
  return String(value).replace(".", signs(language).decimal);
}

/** Whole minor units as typed in `language`: 1250 -> "12.50". */
export function writeMoney(value, language, currency) {
  if (typeof value !== "number") return String(value ?? "");
  const digits = minorDigits(currency);
  return (value / 10 ** digits).toFixed(digits).replace(".", signs(language).decimal);
}

/** Seconds as 1:48 or 1:02:03. */
export function writeDuration(value) {
  if (typeof value !== "number") return String(value ?? "");
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(value / 60);
  const head = minutes < 60 ? minutes : `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
  return `${head}:${two(value % 60)}`;
}

/** How many digits the minor unit of a currency has: EUR 2, JPY 0. */
export function minorDigits(currency) {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits;
}

function read(text, typed, language, shift) {
  if (!text.trim()) return undefined;
  return typedNumber(plainDecimal(text, language), { shift }).value ?? typed.trim();
}

/** "1.234,5" in German, "1,234.5" in English -> "1234.5"; what is no number stays none. */
function plainDecimal(typed, language) {
  const text = westernDigits(typed).replace(/[\s'’]/g, "");
  const { decimal, group } = signs(language);
  // 1,234 is a thousand where the comma groups; elsewhere the one sign of a keypad is meant.
  const grouped = decimal === "." ? /^[-−]?\d{1,3}(,\d{3})+$/ : /^[-−]?\d{1,3}(\.\d{3})+$/;
  if (".,".includes(group) && grouped.test(text)) return text.replaceAll(group, "");
  const point = text[Math.max(text.lastIndexOf("."), text.lastIndexOf(","))];
  return point ? text.replaceAll(point === "." ? "," : ".", "").replace(point, ".") : text;
}

function westernDigits(text) {
  return text
    .replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15)
    .replace("٫", ".")
    .replaceAll("٬", "");
}

function signs(language) {
  const parts = new Intl.NumberFormat(language).formatToParts(-1234567.5);
  const of = (type) => parts.find((part) => part.type === type)?.value;
  return { decimal: of("decimal") === "," ? "," : ".", group: of("group") };
}
