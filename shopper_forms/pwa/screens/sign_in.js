// Signing in: by password, or by a code that comes by e-mail; as a screen, or over another one.
import { openDialog } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";
import { textField } from "../ui/moves.js";
import { authCall } from "../ui/session.js";
import { LANGUAGES, language } from "../ui/words.js";

/** The form as a screen, for a phone that knows nobody yet. */
export async function screen(app) {
  const form = signInForm(app, { lead: app.t("sign.lead"), done: () => app.redraw() });
  const node = h("div", { class: "pad stack sign-in" }, form, languages(app));
  return { node, title: app.t("sign.title"), chrome: "page", back: null };
}

/** The form over the screen below, which stays as it is; answers when it is closed. */
export function overSignIn(app) {
  return new Promise((resolve) => {
    const place = h("div", {});
    const dialog = openDialog({ title: app.t("sign.title"), body: place, onClose: resolve });
    const before = app.person?.id;
    const done = () => {
      dialog.close();
      if (app.person?.id !== before) app.redraw();
    };
    replace(place, signInForm(app, { lead: app.t("sign.again"), done }));
  });
}

function signInForm(app, { lead, done }) {
  const { t } = app;
  const node = h("form", { class: "stack", novalidate: true });
  const said = h("div", { role: "alert" });
  const email = textField("sign-email", t("sign.email"), {
    tag: "input", type: "email", autocomplete: "username", inputmode: "email",
    autocapitalize: "none", spellcheck: "false", value: app.person?.email ?? "",
  });
  const password = textField("sign-password", t("sign.password"), {
    tag: "input", type: "password", autocomplete: "current-password",
  });
  const code = textField("sign-code", t("sign.code"), {
    tag: "input", autocomplete: "one-time-code", autocapitalize: "characters", spellcheck: "false",
    maxlength: "20",
  });
  let step = "code";

  const call = async (path, body) => {
    replace(said);
    if (!app.csrf()) await authCall(app, "GET", "session");
    let answer = await authCall(app, "POST", path, body);
    if (answer.status === 409 && path !== "code/confirm") {
      // somebody else is signed in in this browser; whoever types here wants to be somebody now
      await authCall(app, "DELETE", "session");
      answer = await authCall(app, "POST", path, body);
    }
    const words = refusalOf(answer);
    if (words) fail(t(words));
    return words ? null : answer;
  };
  const fail = (text) => replace(said, h("p", { class: "notice needs", text }));
  const needEmail = () => email.input.value.trim() || email.fail(t("sign.email_missing"));

  async function sendCode() {
    const address = needEmail();
    if (!address) return;
    email.fail("");
    const answer = await call("code/request", { email: address });
    if (answer) show("confirm");
  }

  async function withPassword() {
    const address = needEmail();
    if (!address) return;
    email.fail("");
    if (!password.input.value) return password.fail(t("sign.password_missing"));
    password.fail("");
    await entered(await call("login", { email: address, password: password.input.value }));
  }

  async function confirmCode() {
    const typed = code.input.value.trim();
    if (!typed) return code.fail(t("sign.code_missing"));
    code.fail("");
    await entered(await call("code/confirm", { code: typed }));
  }

  async function entered(answer) {
    if (!answer) return;
    const me = await authCall(app, "GET", "/api/v1/me");
    if (me.status !== 200) return fail(t(me.status ? "sign.server" : "sign.no_signal"));
    if (me.json.role !== "shopper") {
      replace(node, h("p", { class: "notice", text: t("sign.not_shopper") }),
        h("a", { class: "button main wide", href: "/", text: t("sign.desk") }));
      return;
    }
    await app.session.signedIn(me.json);
    app.say(t("sign.done", { name: me.json.name }));
    done();
  }

  const steps = {
    code: () => [h("p", { text: lead }), email.node, said,
      submit(t("sign.send_code")), link(t("sign.with_password"), "password")],
    password: () => [h("p", { text: lead }), email.node, password.node, said,
      submit(t("sign.do")), link(t("sign.with_code"), "code")],
    confirm: () => [h("p", { text: t("sign.code_hint", { email: email.input.value.trim() }) }),
      code.node, said, submit(t("sign.do")), again(), link(t("sign.other_email"), "code")],
  };
  const submit = (text) => h("button", { type: "submit", class: "button main wide", text });
  const link = (text, to) => h("button", {
    type: "button", class: "button quiet wide", text, on: { click: () => show(to) },
  });
  const again = () => h("button", {
    type: "button", class: "button wide", text: t("sign.resend"), on: { click: () => sendCode() },
  });

  function show(name, focus = true) {
    step = name;
    replace(said);
    replace(node, steps[name]());
    if (focus) node.querySelector("input").focus();
  }

  const work = { code: sendCode, password: withPassword, confirm: confirmCode };
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (node.ariaBusy === "true") return;
    node.ariaBusy = "true";
    try {
      await work[step]();
    } finally {
      node.ariaBusy = "false"; // what failed may be tried again
    }
  });
  show("code", false);
  return node;
}

// 401 with a pending code is allauth's way to say that the code is on its way
function refusalOf({ status, path, json }) {
  if (status === 200) return null;
  if (status === 401 && path === "code/request" && isPending(json)) return null;
  if (status === 0) return "sign.no_signal";
  if (status === 429) return "sign.too_many";
  if (status === 400 && path === "login") return "sign.wrong_password";
  if (status === 400 && path === "code/confirm") return "sign.wrong_code";
  if (status === 409) return "sign.code_over";
  return "sign.server";
}

function isPending(json) {
  return Boolean(json.data?.flows?.some((flow) => flow.id === "login_by_code" && flow.is_pending));
}

function languages(app) {
  return h("div", { class: "actions" }, LANGUAGES.map((code) => h("button", {
    type: "button", class: "button quiet", lang: code, text: app.formats.languageName(code),
    "aria-pressed": code === language(), on: { click: () => app.setLanguage(code) },
  })));
}
