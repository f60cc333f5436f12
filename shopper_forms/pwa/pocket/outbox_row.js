// One sealed visit in the outbox: sign, name, sentence, progress, what to do, receipt.
import { h, replace } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { needWords, pick } from "../ui/words.js";
import { told } from "./sentences.js";

const FEW = 4;
const NEWS = ["sign_in", "attention", "acknowledged", "verified"];

/** {node, update(view)} of a row; update answers the sentence when it is news, else null. */
export function itemRow(app, act) {
  const node = h("li", { class: "item" });
  let shown = null;
  let state = null;
  let progress = null;

  function update(view) {
    const now = Date.now();
    const said = told(view, now, app.online);
    const today = new Date(now).toDateString();
    const key = JSON.stringify([said, view.state, today]);
    if (key !== shown) {
      shown = key;
      keepingFocus(node, () => draw(view, said));
    }
    progress?.(view);
    // what comes and goes with the signal would only chatter
    const isNews = state !== null && state !== view.state && NEWS.includes(view.state);
    state = view.state;
    return isNews ? said.lines.map((line) => sentence(app, line)).join(" ") : null;
  }

  function draw(view, said) {
    const { item } = view;
    const right = h("span", { class: "muted numbers", text: aside(app, view) });
    const head = h("div", { class: "line" },
      h("h3", { class: "title", dir: "auto", tabindex: "-1", text: item.title }), right);
    const buttons = said.actions.map((name) =>
      h("button", {
        type: "button", class: name === "back" ? "button quiet" : "button", "data-act": name,
        on: { click: () => act[name](view, said) },
      }, app.t(`outbox.${name}`), unseen(item.title)));
    const bar = view.state === "sending" && view.bytes_total > 0
      ? h("progress", { "aria-label": sentence(app, said.lines[0]) })
      : null;
    progress = bar && ((latest) => {
      bar.max = latest.bytes_total;
      bar.value = latest.bytes_done;
      right.textContent = aside(app, latest);
    });
    replace(node,
      h("span", { class: "sign" }, sign(said.icon, view.state)),
      h("div", { class: "told" },
        head,
        endedEarly(app, item),
        said.lines.map((line) => h("p", {}, withReference(sentence(app, line), line[1].reference))),
        bar,
        buttons.length > 0 && h("div", { class: "actions" }, buttons),
        view.receipt && receipt(app, view, act)));
    if (said.findings.length) addFindings(app, view, said.findings, node.lastChild);
  }

  return { node, update };
}

/** A sentence of words with its moments written out. */
function sentence({ t, formats }, [key, values]) {
  const { next_at, purge_at } = values;
  return t(key, {
    ...values,
    time: next_at && formats.clockTime(next_at),
    day: purge_at && formats.day(purge_at),
  });
}

function sign(name, state) {
  const drawn = icon(name);
  if (state === "attention") drawn.classList.add("needs");
  if (state === "acknowledged" || state === "verified") drawn.classList.add("accent");
  return drawn;
}

/** What stands at the end of the line: how much has gone, or when it was saved or arrived. */
function aside({ t, formats }, { item, state, bytes_done, bytes_total, received_at }) {
  if (state === "sending" && bytes_total) {
    return t("outbox.of", { done: formats.bytes(bytes_done), total: formats.bytes(bytes_total) });
  }
  if (received_at) return near(formats, received_at);
  return t("outbox.saved", { time: near(formats, item.sealed_at) });
}

function near(formats, iso) {
  const isToday = new Date(iso).toDateString() === new Date().toDateString();
  return isToday ? formats.clockTime(iso) : formats.day(iso);
}

function endedEarly({ t }, { draft, body }) {
  const { outcome } = JSON.parse(body);
  if (!draft.outcome || outcome === "completed") return null;
  const text = t("outbox.outcome", { outcome: t(`outcome.${outcome}`) });
  return h("p", { class: "muted", text });
}

/** The reference in bold, since it is what a person reads out. */
function withReference(text, reference) {
  if (!reference) return text;
  const [before, after] = text.split(reference);
  return [before, h("b", { class: "reference", text: reference }), after];
}

/** Each finding with its question in words and the way there; texts come from the phone's copy. */
async function addFindings(app, view, findings, place) {
  const [text] = await Promise.all([
    app.store.questionnaire(view.item.draft.questionnaire.sha256), needWords("report"),
  ]);
  const form = text ? JSON.parse(text) : { sections: [] };
  const questions = form.sections.flatMap((section) => section.questions);
  const row = ({ question, code, message }) => {
    const known = questions.find(({ code }) => code === question);
    // the server opens its sentence with the question in the form's first language
    const words = app.t(`fault.${code}`);
    // without the form's numbers only the server knows too much from too little
    const isWhole = words !== `fault.${code}` && !words.includes("{") && code !== "out_of_range";
    const rest = isWhole ? words : known ? message.replace(/^“[^”]*”: /, "") : message;
    return h("li", {}, known && h("b", { dir: "auto", text: pick(known.text, form) }), " ", rest);
  };
  const list = h("ul", { class: "findings" }, findings.slice(0, FEW).map(row));
  const n = findings.length - FEW;
  if (n > 0) list.append(h("li", { text: app.t("outbox.more", { n }) }));
  place.querySelector("p:not(.muted)").after(list);
}

function receipt(app, view, act) {
  const { t, formats } = app;
  const { visit, revision, sha256, received_at, signature } = view.receipt;
  const shown = {
    reference: view.reference, visit, revision, sha256,
    received_at: `${formats.day(received_at)} ${formats.clockTime(received_at)}`, signature,
  };
  const lines = Object.entries(shown).map(([key, value]) => [t(`receipt.${key}`), String(value)]);
  return h("details", { class: "receipt" },
    h("summary", {}, t("outbox.receipt"), unseen(view.item.title)),
    h("dl", {}, lines.map(([name, value]) => [h("dt", { text: name }), h("dd", { text: value })])),
    h("button", {
      type: "button", class: "button", text: t("outbox.receipt_copy"), "data-act": "receipt",
      on: { click: () => act.receipt(lines) },
    }));
}

/** Which visit a button is about, for those who do not see where it stands. */
function unseen(title) {
  return h("span", { class: "visually-hidden", text: `, ${title}` });
}

/** Draws anew what a row holds; what was focused or unfolded in it is so afterwards. */
function keepingFocus(node, draw) {
  const { activeElement } = document;
  const had = node.contains(activeElement);
  const name = activeElement?.dataset?.act;
  const open = node.querySelector("details")?.open;
  draw();
  if (open) node.querySelector("details")?.setAttribute("open", "");
  if (!had) return;
  (node.querySelector(`[data-act="${name}"]`) ?? node.querySelector("h3")).focus();
}
