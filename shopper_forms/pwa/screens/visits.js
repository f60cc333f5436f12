// The list of visits: questions of the reviewer first, then one's own, then those open near by.
import { mayAskPosition } from "../ui/browser.js";
import { acceptWithBrief } from "../ui/brief.js";
import { h, keepFocus, replace } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { askOtherDay, declineWithReason, refusalNode } from "../ui/moves.js";
import { untouched } from "../ui/touch.js";
import { readWork, refreshWork } from "../ui/work_store.js";

/** The screen #/visits. */
export async function screen(app) {
  const node = h("div", {});
  const state = { busy: false, failed: false, here: home(app.person), refusal: null };
  let shown = "";
  let drawing = null;

  async function draw() {
    const work = await readWork(app);
    const print = JSON.stringify([work, state]);
    if (print === shown) return;
    await untouched();
    shown = print;
    keepFocus(node, () => replace(node, page(app, work, state, acts)));
  }

  // changes come in bursts; one drawing for all of them
  const soon = () => {
    drawing ??= setTimeout(() => { drawing = null; draw(); }, 50);
  };

  async function refresh(loud) {
    if (state.busy) return;
    Object.assign(state, { busy: true, failed: false });
    if (loud) app.say(app.t("visits.refreshing"));
    soon();
    const kind = await refreshWork(app);
    Object.assign(state, { busy: false, failed: kind === "retry" });
    if (loud) app.say(app.t(kind === "ok" ? "visits.refreshed" : "visits.stale"));
    soon();
  }

  async function answered(asking, news) {
    state.refusal = null;
    const result = await asking;
    if (result?.ok) {
      await app.store.keepAssignment(result.row);
      app.say(app.t(news));
    } else if (result && result.code !== "sign_in") {
      state.refusal = { id: result.id, text: result.text, reasons: result.reasons };
      app.say(result.text);
    }
    if (result) refresh(false);
    soon();
  }

  const withId = (row, asking) => asking.then((result) => result && { ...result, id: row.id });
  const acts = {
    refresh: () => refresh(true),
    accept: (row) => answered(withId(row, acceptWithBrief(app, row)), "visit.accepted_now"),
    decline: (row) => answered(withId(row, declineWithReason(app, row)), "visit.declined_now"),
    move: (row) => answered(withId(row, askOtherDay(app, row)), "visit.moved_now"),
    answer: (visit) => openReturned(app, visit),
  };
  const visible = () => document.visibilityState === "visible" && refresh(false);

  await draw();
  app.store.on("change", soon);
  app.sync.on("change", soon);
  document.addEventListener("visibilitychange", visible);
  addEventListener("signed-in", visible);
  refresh(false);
  if (await mayAskPosition()) {
    app.position().then((place) => {
      if (place) state.here = place;
      soon();
    });
  }
  const leave = () => {
    app.store.off("change", soon);
    app.sync.off("change", soon);
    document.removeEventListener("visibilitychange", visible);
    removeEventListener("signed-in", visible);
    clearTimeout(drawing);
  };
  return { node, title: app.t("visits.title"), leave };
}

function page(app, work, state, acts) {
  const { t } = app;
  return [
    state.failed && app.online && h("p", { class: "pad muted", text: t("visits.stale") }),
    work.returned.map((visit) => question(app, visit, acts)),
    section(t("visits.mine"), h("span", { class: "muted", text: app.formats.number(work.mine.length) }),
      work.mine.length
        ? h("ul", { class: "list" }, work.mine.map((row) => mine(app, row, state, acts)))
        : h("p", { class: "pad", text: t(work.fetchedAt ? "visits.none_mine" : "visits.none_yet") })),
    section(t(state.here ? "visits.open" : "visits.open_far"), asOf(app, work, state, acts), [
      // beside the button that was pressed: without signal the top says so already
      state.failed && !app.online && h("p", { class: "pad muted", text: t("visits.stale") }),
      work.open.length
        ? h("ul", { class: "list" }, nearFirst(app, work.open, state.here).map((row) => open(app, row)))
        : work.fetchedAt && h("p", { class: "pad", text: t("visits.none_open") })]),
    work.foreign > 0 && h("p", { class: "pad muted foreign" }, icon("lock"),
      h("span", { text: t("visits.foreign", { n: work.foreign }) })),
  ];
}

function section(title, aside, content) {
  return h("section", {},
    h("div", { class: "section-head" }, h("h2", { text: title }), aside), content);
}

function asOf(app, { fetchedAt }, { busy }, acts) {
  const time = fetchedAt && app.formats.nearTime(fetchedAt);
  return h("span", { class: "as-of" },
    time && h("span", { text: app.t("visits.as_of", { time }) }),
    h("button", {
      type: "button", class: "button quiet", "aria-label": app.t("visits.refresh"),
      "aria-disabled": busy, "data-key": "refresh", on: { click: acts.refresh },
    }, icon("refresh")));
}

