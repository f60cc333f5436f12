// What the outbox says of a visit on its way and what there is to do: keys of words, no page.
import { referenceOf } from "../store/outbox.js";

const DAY_MS = 86_400_000;
const ON_THE_WAY = ["waiting", "sending", "sign_in", "attention"];
const OWN_WORDS = ["409.different_content", "409.not_returned"];
const MENDABLE = [413, 422]; // what can be taken out or put right on the phone
const STATUSES = [400, 403, 404, 409, 410, 413, 415];
const ICONS = {
  waiting: "no-signal",
  sending: "up",
  sign_in: "lock",
  attention: "warning",
  acknowledged: "check",
  verified: "check-filled",
};

/** Whether an item is still to be sent, as against arrived. */
export function isOnItsWay(view) {
  return ON_THE_WAY.includes(view.state);
}

/**
 * What to say of an ItemView at a moment (ms), with signal or without: {icon, lines: [[key,
 * values]], actions: [names], findings: [{question, code, message}]}. Values ending in `_at` are
 * moments to be formatted.
 */
export function told(view, now, online = false) {
  const findings = findingsOf(view.refusal);
  const isLate = isOnItsWay(view) && Math.abs(now - Date.parse(view.item.sealed_at)) > DAY_MS;
  const lines = [...SAYS[view.state](view, findings, now)];
  const actions = [...DOES[view.state](view, findings)];
  if (view.parked) lines.push(["outbox.parked", { reference: referenceOf(view.parked.signature) }]);
  if (isLate) lines.push(["outbox.copy_why", {}]);
  if (isLate) actions.push("copy");
  // one that waits for its turn has signal
  const icon = online && view.state === "waiting" ? "clock" : ICONS[view.state];
  return { icon, lines, actions, findings };
}

/** Whether nothing of an item can have arrived, so that it may be taken back. */
export function isUntouched(view) {
  return view.state === "waiting" && !view.photos_done && !view.attempted && !view.received_at;
}

const SAYS = {
  waiting: (view) => [
    ["outbox.waiting", {}],
    ...(view.tries > 1 && view.next_at
      ? [["outbox.next", { n: view.tries, next_at: view.next_at }]]
      : []),
    ...photoLines(view),
  ],
  sending: (view) => [phaseLine(view), ...photoLines(view)],
  sign_in: () => [["outbox.sign_in", {}]],
  attention: (view, findings) =>
    view.refusal ? [refusedLine(view.refusal, findings), ["outbox.kept", {}]] : photoLines(view),
  acknowledged: (view) => [
    ["outbox.received", { reference: view.reference }],
    ...(view.photos_done < view.photos_total
      ? [["outbox.photos_follow", { n: view.photos_total - view.photos_done }]]
      : []),
  ],
  verified: (view, _findings, now) => [
    ["outbox.sent", { reference: view.reference }],
    ...(view.photos_total && Date.parse(view.purge_on) > now
      ? [["outbox.purge", { purge_at: view.purge_on }]]
      : []),
  ],
};

const DOES = {
  waiting: (view) => ["send", ...(isUntouched(view) ? ["back"] : [])],
  sending: () => [],
  sign_in: () => ["signin"],
  attention: (view, findings) => [
    ...(view.refusal ? (MENDABLE.includes(view.refusal.status) ? ["open"] : []) : ["retake"]),
    ...(view.parked ? [] : ["support"]),
    ...(view.refusal && !findings.length ? ["retry"] : []),
  ],
  acknowledged: () => [],
  verified: () => [],
};

function phaseLine(view) {
  if (view.phase !== "photo") return [`outbox.sending_${view.phase ?? "answers"}`, {}];
  const n = Math.min(view.photos_done + 1, view.photos_total);
  return ["outbox.sending_photo", { n, total: view.photos_total }];
}

function refusedLine({ status, code }, { length: n }) {
  if (status === 422) return [`outbox.refused.422${n ? "" : ".none"}`, { n }];
  const own = `${status}.${code}`;
  const known = OWN_WORDS.includes(own) ? own : STATUSES.includes(status) ? status : "other";
  return [`outbox.refused.${known}`, { status }];
}

/** One line a photo that was refused, then what became of the rest. */
function photoLines(view) {
  const refused = view.photo_refusals ?? [];
  if (!refused.length) return [];
  const lines = refused.map(({ photo, status }) => [
    `outbox.photo.${[413, 415, 422].includes(status) ? status : "other"}`,
    { n: view.item.photos.indexOf(photo) + 1 },
  ]);
  const others = view.photos_total - refused.length;
  const rest = others ? ["outbox.others", { n: others }] : ["outbox.only_answers", {}];
  const isThere = view.received_at && view.photos_done >= others;
  return [...lines, isThere ? rest : ["outbox.others_go_on", {}]];
}

/** The server's findings that stand at a question, in its order. */
function findingsOf(refusal) {
  return (refusal?.errors ?? [])
    .filter(({ loc }) => loc?.[0] === "answers" && loc.length > 1)
    .map(({ loc, code, message }) => ({ question: String(loc[1]), code, message }));
}
