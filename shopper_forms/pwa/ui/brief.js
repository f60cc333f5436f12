// The brief of a visit: its text as it was written, and the confirmation that it was read.
import { ask } from "./dialog.js";
import { h, replace } from "./dom.js";
import { move, refusalNode } from "./moves.js";
import { hasReadBrief, keepBriefRead } from "./work.js";
import { t } from "./words.js";

/** The brief with its checkbox below the last line: {node, isConfirmed()}; false says why, there. */
export function briefToRead(assignment) {
  const error = h("span", { class: "error", id: "brief-error", hidden: true });
  const box = h("input", { type: "checkbox", id: "brief-read", "aria-describedby": "brief-error" });
  box.addEventListener("change", () => fail(false));
  const fail = (failed) => {
    error.textContent = failed ? t("visit.confirm_first") : "";
    error.hidden = !failed;
    box.setAttribute("aria-invalid", String(failed));
  };
  const node = h("div", {}, briefText(assignment),
    h("label", { class: "choice", for: "brief-read" }, box, t("visit.confirm")), error);
  const isConfirmed = () => {
    fail(!box.checked);
    if (!box.checked) box.focus();
    return box.checked;
  };
  return { node, isConfirmed };
}

/** The text of a brief, line breaks kept, nothing in it made a link. */
export function briefText({ brief }) {
  return h("p", { class: "brief", dir: "auto", text: brief });
}

/**
 * Accepts an offer, the brief first where it was not read on this phone; answers the result of
 * the move, null when left. A brief that has changed is shown anew.
 */
export async function acceptWithBrief(app, assignment) {
  let row = assignment;
  if (await hasReadBrief(app.store, row)) {
    const result = await move(app, row, "accept", { brief_sha256: row.brief_sha256 });
    if (result.code !== "brief_changed") return result;
    row = await newest(app, row);
  }
  let part = briefToRead(row);
  let result = null;
  const said = h("div", {});
  const place = h("div", {}, part.node);
  const accept = async () => {
    if (!part.isConfirmed()) return false;
    result = await move(app, row, "accept", { brief_sha256: row.brief_sha256 });
    if (result.ok) {
      await keepBriefRead(app.store, result.row);
      return true;
    }
    if (result.code === "brief_changed") {
      row = await newest(app, row);
      part = briefToRead(row);
      replace(place, part.node);
    }
    replace(said, refusalNode(result));
    return false;
  };
  await ask({
    title: row.location.name,
    body: h("div", { class: "stack" }, h("p", { class: "muted", text: t("visit.brief_more") }), place, said),
    actions: [
      { label: t("visit.accept"), kind: "main", before: accept },
      { label: t("cancel") },
    ],
  });
  return result;
}

/** The assignment as the server has it now, else as it is known here. */
export async function newest(app, assignment) {
  const answer = await app.api.get(`/assignments/${assignment.id}`);
  return answer.kind === "ok" ? answer.json : assignment;
}
