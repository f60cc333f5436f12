// Exact decimals: every number of a form is a BigInt of millionths, so 0.1 + 0.2 is 0.3 here too.

export const MILLION = 1000000n;
const LARGEST = 10n ** 12n;
const LITERAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,6}))?$/;
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/**
 * JSON text to values; a number that a double might not hold exactly becomes {"": its text},
 * which `readNumber` understands. Throws SyntaxError as JSON.parse does.
 */
export function parseJson(text) {
  const exact = (token) =>
    token[0] === '"' || (token.length < 16 && !/[eE]/.test(token)) ? token : `{"":"${token}"}`;
  return JSON.parse(text.replace(TOKEN, exact));
}

/** The text of a number that JSON gave: a double's shortest decimal is what was written. */
export function literalOf(raw) {
  if (typeof raw === "number" && Number.isFinite(raw)) return String(raw);
  const text = raw !== null && typeof raw === "object" ? raw[""] : null;
  return typeof text === "string" && LITERAL.test(text) ? text : null;
}

/** Whether a JSON value is an object: no list, and no number kept as its text. */
export function isObject(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  return literalOf(value) === null;
}

/** {value: millionths} of a JSON number, or {code} of its fault, judged in the server's order. */
export function readNumber(raw) {
  if (Number.isSafeInteger(raw) && Math.abs(raw) <= 1e12) return { value: BigInt(raw) * MILLION };
  const literal = literalOf(raw);
  if (literal === null) return { code: "wrong_type", detail: "number" };
  const [, minus, whole, decimals = "", power = "0"] = LITERAL.exec(literal);
  const digits = (whole + decimals).replace(/^0+/, "");
  const exponent = Number(power) - decimals.length;
  const magnitude = digits ? digits.length + exponent : 0;
  if (magnitude > 13 || (magnitude === 13 && isBeyond(digits))) {
    return { code: "out_of_range", detail: "size" };
  }
  if (exponent > 0) return { code: "wrong_type", detail: "exponent" };
  const kept = digits.replace(/0+$/, "");
  const units = kept ? exponent + 6 + digits.length - kept.length : 0;
  if (units < 0) return { code: "too_many_decimals" };
  const value = BigInt(kept || "0") * 10n ** BigInt(units);
  return { value: minus ? -value : value };
}

/** The millionths of a number of a document; null for anything else. */
export function numberOrNull(raw) {
  const { value } = readNumber(raw);
  return value === undefined ? null : value;
}

/**
 * What a person typed, as the number an answer keeps: {value} or {code: wrong_type, out_of_range,
 * too_many_decimals}. `group` is the language's thousands sign; `shift` moves the point (2 makes
 * cents of euros). The number is one that JSON writes as it was typed, so the server sees the same.
 */
export function typedNumber(text, { group = "", shift = 0 } = {}) {
  let plain = text.replace(/[\s\u2019']/g, "").replace(/^[\u2212\u2013]/, "-");
  if (group.trim()) plain = plain.replaceAll(group, "");
  plain = plain.replace(",", ".").replace(/^(-?)\./, "$10.").replace(/\.$/, "");
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return { code: "wrong_type", detail: "number" };
  const { value, ...fault } = readNumber({ "": plain });
  if (fault.code) return fault;
  const shifted = value * 10n ** BigInt(shift);
  const number = Number(decimalText(shifted));
  const back = readNumber(number);
  if (back.code === "out_of_range") return back;
  return back.value === shifted ? { value: number } : { code: "too_many_decimals" };
}

/** Millionths as plain decimal text, "0.25"; `shift` moves the point to the left (2: cents). */
export function decimalText(value, shift = 0) {
  const places = 6 + shift;
  const digits = String(value < 0n ? -value : value).padStart(places + 1, "0");
  const decimals = digits.slice(-places).replace(/0+$/, "");
  const whole = digits.slice(0, -places);
  return `${value < 0n ? "-" : ""}${whole}${decimals && `.${decimals}`}`;
}

function isBeyond(digits) {
  const whole = BigInt(digits.slice(0, 13).padEnd(13, "0"));
  return whole > LARGEST || (whole === LARGEST && /[1-9]/.test(digits.slice(13)));
}
