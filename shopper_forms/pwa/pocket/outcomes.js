// The four ways a visit ends early, and whether what each needs as evidence is there.

/** In the order they are offered; the server's own words for them. */
export const OUTCOMES = ["closed", "refused", "recognised", "unsafe"];

const LEAST_CHARACTERS = 20;

/** How many characters are still needed of the note; 0 when the evidence is enough. */
export function stillNeeded({ outcome, outcome_note, photos }) {
  if (outcome === "unsafe") return 0;
  if (outcome === "closed" && photos.some(({ question }) => question === null)) return 0;
  return Math.max(0, LEAST_CHARACTERS - [...(outcome_note ?? "").trim()].length);
}

/** Whether a draft with an outcome may be sent. */
export function isEnough(draft) {
  return OUTCOMES.includes(draft.outcome) && stillNeeded(draft) === 0;
}
