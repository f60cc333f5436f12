// Taking, accepting, giving back and moving a visit: the questions asked and the refusals in words.
import { ask } from "./dialog.js";
import { h, replace } from "./dom.js";
import { localValue, zoneName } from "./formats.js";
import { has, t } from "./words.js";

/**
 * Sends a move ("claim", "accept", "decline", "reschedule") of an assignment.
 * Answers {ok: true, row} or {ok: false, code, text, reasons: [text]}; nothing is shown.
 */
export async function move(app, assignment, name, body) {
  const answer = await app.api.post(`/assignments/${assignment.id}/${name}`, body);
  if (answer.kind === "ok") return { ok: true, row: answer.json };
  if (answer.kind === "sign_in") {
    app.needSignIn();
    return { ok: false, code: "sign_in", text: t("visits.sign_in"), reasons: [] };
  }
  return { ok: false, ...refusalWords(answer) };
}

/** A refusal {kind, code, errors} in the chosen language: {code, text, reasons, errors}. */
export function refusalWords({ kind, status, code, errors = [] }) {
  if (kind === "retry") {
    return { code: "retry", text: t(status ? "error.server" : "error.signal"), reasons: [], errors };
  }
  const key = `error.${code}`;
  const reasons = errors.map((error) => ruleWords(error.code));
  return { code, text: t(has(key) ? key : "error.wrong_state"), reasons, errors };
}

/** A refusal as nodes: its sentence and every reason. */
export function refusalNode({ text, reasons }) {
  const list = reasons.length
    ? h("ul", { class: "reasons" }, [...new Set(reasons)].map((reason) => h("li", { text: reason })))
    : null;
  return h("div", { class: "notice needs", role: "alert" }, h("div", {}, h("p", { text }), list));
}

/** Asks why, then gives an assignment back; answers the result of the move, null when left. */
export async function declineWithReason(app, assignment) {
  const offered = assignment.state === "offered";
  const field = textField("decline-reason", t("decline.reason"));
  let result = null;
  await ask({
    title: t(offered ? "decline.title" : "decline.give_back"),
    body: field.node,
    actions: [
      {
        label: t(offered ? "decline.do" : "decline.give_back_do"),
        kind: "main",
        before: async () => {
          const reason = field.input.value.trim();
          if (!reason) return field.fail(t("decline.reason_missing"));
          result = await move(app, assignment, "decline", { reason });
          return result.ok || field.fail(result.text);
        },
      },
      { label: t("cancel"), kind: "" },
    ],
  });
  return result;
}

/** Asks for another window in the place's local time; answers the result, null when left. */
export async function askOtherDay(app, assignment) {
  const zone = assignment.location.time_zone;
  const from = timeField("move-from", t("move.from"), assignment.window_start_utc, zone);
  const to = timeField("move-to", t("move.to"), assignment.window_end_utc, zone);
  // most windows are moved as a whole: the end keeps its distance from the start
  const length = Date.parse(`${to.input.value}Z`) - Date.parse(`${from.input.value}Z`);
  from.input.addEventListener("change", () => {
    const start = Date.parse(`${from.input.value}Z`);
    if (start) to.input.value = new Date(start + length).toISOString().slice(0, 16);
  });
  const refusal = h("div", {});
  const where = zoneName(assignment.window_start_utc, zone);
  let result = null;
  await ask({
    title: t("move.title"),
    body: h("div", { class: "stack" },
      h("p", { class: "muted", text: t("move.hint", { zone: where }) }), from.node, to.node, refusal),
    actions: [
      {
        label: t("move.do"),
        kind: "main",
        before: async () => {
          [from, to].forEach((field) => field.fail(""));
          replace(refusal);
          const body = { window_start: from.input.value, window_end: to.input.value };
          if (!body.window_start) return from.fail(t("rule.bad_format"));
          if (!body.window_end) return to.fail(t("rule.bad_format"));
          result = await move(app, assignment, "reschedule", body);
          return result.ok || showFaults(result, { window_start: from, window_end: to }, refusal);
        },
      },
      { label: t("cancel"), kind: "" },
    ],
  });
  return result;
}

/** A labelled field {node, input, fail(text)}; fail shows the text under it, focuses it, is false. */
export function textField(id, label, { tag = "textarea", hint, ...props } = {}) {
  const error = h("span", { class: "error", id: `${id}-error`, hidden: true });
  const hinted = hint ? `${id}-hint ` : "";
  const input = h(tag, { id, "aria-describedby": `${hinted}${id}-error`, ...props });
  const node = h("div", { class: "field" }, h("label", { for: id, text: label }),
    hint && h("p", { class: "hint", id: `${id}-hint`, text: hint }), input, error);
  const fail = (text) => {
    error.textContent = text;
    error.hidden = !text;
    input.setAttribute("aria-invalid", String(Boolean(text)));
    if (text) input.focus();
    return false;
  };
  return { node, input, fail };
}

function timeField(id, label, iso, zone) {
  const value = localValue(iso, zone);
  return textField(id, label, { tag: "input", type: "datetime-local", value });
}

// what concerns a field stands under it, the rules of the round above the buttons
function showFaults(result, fields, refusal) {
  const loose = [];
  for (const { loc = [], code } of result.errors ?? []) {
    const field = fields[loc.at(-1)];
    if (field) field.fail(ruleWords(code));
    else loose.push(ruleWords(code));
  }
  if (loose.length) replace(refusal, refusalNode({ text: t("move.refused"), reasons: loose }));
  else if (!result.errors?.length) replace(refusal, refusalNode({ text: result.text, reasons: [] }));
  return false;
}

function ruleWords(code) {
  const key = `rule.${code}`;
  return t(has(key) ? key : "rule.other");
}
