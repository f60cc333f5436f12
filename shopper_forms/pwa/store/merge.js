// Two tabs with one draft: what either of them changed since they last agreed is kept.

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const BY_KEY = ["answers", "reviewer_notes"];
const IDENTITY = {
  photos: (photo) => `${photo.id} ${photo.question}`,
  watches: (watch) => watch.code,
};

/**
 * A draft with the changes of both sides since `base`. Where both changed the same thing (an
 * answer, a stopwatch, a plain field) `mine` wins, because it is written last.
 */
export function mergeDrafts(base, mine, theirs) {
  const merged = {};
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const value = mergeField(key, base[key], mine[key], theirs[key]);
    if (value !== undefined) merged[key] = value;
  }
  return merged;
}

function mergeField(key, base, mine, theirs) {
  if (same(mine, base) || same(mine, theirs)) return theirs;
  if (same(theirs, base)) return mine;
  if (BY_KEY.includes(key) && mine && theirs) return mergeAnswers(base ?? {}, mine, theirs);
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    return mergeList(base ?? [], mine, theirs, IDENTITY[key] ?? JSON.stringify);
  }
  return mine;
}

function mergeAnswers(base, mine, theirs) {
  const merged = {};
  for (const code of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const [old, own, other] = [base[code], mine[code], theirs[code]];
    const value = same(own, old) ? other : own;
    if (value === undefined) continue;
    // two photos taken for one question in two tabs are two photos
    const both = value === own && other?.photos && own?.photos;
    merged[code] = both
      ? { ...own, photos: mergeList(old?.photos ?? [], own.photos, other.photos, String) }
      : value;
  }
  return merged;
}

function mergeList(base, mine, theirs, identity) {
  const old = new Map(base.map((each) => [identity(each), each]));
  const own = new Map(mine.map((each) => [identity(each), each]));
  const merged = new Map();
  for (const each of theirs) {
    const id = identity(each);
    if (old.has(id) && !own.has(id)) continue; // removed here
    merged.set(id, own.has(id) && !same(own.get(id), old.get(id)) ? own.get(id) : each);
  }
  for (const [id, each] of own) {
    if (!old.has(id) || !same(each, old.get(id))) merged.set(id, each);
  }
  return [...merged.values()];
}
