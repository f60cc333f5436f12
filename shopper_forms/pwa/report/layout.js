// How options and questions are arranged: pure decisions, tried in node.

const ROOM = { 2: 15, 3: 9, 4: 6 };
const MOST_ON_SCALE = 21;

/** How many short options share a row, 2 to 4; 0: they become a list. */
export function shared(labels) {
  const room = ROOM[labels.length] ?? 0;
  return labels.every((label) => [...label].length <= room) ? labels.length : 0;
}

/** The steps of a scale question as numbers; null when they are too many to be tapped. */
export function steps({ minimum, maximum, step }) {
  const by = step || 1;
  const count = Math.floor((maximum - minimum) / by + 1e-9) + 1;
  if (!(count >= 1 && count <= MOST_ON_SCALE)) return null;
  return Array.from({ length: count }, (_, index) => Number((minimum + index * by).toFixed(6)));
}

/** {code: [place, of]} of the questions that are shown, counted within their sections. */
export function places(sections, states) {
  const found = {};
  for (const { questions } of sections) {
    const shown = questions.filter(({ code }) => states[code] !== "hidden");
    shown.forEach(({ code }, index) => { found[code] = [index + 1, shown.length]; });
  }
  return found;
}

/** The part of a question a finding stands at: comment, reason, photos or value. */
export function partOf({ loc }) {
  return ["comment", "reason", "photos"].includes(loc[2]) ? loc[2] : "value";
}

/** Ticked codes in the form's order after one was tapped; an exclusive option stands alone. */
export function ticked(options, before, code, isOn) {
  const tapped = options.find((each) => each.code === code);
  const kept = options.filter((each) => {
    if (each.code === code) return isOn;
    return before.includes(each.code) && !(isOn && (tapped.exclusive || each.exclusive));
  });
  return kept.map((each) => each.code);
}
