// Which widget asks which type of question; a photo question is asked by its photos alone.
import { date, time } from "./moments.js";
import { duration } from "./duration.js";
import { money } from "./money.js";
import { multiChoice } from "./multi_choice.js";
import { number } from "./number.js";
import { scale } from "./scale.js";
import { singleChoice } from "./single_choice.js";
import { text } from "./text.js";
import { yesNo } from "./yes_no.js";

const photo = () => ({ nodes: [], show() {} });

/**
 * A widget is (field) -> {nodes, show(value)}; field: {id, question, language, pick(texts),
 * words(key, values), value(), put(value or undefined), edit(change of entry), notes(copy(text))}.
 */
export const WIDGETS = {
  yes_no: yesNo,
  single_choice: singleChoice,
  multi_choice: multiChoice,
  scale, number, duration, money, time, date, text, photo,
};

/** Types whose own radios share a group with "does not apply". */
export const BY_RADIO = new Set(["yes_no", "single_choice", "scale"]);
