// Writes money, days, times, distances and sizes as the chosen language writes them.
import { language, t } from "./words.js";

const EARTH_KM = 6371.0088;
const DAY_MS = 86_400_000;

/** Money {amount: minor units, currency}, as in "£18.00". */
export function money({ amount, currency }) {
  const format = intl("NumberFormat", { style: "currency", currency });
  return format.format(amount / 10 ** format.resolvedOptions().maximumFractionDigits);
}

/** A day of a UTC moment or of a plain date "2026-10-10", as in "Sat 10 Oct"; timeZone of the place. */
export function day(iso, timeZone, now = new Date()) {
  const plain = iso.length === 10;
  const zone = plain ? "UTC" : timeZone;
  const at = new Date(iso);
  const options = { weekday: "short", day: "numeric", month: "short", timeZone: zone };
  if (dateIn(at, zone).slice(0, 4) !== dateIn(now, zone).slice(0, 4)) options.year = "numeric";
  return intl("DateTimeFormat", options).format(at).replace(",", "");
}

/** A UTC moment as the clock shows it there, as in "18:00". */
export function time(iso, timeZone) {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  return intl("DateTimeFormat", options).format(new Date(iso));
}

/** "today", "tomorrow", "yesterday" or the day, of a UTC moment at that place. */
export function nearDay(iso, timeZone, now = new Date()) {
  const apart = Date.parse(dateIn(new Date(iso), timeZone)) - Date.parse(dateIn(now, timeZone));
  if (Math.abs(apart) > DAY_MS) return day(iso, timeZone, now);
  return intl("RelativeTimeFormat", { numeric: "auto" }).format(apart / DAY_MS, "day");
}

/** Day and time of a UTC moment at that place, as in "today, 20:00". */
export function moment(iso, timeZone, now = new Date()) {
  const values = { day: nearDay(iso, timeZone, now), time: time(iso, timeZone) };
  return t("format.moment", values);
}

/** A moment of this phone by its own clock: "09:30" today, else with its day. */
export function nearTime(iso, now = new Date()) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const today = dateIn(new Date(iso), zone) === dateIn(now, zone);
  return today ? clockTime(iso) : moment(iso, zone, now);
}

/** A plain number in the chosen language. */
export function number(n) {
  return intl("NumberFormat", {}).format(n);
}

/** An assignment's window in the location's time, as in "Today, 12:00 to 15:00". */
export function window(assignment, now = new Date()) {
  const { window_start_utc: from, window_end_utc: to, location } = assignment;
  const zone = location.time_zone;
  const sameDay = dateIn(new Date(from), zone) === dateIn(new Date(to), zone);
  const end = sameDay ? time(to, zone) : moment(to, zone, now);
  return capital(t("format.window", { from: moment(from, zone, now), to: end }), locale());
}

/** The name of a time zone's offset at a UTC moment, as in "BST" or "GMT+2". */
export function zoneName(iso, timeZone) {
  const parts = intl("DateTimeFormat", { timeZone, timeZoneName: "short" });
  return parts.formatToParts(new Date(iso)).find((part) => part.type === "timeZoneName").value;
}

/** Kilometres, as in "1.2 km" and "18 km". */
export function distance(km) {
  const maximumFractionDigits = km < 10 ? 1 : 0;
  return unit(km, "kilometer", maximumFractionDigits);
}

/** Great-circle kilometres between two {latitude, longitude} in degrees (haversine). */
export function kilometres(a, b) {
  const rad = Math.PI / 180;
  const half = (one, other) => Math.sin(((other - one) * rad) / 2) ** 2;
  const turn = Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad);
  const chord = half(a.latitude, b.latitude) + turn * half(a.longitude, b.longitude);
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** A size in bytes, as in "5.6 MB" (decimal units, as phones count). */
export function bytes(n) {
  if (n >= 1e9) return unit(n / 1e9, "gigabyte", 1);
  if (n >= 1e6) return unit(n / 1e6, "megabyte", 1);
  return unit(Math.ceil(n / 1e3), "kilobyte", 0);
}

/** A moment of this phone by its own clock, as in "14:02". */
export function clockTime(date) {
  return time(new Date(date).toISOString());
}

/** Milliseconds as a stopwatch shows them, as in "1:48" or "1:02:03". */
export function stopwatch(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (!parts[0]) parts.shift();
  return parts.map((part, place) => (place ? String(part).padStart(2, "0") : part)).join(":");
}

/** A UTC moment as the value of a datetime-local field of that place, "2026-10-10T08:00". */
export function localValue(iso, timeZone) {
  return `${dateIn(new Date(iso), timeZone)}T${clockIn(new Date(iso), timeZone)}`;
}

/** The name of a language in itself, as in "Français". */
export function languageName(code) {
  return capital(new Intl.DisplayNames([code], { type: "language" }).of(code), code);
}

function capital(text, lang) {
  return text.charAt(0).toLocaleUpperCase(lang) + text.slice(1);
}

function unit(value, name, maximumFractionDigits) {
  const options = { style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits };
  return intl("NumberFormat", options).format(value);
}

// building an Intl format costs milliseconds on a slow phone, a list shows dozens of them
const made = new Map();

function intl(kind, options) {
  const key = kind + locale() + JSON.stringify(options);
  if (!made.has(key)) made.set(key, new Intl[kind](locale(), options));
  return made.get(key);
}

// plain "en" would write 10/9 and 8:00 PM for everybody; day before month is read rightly by all
function locale() {
  return language() === "en" ? "en-GB" : language();
}

function dateIn(date, timeZone) {
  const options = { year: "numeric", month: "2-digit", day: "2-digit", timeZone };
  return numbersIn(date, options, ["year", "month", "day"]).join("-");
}

function clockIn(date, timeZone) {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  return numbersIn(date, options, ["hour", "minute"]).join(":");
}

function numbersIn(date, options, names) {
  const format = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", options);
  const parts = Object.fromEntries(format.formatToParts(date).map((p) => [p.type, p.value]));
  return names.map((name) => parts[name]);
}
