// Who is here: the person remembered on this phone, and what the server says about the session.
import { photosStored } from "../photos/line.js";
import { dropNotice, notice } from "./shell.js";
import { language, t } from "./words.js";

const ENDING = "session_to_end";
const AUTH = "/_allauth/browser/v1/auth/";

/** The session of an app: restore, ask, refresh, signedIn, signOut, needSignIn. */
export function createSession(app) {
  let overlay = null;
  let turn = 0; // counts who comes and goes, so that an answer about the one before is known
  const session = { valid: null, restore, ask, refresh, signedIn, signOut, needSignIn, expired };
  return session;

  /** The last person of this phone, known without any signal. */
  async function restore() {
    await become((await app.store.device("person")) ?? null);
  }

  /** Asks the server who is signed in; without signal everything stays as it is. */
  async function ask() {
    if (!app.person) return endOldSession();
    const mine = turn;
    const answer = await app.api.get("/me");
    if (mine !== turn) return;
    if (answer.kind === "ok") await signedIn(answer.json);
    else if (answer.kind === "sign_in") expired();
  }

  function refresh() {
    if (session.valid !== true) ask();
  }

  /** Takes over the person the server named; another one than before finds a phone of their own. */
  async function signedIn(person) {
    turn += 1;
    const other = app.person && app.person.id !== person.id;
    session.valid = true;
    dropNotice("sign-in");
    await app.store.flush();
    await app.store.setDevice("person", person);
    await app.store.setDevice(ENDING, false);
    await become(person);
    if (other) {
      notice("other", t("sign.other", { name: person.name }));
      app.go("#/visits");
    }
    app.store.persist();
    app.sync.poke("sign-in");
    dispatchEvent(new Event("signed-in"));
  }

  /** Forgets who is signed in; what is kept stays, locked to its owner. */
  async function signOut() {
    turn += 1;
    await app.store.flush();
    await app.store.setDevice("person", null);
    await app.store.setDevice(ENDING, true);
    session.valid = null;
    await become(null);
    await endOldSession();
  }

  /** Signing out without signal is done here at once, and at the server when there is some. */
  async function endOldSession() {
    if (!(await app.store.device(ENDING))) return;
    const { status } = await authCall(app, "DELETE", "session");
    if (status === 401 || status === 200) await app.store.setDevice(ENDING, false);
  }

  /** The server knows nobody any more: said once, over whatever is shown, which goes on. */
  function expired() {
    if (session.valid === false) return;
    session.valid = false;
    const act = { label: t("help.sign_in"), act: needSignIn };
    notice("sign-in", t("visits.sign_in"), [act]);
  }

  /** Opens the sign-in form over whatever is on the screen, once; answers when it is closed. */
  async function needSignIn() {
    overlay ??= import("../screens/sign_in.js").then(({ overSignIn }) => overSignIn(app));
    await overlay;
    overlay = null;
  }

  async function become(person) {
    // photos that were chosen find their draft only while its owner is here
    if (app.person?.id !== person?.id) await photosStored();
    app.person = person;
    await app.store.setOwner(person?.id ?? null);
  }
}

/** One call of the sign-in routes: {status, path, json}; status 0 without signal. */
export async function authCall({ csrf }, method, path, body) {
  const headers = { Accept: "application/json", "Accept-Language": language() };
  if (method !== "GET") headers["X-CSRFToken"] = csrf();
  if (body) headers["Content-Type"] = "application/json";
  const url = path.startsWith("/") ? path : AUTH + path;
  const options = { method, headers, body: body && JSON.stringify(body), cache: "no-store" };
  try {
    const response = await fetch(url, options);
    return { status: response.status, path, json: await response.json().catch(() => ({})) };
  } catch {
    return { status: 0, path, json: {} };
  }
}
