// What counts as a miss: an answer that earned less than it could, for comments and photos.

/**
 * Whether an observation fell short: fewer points than possible, or N/A under `zero`; never for a
 * bonus or an unscored question, nor for an option without points.
 */
export function fellShort(question, { state, value }) {
  if (question.bonus || !question.score) return false;
  if (state === "not_applicable") return question.not_applicable === "zero";
  return value !== null && RULES[question.score.kind](question.score, value, question);
}

function byYesNo({ yes, no }, value) {
  return value === "yes" ? yes < no : no < yes;
}

function byOptions({ cap }, value, { options, type }) {
  const points = options.map((each) => each.points).filter((each) => each !== null);
  if (type !== "multi_choice") {
    const option = options.find((each) => each.code === value);
    return option?.points != null && points.some((each) => each > option.points);
  }
  const best = sum(points.filter((each) => each > 0n));
  const possible = cap !== null && cap < best ? cap : best;
  const earned = sum(options.map((each) => (value.has(each.code) ? (each.points ?? 0n) : 0n)));
  return possible > 0n && earned < possible;
}

function byScale({ points }, value, { exact }) {
  const low = exact.minimum ?? 0n;
  return isLess(points * (value - low), (exact.maximum ?? low) - low, points);
}

function byCurve({ isLowerBetter, target, limit, isLinear, points }, value) {
  // Mirrored, so that lower is always better and one set of comparisons serves both directions.
  const mirror = (number) => (isLowerBetter ? number : -number);
  if (mirror(value) <= mirror(target)) return false;
  if (!isLinear || limit === null || mirror(value) >= mirror(limit)) return points > 0n;
  return isLess(points * (limit - value), limit - target, points);
}

function byTable({ rows }, value) {
  const row = rows.find(([upto]) => upto === null || value <= upto);
  const earned = row ? row[1] : 0n;
  return rows.some(([, points]) => points > earned);
}

/** Whether part / whole < points, without dividing. */
function isLess(part, whole, points) {
  return whole > 0n ? part < points * whole : part > points * whole;
}

function sum(points) {
  return points.reduce((total, each) => total + each, 0n);
}

const RULES = {
  yes_no: byYesNo,
  options: byOptions,
  scale: byScale,
  curve: byCurve,
  table: byTable,
};
