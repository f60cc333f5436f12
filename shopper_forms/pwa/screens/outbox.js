// Outbox: where each sealed visit is on its way, in one sentence, and the one thing to do.
import { h, replace } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { actionsOf } from "../pocket/outbox_actions.js";
import { itemRow } from "../pocket/outbox_row.js";
import { isOnItsWay } from "../pocket/sentences.js";

/** The screen; it follows what the sender does without moving the focus. */
export async function screen(app) {
  const { store, sync, t } = app;
  const rows = new Map();
  const act = actionsOf(app);
  const summary = h("p", { class: "pad muted" });
  const waiting = group(t("outbox.to_send"));
  const arrived = group(t("outbox.arrived"));
  const foreign = h("p", { class: "foreign muted" });
  const empty = h("div", { class: "pad stack empty" },
    h("p", { text: t("outbox.empty") }),
    h("a", { class: "button", href: "#/visits", text: t("in.visits") }));
  const node = h("div", { class: "outbox" }, summary, waiting.node, arrived.node, empty, foreign);
  let drawing = null;
  let wanted = false;

  // many events a second may come while photos go; the last state is the one to be seen
  function follow() {
    wanted = true;
    drawing ??= drawAll().finally(() => { drawing = null; });
  }

  async function drawAll() {
    while (wanted) {
      wanted = false;
      draw(await store.items(), await store.foreignCount());
    }
  }

  function draw(views, others) {
    const [way, there] = [views.filter(isOnItsWay), views.filter((view) => !isOnItsWay(view))];
    waiting.fill(way.map(rowOf));
    arrived.fill(there.reverse().map(rowOf));
    for (const id of rows.keys()) if (!views.some(({ item }) => item.id === id)) rows.delete(id);
    const some = way.length ? t("outbox.some", { n: way.length }) : t("outbox.none");
    summary.textContent = app.online || !way.length ? some : `${t("outbox.offline")} ${some}`;
    summary.hidden = !views.length;
    empty.hidden = views.length > 0;
    foreign.hidden = !others;
    replace(foreign, icon("lock"), h("span", { text: t("outbox.foreign", { n: others }) }));
  }

  function rowOf(view) {
    const { id } = view.item;
    if (!rows.has(id)) rows.set(id, itemRow(app, act));
    const row = rows.get(id);
    const news = row.update(view);
    if (news) app.say(`${view.item.title}: ${news}`);
    return row.node;
  }

  draw(await store.items(), await store.foreignCount());
  const stop = [store, sync].map((part) => {
    part.on("change", follow);
    return () => part.off("change", follow);
  });
  for (const name of ["online", "offline"]) window.addEventListener(name, follow);
  return {
    node,
    title: t("outbox.title"),
    leave() {
      for (const name of ["online", "offline"]) window.removeEventListener(name, follow);
      for (const end of stop) end();
    },
  };
}

/** {node, fill(rows)}: a heading and a list that moves no row which is in its place already. */
function group(title) {
  const list = h("ul", { class: "list" });
  const head = h("div", { class: "section-head" }, h("h2", { text: title }));
  const node = h("section", {}, head, list);
  function fill(rows) {
    node.hidden = !rows.length;
    const focused = document.activeElement;
    [...list.children].filter((each) => !rows.includes(each)).forEach((each) => each.remove());
    rows.forEach((row, place) => {
      if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null);
    });
    // a row that went from one list to the other takes the focus with it
    if (list.contains(focused) && document.activeElement !== focused) focused.focus();
  }
  return { node, fill };
}
