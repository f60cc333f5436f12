// The stopwatches of Pocket as rows: one tap starts, one stops, a third asks before it clears.
import { h, replace } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { isSure } from "./quiet.js";
import { elapsed, note, reset, start, stop, watchesFor } from "./stopwatch.js";

const TICK_MS = 250;

/** {node, draw(), leave()} of a draft's stopwatches, which are made when it has none yet. */
export async function watchList(app, draft, change) {
  if (!draft.watches.length) await makeWatches(app, draft);
  const node = h("ul", { class: "watches" });
  const rows = draft.watches.map(({ code }) => watchRow(app, draft, code, change));
  replace(node, rows.map((row) => row.node));
  const draw = () => rows.forEach((row) => row.draw());
  const timer = setInterval(() => rows.forEach((row) => row.tick()), TICK_MS);
  return { node, draw, leave: () => clearInterval(timer) };
}

async function makeWatches({ store, t }, draft) {
  const text = await store.questionnaire(draft.questionnaire.sha256);
  const three = [1, 2, 3].map((n) => t(`pocket.watch_${n}`));
  const watches = watchesFor(text ? JSON.parse(text) : { sections: [] }, three);
  store.change(draft.id, (live) => {
    if (!live.watches.length) live.watches = watches;
  });
}

function watchRow(app, draft, code, change) {
  const { t, formats } = app;
  const find = (live) => live.watches.find((watch) => watch.code === code);
  const sign = h("span", { class: "sign" });
  const label = h("span", { class: "name", dir: "auto", text: find(draft).label });
  const time = h("span", { class: "time numbers" });
  const button = h("button", { type: "button", class: "button", on: { click: press } });
  const node = h("li", {}, sign, label, time, button);
  let shown = "";

  async function press() {
    const watch = find(draft);
    const step = watch.running_since !== null ? stop : watch.started_at ? again : start;
    if (step === again) return again(watch);
    change((live) => note(live, step(find(live))));
  }

  async function again({ label: name }) {
    const title = t("pocket.again_title", { label: name });
    const body = t("pocket.again_body", { time: text(find(draft)) });
    const sure = await isSure(app, title, body, t("pocket.again_yes"));
    if (sure) change((live) => note(live, reset(find(live))));
  }

  function text(watch) {
    const counted = formats.stopwatch(elapsed(watch));
    return watch.unsure ? t("pocket.unsure", { time: counted }) : counted;
  }

  function tick() {
    const watch = find(draft);
    const now = watch.started_at ? text(watch) : "–";
    if (time.textContent !== now) time.textContent = now;
  }

  function draw() {
    tick();
    const { running_since, started_at, label: name } = find(draft);
    const state = running_since !== null ? "stop" : started_at ? "again" : "start";
    const key = state + started_at;
    if (key === shown) return;
    shown = key;
    node.className = state;
    button.className = state === "again" ? "button quiet numbers" : "button";
    replace(sign, icon(state === "again" ? "tick" : "clock"));
    const word = state === "again" ? formats.clockTime(started_at) : t(`pocket.${state}`);
    const rest = t(state === "again" ? "pocket.again" : "pocket.of", { label: name });
    replace(button, word, h("span", { class: "visually-hidden", text: rest }));
  }

  return { node, draw, tick };
}
