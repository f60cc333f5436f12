// What the server told, kept for use without signal, and small facts about person and browser.

const BROWSER = ""; // the owner of rows that belong to nobody

/** Facts, assignments and questionnaires of a store. */
export function keepMeta(box) {
  const { db } = box;
  const read = async (store, owner, id) =>
    owner === null ? undefined : db.run([store], (reach) => reach.get(store, owner, id));
  const write = (store, row) =>
    db.run([store], (reach) => reach.put(store, row), { write: true, strict: true });
  // who is here must be kept on a full phone, too: nobody could sign in there to send
  const writeFact = (row) => box.withRoom(() => write("meta", row));

  async function get(name) {
    return (await read("meta", box.owner(), name))?.value;
  }

  return {
    get,

    /** Keep a fact about the signed-in person. */
    async set(name, value) {
      const owner = box.owner();
      if (owner !== null) await writeFact({ owner, id: name, value });
    },

    /** A fact about this browser: who was here last, the language. */
    device: async (name) => (await read("meta", BROWSER, name))?.value,
    setDevice: (name, value) => writeFact({ owner: BROWSER, id: name, value }),

    /** Read and replace a fact about this browser in one transaction; `fn(value)` -> new value. */
    swapDevice(name, fn) {
      const swap = async (reach) => {
        const value = fn((await reach.get("meta", BROWSER, name))?.value);
        if (value !== undefined) await reach.put("meta", { owner: BROWSER, id: name, value });
        return value;
      };
      return box.withRoom(() => db.run(["meta"], swap, { write: true }));
    },

    /** The assignments as last fetched, nearest deadline first. */
    async assignments() {
      const owner = box.owner();
      if (owner === null) return [];
      const rows = await db.run(["assignments"], (reach) => reach.all("assignments", owner));
      return rows
        .map((row) => row.value)
        .sort((a, b) => Date.parse(a.submit_by_utc) - Date.parse(b.submit_by_utc));
    },

    /** When the assignments were fetched, or null. */
    assignmentsFetchedAt: async () => (await get("fetched_at")) ?? null,

    /** One assignment, or null. */
    async assignment(id) {
      return (await read("assignments", box.owner(), id))?.value ?? null;
    },

    /** Put one assignment as the server answered it in the place of the old one. */
    async keepAssignment(value) {
      const owner = box.owner();
      if (owner === null) return;
      await write("assignments", { owner, id: value.id, value });
      box.tell("assignments", value.id);
    },

    /** Replace the list; what is gone there but still has a draft or unsent work here stays. */
    async keepAssignments(items, fetchedAt) {
      const owner = box.owner();
      if (owner === null) return;
      await db.run(
        ["assignments", "drafts", "outbox", "meta"],
        async (reach) => {
          const drafts = await reach.all("drafts", owner);
          const sealed = await reach.all("outbox", owner);
          const needed = new Set([...drafts, ...sealed].map((row) => row.assignment));
          const listed = new Set(items.map((value) => value.id));
          for (const row of await reach.all("assignments", owner)) {
            if (listed.has(row.id)) continue;
            if (!needed.has(row.id)) await reach.del("assignments", owner, row.id);
            else if (!row.value.gone) {
              await reach.put("assignments", { ...row, value: { ...row.value, gone: true } });
            }
          }
          for (const value of items) await reach.put("assignments", { owner, id: value.id, value });
          await reach.put("meta", { owner, id: "fetched_at", value: fetchedAt });
        },
        { write: true },
      );
      box.tell("assignments", null);
    },

    /** Keep the visits that the server wants something for. */
    async keepReturned(visits) {
      const owner = box.owner();
      if (owner === null) return;
      await write("meta", { owner, id: "returned", value: visits });
      box.tell("assignments", null);
    },

    /** Visits that the server wants something for, as it listed them; answered ones left out. */
    async returned() {
      const visits = (await get("returned")) ?? [];
      const owner = box.owner();
      if (owner === null) return [];
      const keys = await db.run(["outbox"], (reach) => reach.keys("outbox", owner));
      const sent = new Set(keys.map(([, id]) => id));
      return visits.filter(({ id, revision }) => !sent.has(`${id}/${revision + 1}`));
    },

    /** The phone's copy of a questionnaire as text, by its version's digest, or null. */
    async questionnaire(sha256) {
      return (await read("questionnaires", box.owner(), sha256))?.text ?? null;
    },
    questionnaireTag: async (sha256) =>
      (await read("questionnaires", box.owner(), sha256))?.etag ?? null,
    async keepQuestionnaire(sha256, text, etag = null) {
      const owner = box.owner();
      if (owner === null) return;
      await write("questionnaires", { owner, id: sha256, text, etag });
      box.tell("assignments", null);
    },
  };
}
