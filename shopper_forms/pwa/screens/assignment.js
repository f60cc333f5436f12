// One visit before it is made: where, when, for how much, the brief, and what can be done next.
import { briefText, briefToRead, newest } from "../ui/brief.js";
import { h, keepFocus, replace } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { askOtherDay, declineWithReason, move, refusalNode } from "../ui/moves.js";
import { untouched } from "../ui/touch.js";
import { keepBriefRead } from "../ui/work.js";
import { readStanding, refreshWork } from "../ui/work_store.js";

const TO_READ = ["open", "offered", "accepted", "in_progress"];

/** The screen #/visit/<assignment>. */
export async function screen(app, id) {
  const node = h("div", { class: "visit" });
  const { t } = app;
  let row = await app.store.assignment(id);
  let brief = null;
  let refusal = null;
  if (!row) {
    const answer = await app.api.get(`/assignments/${id}`);
    if (answer.kind !== "ok") return missing(app);
    row = answer.json;
  }

  async function draw() {
    const state = await readStanding(app.store, row);
    const form = await app.store.questionnaire(row.questionnaire.sha256);
    // in_progress without a draft: begun on another phone, so the brief was not read on this one
    const toRead = !state.read && !state.draft && !state.view && TO_READ.includes(stateFor(app, row));
    brief = toRead ? (brief ?? briefToRead(row)) : null;
    await untouched();
    const foot = [refusal && refusalNode(refusal), actions(app, row, state, acts)];
    keepFocus(node, () => replace(node, facts(app, row), briefSection(app, row, brief),
      hints(app, row, form), wayOut(app, row, state, acts), h("div", { class: "bar" }, foot)));
  }

  async function changed(result, news) {
    refusal = null;
    if (result?.ok) {
      row = result.row;
      await app.store.keepAssignment(row);
      app.say(t(news));
      refreshWork(app);
    } else if (result && result.code !== "sign_in") {
      refusal = result;
      if (result.code === "brief_changed") brief = null;
      if (result.code !== "retry") {
        row = await newest(app, row);
        await app.store.keepAssignment(row);
      }
    }
    await draw();
    if (refusal) node.querySelector(".notice").scrollIntoView({ block: "nearest" });
  }

  const confirmed = async () => {
    if (brief && !brief.isConfirmed()) return false;
    if (brief) await keepBriefRead(app.store, row);
    return true;
  };
  const take = async (name, news) => {
    if (!(await confirmed())) return;
    changed(await move(app, row, name, { brief_sha256: row.brief_sha256 }), news);
  };
  const acts = {
    claim: () => take("claim", "visit.accepted_now"),
    accept: () => take("accept", "visit.accepted_now"),
    decline: async () => changed(await declineWithReason(app, row), "visit.declined_now"),
    move: async () => changed(await askOtherDay(app, row), "visit.moved_now"),
    to: async (name) => { if (await confirmed()) app.go(`#/${name}/${row.id}`); },
  };
  const again = ({ kind }) => {
    if (kind !== "assignments") return;
    app.store.assignment(id).then((kept) => { row = kept ?? row; draw(); });
  };

  await draw();
  app.store.on("change", again);
  return { node, title: row.location.name, chrome: "page", leave: () => app.store.off("change", again) };
}

function missing({ t }) {
  const node = h("p", { class: "pad", text: t("visit.gone") });
  return { node, title: t("visits.title"), chrome: "page" };
}

