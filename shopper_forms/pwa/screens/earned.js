// What the visits have earned: by state, with a sum per currency and the day it was promised for.
import { h, replace } from "../ui/dom.js";
import { byState } from "../ui/work.js";
import { has } from "../ui/words.js";

const ORDER = ["earned", "waiting", "not_paid"];
const KEPT = "earnings";

/** The screen #/earned. */
export async function screen(app) {
  const node = h("div", {});
  const { store, t } = app;

  function draw(kept, failed) {
    if (!kept) return replace(node, h("p", { class: "pad", text: t("earned.not_yet") }));
    const moment = app.formats.nearTime(kept.at);
    return replace(node,
      h("p", { class: "pad muted", text: t(failed ? "earned.offline" : "earned.as_of", { moment }) }),
      kept.items.length
        ? byState(kept.items, ORDER).map((group) => section(app, group))
        : h("p", { class: "pad", text: t("earned.none") }));
  }

  async function refresh(kept) {
    const answer = await app.api.all("/me/earnings");
    if (answer.kind === "sign_in") app.session.expired();
    if (answer.kind !== "ok") return draw(kept, true);
    const fresh = { at: new Date().toISOString(), items: answer.items };
    await store.set(KEPT, fresh);
    return draw(fresh, false);
  }

  const kept = await store.get(KEPT);
  draw(kept, false);
  refresh(kept);
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
  const days = [
    visit_date && t("earned.visited", { day: formats.day(visit_date) }),
    promised_on && t("earned.on", { day: formats.day(promised_on) }),
  ].filter(Boolean);
  return h("li", { class: "row" },
    h("div", { class: "line" }, h("span", { class: "title", dir: "auto", text: location.name }),
      h("span", { class: "title numbers", text: formats.money(amount) })),
    h("div", { class: "muted", text: days.join(" · ") }));
}
