// Help: language, what the states mean, room on the phone, a copy, the home screen, the account.
import { h, replace } from "../ui/dom.js";
import { languageName } from "../ui/formats.js";
import { LANGUAGES, language } from "../ui/words.js";

const STATES = ["saved", "waiting", "received", "sent", "sign_in", "attention"];

/** The screen #/help. */
export async function screen(app) {
  const { t } = app;
  const node = h("div", { class: "pad stack help" },
    part(t("help.language"), languages(app)),
    part(t("help.states"), h("dl", { class: "meanings" }, STATES.map((state) => [
      h("dt", { text: t(`help.state.${state}`) }),
      h("dd", { class: "muted", text: t(`help.state.${state}_text`) }),
    ]))),
    part(t("help.cover"), h("p", { text: t("help.cover_text") })),
    part(t("help.copy"), copy(app)),
    part(t("help.space"), space(app)),
    part(t("help.install"), install(app)),
    part(t("help.account"), account(app)),
    h("p", { class: "muted", text: t("help.version", { version: app.config.version }) }));
  return { node, title: t("help.title") };
}

function part(title, ...content) {
  return h("section", { class: "stack" }, h("h2", { text: title }), content);
}

function account(app) {
  const { t, person, session } = app;
  const signedIn = session.valid !== false;
  const button = (label, click) =>
    h("button", { type: "button", class: "button wide", text: label, on: { click } });
  return [
    h("p", { text: t(signedIn ? "help.signed_in" : "help.kept_for", { name: person.name }) }),
    !signedIn && button(t("help.sign_in"), async () => {
      await app.needSignIn();
      app.redraw();
    }),
    button(t("help.sign_out"), () => signOut(app)),
  ];
}

/** Signing out never clears anything; with unsent work there is a choice first. */
async function signOut(app) {
  const { t, store, sync } = app;
  await store.flush();
  const unsent = async () =>
    (await store.unsent()).filter(({ state }) => state !== "acknowledged").length;
  const n = await unsent();
  const send = async () => {
    sync.poke("send");
    await sync.run();
    if ((await unsent()) === 0) return true;
    replace(said, h("p", { class: "notice needs", text: t("out.still") }));
    return false;
  };
  const said = h("div", { role: "alert" });
  const body = h("div", { class: "stack" },
    n > 0 && h("p", { text: t("out.unsent", { n }) }), h("p", { text: t("out.text") }), said);
  const actions = n > 0
    ? [{ label: t("out.send"), value: "out", kind: "main", before: send }, { label: t("out.lock"), value: "out" }]
    : [{ label: t("out.do"), value: "out", kind: "main" }];
  const chosen = await app.dialog({
    title: t("out.title"), body, actions: [...actions, { label: t("cancel"), value: null }],
  });
  if (chosen !== "out") return;
  await app.session.signOut();
  app.say(t("out.done"));
  app.go("#/visits");
  app.redraw();
}

// the app's own; a questionnaire's languages are chosen where it is answered
function languages(app) {
  const select = h("select", { id: "language" }, LANGUAGES.map((code) =>
    h("option", { value: code, lang: code, text: languageName(code), selected: code === language() })));
  select.addEventListener("change", async () => {
    await app.setLanguage(select.value);
    document.getElementById("language")?.focus();
  });
  return h("div", { class: "field" },
    h("label", { class: "visually-hidden", for: "language", text: app.t("help.language") }), select);
}

function copy({ t, store, say }) {
  const save = async () => {
    const { makeRecovery } = await import("../sync/recovery.js");
    const day = new Date().toISOString().slice(0, 10);
    const url = URL.createObjectURL(await makeRecovery(store));
    h("a", { href: url, download: t("help.copy_name", { day }) }).click();
    // a phone reads the file after the tap; its address must live until then
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    say(t("help.copy_done"));
  };
  return [
    h("p", { text: t("help.copy_text") }),
    h("button", { type: "button", class: "button wide", text: t("help.copy"), on: { click: save } }),
  ];
}

function space({ t, store, formats }) {
  const line = h("p", { text: " " });
  store.space().then(({ usage, free }) => {
    const values = usage === null ? {} : { used: formats.bytes(usage), free: formats.bytes(free) };
    line.textContent = t(usage === null ? "help.space_unknown" : "help.space_used", values);
  });
  return line;
}

function install({ t, installPrompt }) {
  const ask = () => installPrompt.prompt();
  return [
    h("p", { text: t("help.install_text") }),
    installPrompt && h("button", {
      type: "button", class: "button wide", text: t("help.install_do"), on: { click: ask },
    }),
  ];
}
