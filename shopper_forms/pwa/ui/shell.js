// The frame round every screen: heading, state of the signal, notices, navigation, spoken news.
import { h, replace } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./words.js";

const part = (id) => document.getElementById(id);
const ROOTS = ["visits"]; // lists to which one comes back where one left them
const places = new Map();
let shown = null;

/** Puts a screen {node, title, chrome, back} into the frame; focus goes to its heading unless {again}. */
export function showScreen({ node, title, chrome = "full", back = "#/visits" }, name, { again = false } = {}) {
  const { appName } = document.body.dataset;
  if (!again && ROOTS.includes(shown)) places.set(shown, placeNow());
  shown = name;
  document.title = [title, appName].filter(Boolean).join(" · ");
  document.body.dataset.chrome = chrome;
  document.body.dataset.screen = name;
  part("head").hidden = chrome === "none";
  part("nav").hidden = chrome !== "full";
  part("title").textContent = title;
  drawBack(chrome === "page" ? back : null);
  markCurrent(name);
  replace(part("page"), node);
  if (again) return;
  const { top, key } = places.get(name) ?? { top: 0 };
  part("scroll").scrollTo(0, top);
  scrollTo(0, top); // with very large letters it is the window that scrolls
  const heading = chrome === "none" ? node.querySelector("h1") : part("title");
  heading?.setAttribute("tabindex", "-1");
  (byKey(node, key) ?? heading)?.focus({ preventScroll: true });
}

const placeNow = () => ({
  top: part("scroll").scrollTop + scrollY,
  key: document.activeElement?.dataset.key,
});
const byKey = (node, key) => key && node.querySelector(`[data-key="${CSS.escape(key)}"]`);

/** Lets the first link of the page jump to the screen: its address may not become a screen's. */
export function startShell(appName) {
  document.body.dataset.appName = appName;
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    part("page").focus();
  });
}

/** Says again, in the language chosen by now, every word that stands in the document itself. */
export function drawWords() {
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  part("nav").setAttribute("aria-label", t(part("nav").dataset.tLabel));
}

/** Shows {online, unsent, sending}: in words beside the heading and as a number on Outbox. */
export function showStatus({ online, unsent, sending }) {
  const words = [];
  if (!online) words.push(t("status.offline"));
  else if (sending) words.push(t("status.sending"));
  if (unsent) words.push(t("status.unsent", { n: unsent }));
  const sign = online ? null : icon("no-signal");
  const text = words.length ? words.join(", ") : null;
  if (part("status").textContent !== (text ?? "")) replace(part("status"), sign, text);
  const badge = part("unsent");
  badge.hidden = !unsent;
  replace(badge, h("span", { "aria-hidden": "true", text: String(unsent) }),
    h("span", { class: "visually-hidden", text: t("status.unsent", { n: unsent }) }));
}

/** Tells screen readers a piece of news without moving anything. */
export function say(text) {
  part("say").textContent = "";
  setTimeout(() => { part("say").textContent = text; }, 50);
}

/** A line above the screen that stays until it is closed; one per key; actions [{label, act}]. */
export function notice(key, text, actions = []) {
  // the same news once more would be read out once more
  if (part("notices").querySelector(`[data-key="${key}"] p`)?.textContent === text) return;
  dropNotice(key);
  const close = () => dropNotice(key);
  part("notices").append(
    h("div", { class: "notice page-notice", "data-key": key },
      h("p", { text }),
      h("button", {
        type: "button", class: "button quiet close", "aria-label": t("close"), on: { click: close },
      }, icon("close")),
      actions.map(({ label, act }) =>
        h("button", { type: "button", class: "button wide", text: label, on: { click: act } }))),
  );
}

/** Takes a notice away. */
export function dropNotice(key) {
  part("notices").querySelector(`[data-key="${key}"]`)?.remove();
}

function drawBack(to) {
  const back = part("back");
  back.hidden = !to;
  if (!to) return;
  back.href = to;
  back.setAttribute("aria-label", t("back"));
  replace(back, icon("back"));
}

function markCurrent(name) {
  const owner = { visit: "visits" }[name] ?? name;
  for (const link of part("nav").querySelectorAll("a")) {
    if (link.dataset.screen === owner) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}
