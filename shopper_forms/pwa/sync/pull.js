// What the server has for this person, fetched and kept; without signal the old stays.

const IN_HAND = ["offered", "accepted", "in_progress"];
const WANTED = ["returned", "incomplete"];

/** Fetch all; `{kind: "ok"}` or the first reply that failed. What came before it is kept. */
export async function pull({ api, store, clock = Date }) {
  const owner = store.owner();
  const mine = () => store.owner() === owner;
  if (owner === null) return { kind: "sign_in", why: "nobody" };
  const told = await tellCheckIns(api, store);
  if (told) return told;
  const listed = await api.all("/assignments");
  if (listed.kind !== "ok" || !mine()) return listed;
  await store.keepAssignments(listed.items, new Date(clock.now()).toISOString());
  const visits = [];
  for (const state of WANTED) {
    const found = await api.all(`/visits?state=${state}`);
    if (found.kind !== "ok" || !mine()) return found;
    visits.push(...found.items);
  }
  await store.keepReturned(visits);
  const inHand = listed.items.filter((each) => IN_HAND.includes(each.state));
  const drafts = await store.drafts();
  const versions = [...inHand, ...visits, ...drafts].map((each) => each.questionnaire);
  const distinct = new Map(versions.map((version) => [version.sha256, version]));
  let failed = null;
  for (const version of distinct.values()) {
    if (!mine()) break;
    const reply = await fetchQuestionnaire(api, store, version);
    if (reply.kind !== "ok") failed ??= reply;
  }
  return failed ?? { kind: "ok" };
}

async function fetchQuestionnaire(api, store, { code, version, sha256 }) {
  const path = `/questionnaires/${code}/versions/${version}?for=phone`;
  const reply = await api.text(path, await store.questionnaireTag(sha256));
  if (reply.kind === "ok" && !reply.unchanged) {
    await store.keepQuestionnaire(sha256, reply.text, reply.etag);
  }
  return reply;
}

/** A check-in is news: whatever the server thinks of it, it is told once. */
async function tellCheckIns(api, store) {
  for (const draft of await store.drafts()) {
    if (!draft.check_in || draft.check_in.told) continue;
    const { at, latitude, longitude, accuracy_m } = draft.check_in;
    const position = latitude === undefined ? {} : { latitude, longitude, accuracy_m };
    const reply = await api.post(`/assignments/${draft.assignment}/start`, { at, ...position });
    if (reply.kind === "sign_in") return reply;
    if (reply.kind === "retry") continue;
    await store.change(draft.id, (live) => {
      if (live.check_in) live.check_in.told = true;
    });
  }
  return null;
}
