// Stopwatches that count on through a reload, a killed tab, a sleeping phone and a changed clock.
//
// Time runs on performance.now(). It starts anew with each load of the page and stands still
// while a phone sleeps; only then the wall clock's difference is added, and only a sane one.

const LONGEST_GAP_MS = 12 * 3600 * 1000;
const TOLERANCE_MS = 2000;
const LONGEST_KIND = 60;
const MOST_EVENTS = 1900;
const LOAD = `${Date.now()}.${Math.random()}`;

/** The clocks at this moment: {load (of the page), mono (ms), wall (ms since 1970)}. */
export function instant() {
  return { load: LOAD, mono: performance.now(), wall: Date.now() };
}

/** A stopwatch that has not been started; `question` is the code it measures for, or null. */
export function makeWatch(code, label, question = null) {
  return { code, label, question, elapsed_ms: 0, started_at: null, ...STILL };
}

/** Milliseconds that a stopwatch shows at an instant. */
export function elapsed(watch, now = instant()) {
  if (watch.running_since === null) return watch.elapsed_ms;
  const missed = watch.load === now.load ? now.mono - watch.running_since : now.wall - watch.wall;
  return watch.elapsed_ms + (watch.load === now.load || isSane(missed) ? Math.max(0, missed) : 0);
}

/** Start a stopwatch from zero; the event to keep. */
export function start(watch, now = instant()) {
  Object.assign(watch, { elapsed_ms: 0, started_at: moment(now), unsure: false }, marked(now));
  return event("stopwatch_start", watch, now);
}

/** Stop a stopwatch; the event to keep. */
export function stop(watch, now = instant()) {
  Object.assign(watch, { elapsed_ms: Math.round(elapsed(watch, now)) }, STILL);
  return event("stopwatch_stop", watch, now);
}

/** Put a stopwatch back to its beginning; the event keeps what it showed. */
export function reset(watch, now = instant()) {
  const kept = event("stopwatch_reset", watch, now);
  Object.assign(watch, makeWatch(watch.code, watch.label, watch.question), { unsure: false });
  return kept;
}

/**
 * Write down how far a running stopwatch is, so that it can be taken up after a kill.
 *
 * `away`: the page was hidden since the last mark, so the phone may have slept. Returns the event
 * to keep when time was added or could not be believed, else null.
 */
export function mark(watch, now = instant(), away = false) {
  if (watch.running_since === null) return null;
  const here = watch.load === now.load;
  const counted = here ? Math.max(0, now.mono - watch.running_since) : 0;
  const missed = now.wall - watch.wall - counted;
  const looks = !here || (away && Math.abs(missed) > TOLERANCE_MS);
  const adds = looks && isSane(missed);
  const shown = watch.elapsed_ms + counted + (adds ? Math.max(0, missed) : 0);
  Object.assign(watch, { elapsed_ms: Math.round(shown) }, marked(now));
  if (!looks) return null;
  if (!adds) watch.unsure = true;
  return event(adds ? "stopwatch_resumed" : "stopwatch_clock", watch, now);
}

/** Append an event to a draft, of which the server takes at most 2,000. */
export function note(draft, happened) {
  if (!happened) return;
  // two tabs take over from each other every few seconds; the last time says enough
  const isRepeated = /resumed/.test(happened.kind) && draft.events.at(-1)?.kind === happened.kind;
  if (isRepeated) draft.events.pop();
  if (draft.events.length < MOST_EVENTS) draft.events.push(happened);
}

/** The stopwatches of a questionnaire (its JSON): one a `duration` question, or `three` others. */
export function watchesFor(document, three) {
  const timed = document.sections
    .flatMap((section) => section.questions)
    .filter((question) => question.type === "duration");
  if (!timed.length) return three.map((label, index) => makeWatch(`time_${index + 1}`, label));
  return timed.map(({ code }) => makeWatch(code, humanised(code), code));
}

const STILL = { running_since: null, wall: null, load: null };

/** The words of a code, without those that would tell a neighbour what this is. */
function humanised(code) {
  const loud = /^(shop|store|visit|myster|score|client|staff)/i;
  const quiet = code.split(/[_-]+/).filter((word) => !loud.test(word));
  const label = (quiet.length ? quiet : ["1"]).join(" ").trim();
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/** Clocks are set by a second or two now and then; that is no reason for doubt. */
function isSane(gap) {
  return gap >= -TOLERANCE_MS && gap <= LONGEST_GAP_MS;
}

function marked(now) {
  return { running_since: now.mono, wall: now.wall, load: now.load };
}

function moment(now) {
  return new Date(now.wall).toISOString();
}

function event(kind, watch, now) {
  return {
    kind: `${kind}:${watch.code}`.slice(0, LONGEST_KIND),
    at: moment(now),
    elapsed_ms: Math.round(elapsed(watch, now)),
  };
}
