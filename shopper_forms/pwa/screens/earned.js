// What the visits have earned: by state, with a sum per currency and the day it was promised for.
import { h, replace } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { byState } from "../ui/work.js";
import { has } from "../ui/words.js";

const ORDER = ["earned", "waiting", "not_paid"];
const KEPT = "earnings";

/** The screen #/earned. */
export async function screen(app) {
  const node = h("div", {});
  const { store, t } = app;
  const again = h("span", { class: "as-of" }, h("button", {
    type: "button", class: "button quiet", "aria-label": t("visits.refresh"),
    on: { click: () => refresh() },
  }, icon("refresh")));

  function draw(kept, failed) {
    const moment = kept && app.formats.nearTime(kept.at);
    const key = kept ? (failed ? "earned.offline" : "earned.as_of") : "earned.not_yet";
    const held = again.contains(document.activeElement);
    replace(node,
      h("div", { class: "section-head" }, h("p", { text: t(key, { moment }) }), again),
      kept && (kept.items.length
        ? byState(kept.items, ORDER).map((group) => section(app, group))
        : h("p", { class: "pad", text: t("earned.none") })));
    if (held) again.firstChild.focus();
  }

  async function refresh() {
    const owner = store.owner();
    const kept = await store.get(KEPT);
    const answer = await app.api.all("/me/earnings");
    if (store.owner() !== owner) return; // the phone changed hands meanwhile
    if (answer.kind === "sign_in") app.session.expired();
    if (answer.kind !== "ok") {
      draw(kept, true);
      return;
    }
    const fresh = { at: new Date().toISOString(), items: answer.items };
    await store.set(KEPT, fresh);
    draw(fresh, false);
  }

  draw(await store.get(KEPT), false);
  refresh();
  return { node, title: t("earned.title") };
}

function section({ t, formats }, { state, lines, sums }) {
  const key = `earned.state.${state}`;
  const total = sums.map(formats.money).join(" + ");
  return h("section", {},
    h("div", { class: "section-head" }, h("h2", { text: has(key) ? t(key) : state }),
      h("strong", { class: "numbers", text: total })),
    h("ul", { class: "list" }, lines.map((line) => lineOf({ t, formats }, line))));
}

function lineOf({ t, formats }, { location, visit_date, amount, promised_on }) {
  return h("li", { class: "row" },
    h("div", { class: "line" }, h("span", { class: "title", dir: "auto", text: location.name }),
      h("span", { class: "title numbers", text: formats.money(amount) })),
    h("div", { class: "line muted" },
      h("span", { text: t("earned.visited", { day: formats.day(visit_date) }) }),
      promised_on && h("span", { text: t("earned.on", { day: formats.day(promised_on) }) })));
}
