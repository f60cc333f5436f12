// Who is here: the person remembered on this phone, and what the server says about the session.
import { dropNotice, notice } from "./shell.js";
import { t } from "./words.js";

/** The session of an app: restore, ask, refresh, signedIn, signOut, needSignIn. */
export function createSession(app) {
  let overlay = null;
  const session = { valid: null, restore, ask, refresh, signedIn, signOut, needSignIn };
  return session;

  /** The last person of this phone, known without any signal. */
  async function restore() {
    await become((await app.store.device("person")) ?? null);
  }

  /** Asks the server who is signed in; without signal everything stays as it is. */
  async function ask() {
    if (!app.person) return;
    const answer = await app.api.get("/api/v1/me");
    if (answer.kind === "ok") await signedIn(answer.json);
    else if (answer.kind === "sign_in") expired();
  }

  function refresh() {
    if (session.valid !== true) ask();
  }

  /** Takes over the person the server named; another one than before finds a phone of their own. */
  async function signedIn(person) {
    const other = app.person && app.person.id !== person.id;
    session.valid = true;
    dropNotice("sign-in");
    await app.store.flush();
    await app.store.setDevice("person", person);
    await become(person);
    if (other) {
      notice("other", t("sign.other", { name: person.name }));
      app.go("#/visits");
    }
    app.sync.poke("sign-in");
  }

  /** Forgets who is signed in; what is kept stays, locked to its owner. */
  async function signOut() {
    await app.store.flush();
    await app.send({ method: "DELETE", path: "/_allauth/browser/v1/auth/session" });
    await app.store.setDevice("person", null);
    session.valid = null;
    await become(null);
  }

  function expired() {
    session.valid = false;
    const act = { label: t("help.sign_in"), act: needSignIn };
    notice("sign-in", t("visits.sign_in"), [act]);
  }

  /** Opens the sign-in form over whatever is on the screen, once; answers when it is closed. */
  async function needSignIn() {
    session.valid = false;
    overlay ??= import("../screens/sign_in.js").then(({ overSignIn }) => overSignIn(app));
    await overlay;
    overlay = null;
  }

  async function become(person) {
    app.person = person;
    await app.store.setOwner(person?.id ?? null);
  }
}