function question(app, visit, acts) {
  const { t } = app;
  const [, note] = visit.first;
  const title = visit.missing ? "state.incomplete" : "visits.question";
  const text = note ? t("visits.question_about", { place: visit.place, note }) : visit.place;
  return h("article", { class: "card question" },
    thumb(app, visit),
    h("div", {}, h("h2", { text: t(title) }),
      h("p", {}, h("bdi", { text })),
      h("button", {
        type: "button", class: "button quiet", "data-key": `answer ${visit.id}`,
        on: { click: () => acts.answer(visit) },
      }, t(visit.missing ? "visits.report" : "visits.answer"), icon("chevron"))));
}

function thumb(app, visit) {
  if (!visit.photo) return null;
  const image = h("img", { alt: "", loading: "lazy", width: "96", height: "128" });
  image.addEventListener("error", () => image.remove());
  showPhoto(app, visit, image);
  return image;
}

async function showPhoto(app, visit, image) {
  const own = await app.store.photo(visit.photo);
  if (!own) {
    image.src = `/api/v1/visits/${visit.id}/photos/${visit.photo}?size=thumb`;
    return;
  }
  const url = URL.createObjectURL(new Blob([own.bytes], { type: own.mime }));
  image.addEventListener("load", () => URL.revokeObjectURL(url));
  image.src = url;
}

function mine(app, row, state, acts) {
  const { t, formats } = app;
  const { assignment, standing } = row;
  const time = standing.at && formats.clockTime(standing.at);
  const offered = assignment.state === "offered" && !assignment.gone;
  const hurry = standing.ring === "check" ? null : hurryOf(app, assignment);
  const refusal = state.refusal?.id === assignment.id && state.refusal;
  return h("li", {},
    rowLink(app, assignment, formats.window(assignment),
      h("span", { class: "state" }, ring(standing.ring),
        h("span", { text: t(standing.key, { time }) }), icon("chevron")),
      hurry),
    offered && h("div", { class: "actions pad row-actions" },
      action(t("visit.accept"), "main", `accept ${assignment.id}`, () => acts.accept(assignment)),
      action(t("visit.decline"), "", `decline ${assignment.id}`, () => acts.decline(assignment)),
      action(t("visit.other_day"), "", `move ${assignment.id}`, () => acts.move(assignment))),
    refusal && h("div", { class: "pad row-actions" }, refusalNode(refusal)));
}

/** What presses: gone from the list, late, or the hours over and the report still to send. */
function hurryOf({ t, formats }, { gone, state, window_end_utc: end, submit_by_utc: by, location }) {
  const warned = (text) => h("span", { class: "state needs" }, icon("warning"), h("span", { text }));
  if (gone) return warned(t("state.gone"));
  if (state === "offered" || Date.parse(end) > Date.now()) return null;
  if (Date.parse(by) < Date.now()) return warned(t("state.late"));
  return warned(t("state.send_by", { moment: formats.moment(by, location.time_zone) }));
}

function ring(name) {
  const drawn = icon(name === "check" ? "check" : `ring-${name}`);
  drawn.classList.add("accent");
  return drawn;
}

function action(label, kind, key, click) {
  return h("button", {
    type: "button", class: `button ${kind}`, text: label, "data-key": key, on: { click },
  });
}

function open(app, { assignment, km }) {
  const { t, formats } = app;
  const by = t("visits.by", {
    moment: formats.moment(assignment.window_end_utc, assignment.location.time_zone),
  });
  const where = km === null ? by : `${formats.distance(km)} · ${by}`;
  return h("li", {}, rowLink(app, assignment, where));
}

function rowLink({ t, formats }, assignment, second, ...more) {
  const { id, location, fee, reimbursement_cap: cap } = assignment;
  return h("a", { class: "row", href: `#/visit/${id}`, "data-key": `row ${id}` },
    h("span", { class: "line" }, h("span", { class: "title", dir: "auto", text: location.name }),
      h("span", { class: "title numbers", text: formats.money(fee) })),
    h("span", { class: "line muted" }, h("span", { text: second }),
      cap.amount > 0
        && h("span", { class: "numbers", text: t("money.up_to", { money: formats.money(cap) }) })),
    more);
}

function nearFirst(app, rows, here) {
  const far = rows.map((assignment) => ({
    assignment,
    km: here ? app.formats.kilometres(here, assignment.location) : null,
  }));
  return here ? far.sort((a, b) => a.km - b.km) : far;
}

async function openReturned(app, visit) {
  const draft = (await app.store.draftOf(visit.assignment))
    ?? (await app.store.nextRevision(visit.id, app.api));
  const [code] = visit.first;
  app.go(["#/report", draft.assignment, ...(code ? [code] : [])].join("/"));
}

function home(person) {
  const { latitude, longitude } = person;
  return typeof latitude === "number" ? { latitude, longitude } : null;
}