function facts({ t, formats, person }, row) {
  const { location, fee, reimbursement_cap: cap } = row;
  const zone = formats.zoneName(row.window_start_utc, location.time_zone);
  const km = typeof person.latitude === "number" ? formats.kilometres(person, location) : null;
  const by = formats.moment(row.submit_by_utc, location.time_zone);
  return h("dl", { class: "facts" },
    fact(t("visit.when"), h("strong", { text: formats.window(row) }),
      h("span", { class: "muted", text: t("visit.local", { zone }) }),
      h("span", { text: t("visit.within") }), h("span", { text: t("visit.send_by", { moment: by }) })),
    fact(t("visit.place"), h("span", { class: "lines", dir: "auto", text: location.address }),
      km !== null && h("span", { class: "muted", text: t("visit.distance", { distance: formats.distance(km) }) }),
      h("a", { class: "button", href: mapOf(location) }, icon("pin"), t("visit.map"))),
    fact(t("visit.fee"), h("strong", { text: formats.money(fee) }),
      h("span", {
        text: cap.amount > 0 ? t("visit.refund", { money: formats.money(cap) }) : t("visit.no_refund"),
      })));
}

/** Opens the phone's own map; the address of a place is told to no website. */
function mapOf({ latitude, longitude }) {
  const place = `${latitude},${longitude}`;
  return /iP(hone|ad|od)/.test(navigator.userAgent) ? `maps:?q=${place}` : `geo:${place}?q=${place}`;
}

function fact(name, ...values) {
  return h("div", {}, h("dt", { text: name }), values.map((value) => value && h("dd", {}, value)));
}

function briefSection({ t }, row, brief) {
  return h("section", { class: "pad" }, h("h2", { text: t("visit.brief") }),
    brief && h("p", { class: "muted", text: t("visit.brief_more") }),
    brief ? brief.node : briefText(row));
}

function hints(app, row, form) {
  const { t } = app;
  const lacking = !form && ["accepted", "in_progress"].includes(row.state);
  return h("div", { class: "pad stack" },
    row.gone && h("p", { class: "notice needs", text: t("state.gone") }),
    lacking && h("p", { class: "notice needs", text: t("visit.no_form") }),
    !app.online && h("p", { class: "notice", text: t("visit.offline") }));
}

/** What can be done when plans change; not in the bar, where a thumb would meet it. */
function wayOut(app, row, { draft, view }, acts) {
  const { t } = app;
  if (stateFor(app, row) !== "accepted" || row.gone || draft || view) return null;
  return h("section", { class: "pad" }, h("h2", { text: t("visit.way_out") }),
    h("div", { class: "actions" },
      button(t("visit.other_day"), "", acts.move),
      button(t("visit.give_back"), "", acts.decline),
      button(t("visit.cannot_go"), "", () => acts.to("outcome"))));
}

function actions(app, row, { draft, view }, acts) {
  const { t } = app;
  const state = stateFor(app, row);
  const bar = (...buttons) => h("div", { class: "actions" }, buttons);
  if (view && !draft) {
    return bar(h("a", { class: "button main", href: "#/outbox", text: t("visit.outbox") }));
  }
  if (draft || state === "in_progress") {
    return bar(button(t("visit.go_on"), "main", () => acts.to("pocket")),
      button(t("visit.write_up"), "", () => acts.to("report")));
  }
  if (state === "open") {
    return [h("p", { class: "muted", text: t("visit.first") }),
      bar(button(t("visit.claim"), "main", acts.claim))];
  }
  if (state === "offered") {
    return bar(button(t("visit.accept"), "main", acts.accept),
      button(t("visit.decline"), "", acts.decline), button(t("visit.other_day"), "", acts.move));
  }
  if (state === "accepted") {
    return bar(button(t("visit.check_in"), "main", () => acts.to("check-in")),
      button(t("visit.write_up"), "", () => acts.to("report")));
  }
  return [h("p", { class: "muted", text: t(`state.${state}`) }),
    bar(h("a", { class: "button", href: "#/visits", text: t("visit.to_list") }))];
}

/** The state as it is for whoever looks: what somebody else holds is no longer theirs. */
function stateFor({ person }, { state, shopper }) {
  return state === "open" || shopper === person.id ? state : "draft";
}

function button(label, kind, click) {
  const props = { type: "button", class: `button ${kind}`, text: label, "data-key": label };
  return h("button", { ...props, on: { click } });
}
