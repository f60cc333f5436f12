// An amount of money, typed with the sign of the language.
import { readMoney, writeMoney } from "./values.js";
import { typed } from "./typed.js";

/** Answers minor units of the question's currency, or what was typed when it is no amount. */
export function money(field) {
  const { currency } = field.question;
  const format = new Intl.NumberFormat(field.language, { style: "currency", currency });
  const parts = format.formatToParts(1);
  const at = parts.findIndex(({ type }) => type === "currency");
  return typed(field, {
    read: (text) => readMoney(text, field.language, currency),
    write: (value) => writeMoney(value, field.language, currency),
    inputmode: "decimal",
    unit: parts[at].value,
    unitFirst: at === 0,
  });
}
