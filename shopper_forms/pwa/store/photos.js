// Photos: bytes as ArrayBuffer with their kind (WebKit refuses Blobs), named by their SHA-256.
import { StoreFull } from "./errors.js";
import { sha256 } from "./sealing.js";

/** The photos of a store's drafts; a row and its mention in the draft change together. */
export function keepPhotos(box, drafts) {
  const { db } = box;

  async function entryWith(photo) {
    const all = await drafts.drafts();
    const draft = all.find((each) => each.photos.some(({ id }) => id === photo));
    return draft && drafts.entryOf(draft.id);
  }

  /** Change a draft together with photo rows; what was not written is undone in memory. */
  async function together(entry, mutate, undo, work) {
    mutate(entry.draft);
    entry.seq += 1;
    await drafts.write(entry, work).catch((error) => {
      undo(entry.draft);
      entry.seq += 1;
      throw error;
    });
  }

  function addTo(entry, row, mention) {
    const before = structuredClone(entry.draft.photos);
    return together(
      entry,
      (draft) => mentionIn(draft, mention),
      (draft) => unmention(draft, mention.id, mention.question, before),
      (reach) => reach.put("photos", row),
    );
  }

  return {
    /** Store a photo's bytes and mention it in the draft; `StoreFull` when there is no room. */
    async addPhoto({ draft, question = null, bytes, mime, taken_at = null, ...more }) {
      const entry = await drafts.entryOf(draft.id ?? draft);
      const id = await sha256(bytes);
      const { owner } = entry.draft;
      const row = { original: true, ...more, owner, id, mime, bytes, size: bytes.byteLength };
      const mention = { id, question, taken_at, size: row.size };
      try {
        await addTo(entry, row, mention);
      } catch (error) {
        if (!(error instanceof StoreFull) || !(await box.makeRoom(row.size))) throw error;
        await addTo(entry, row, mention);
      }
      return row;
    },

    /** Put smaller bytes in a photo's place; the new id. A photo already sealed stays as it is. */
    async swapPhoto(oldId, { bytes, mime, ...more }) {
      const id = await sha256(bytes);
      const entry = await entryWith(oldId);
      if (!entry || id === oldId) return oldId;
      const { owner } = entry.draft;
      const size = bytes.byteLength;
      const row = { ...more, owner, id, mime, bytes, size, original: false };
      const old = entry.draft.photos.find((each) => each.id === oldId);
      await together(
        entry,
        (draft) => rename(draft, oldId, id, size),
        (draft) => rename(draft, id, oldId, old.size),
        async (reach) => {
          await reach.put("photos", row);
          await dropUnused(reach, entry.draft, oldId);
        },
      );
      return id;
    },

    /** Take a photo out of a question (or of the unfiled ones); unused bytes go with it. */
    async removePhoto(draftId, id, question = null) {
      const entry = await drafts.entryOf(draftId);
      const old = entry.draft.photos.find((each) => each.id === id && each.question === question);
      if (!old) return;
      await together(
        entry,
        (draft) => unmention(draft, id, question),
        (draft) => mentionIn(draft, old),
        (reach) => dropUnused(reach, entry.draft, id),
      );
    },

    /** File an unfiled photo under a question, or (null) put a filed one back. */
    filePhoto: (draftId, id, question, from) =>
      drafts.change(draftId, (draft) => {
        const wanted = question === null ? from : (from ?? null);
        const old = draft.photos.find(
          (each) => each.id === id && (wanted === undefined || each.question === wanted),
        );
        if (!old) return;
        unmention(draft, id, old.question);
        mentionIn(draft, { ...old, question });
      }),

    /** A photo's row with its bytes, or null when this phone has none. */
    async photo(id) {
      const owner = box.owner();
      return (await db.run(["photos"], (reach) => reach.get("photos", owner, id))) ?? null;
    },
  };
}

/** Delete a photo's bytes when no item needs them, nor this draft as it is now, nor another. */
async function dropUnused(reach, draft, id) {
  const { owner } = draft;
  const others = (await reach.all("drafts", owner)).filter((each) => each.id !== draft.id);
  const items = await reach.all("outbox", owner);
  const needs = ({ photos }) => photos.some((each) => (each.id ?? each) === id);
  if (![draft, ...others, ...items].some(needs)) await reach.del("photos", owner, id);
}

function mentionIn(draft, mention) {
  const { id, question } = mention;
  const there = (each) => each.id === id && each.question === question;
  if (!draft.photos.some(there)) draft.photos.push(mention);
  if (question === null) return;
  const answer = (draft.answers[question] ??= {});
  answer.photos ??= [];
  if (!answer.photos.includes(id)) answer.photos.push(id);
}

function unmention(draft, id, question, before = []) {
  const kept = (each) => each.id === id && each.question === question;
  if (before.some(kept)) return;
  draft.photos = draft.photos.filter((each) => !kept(each));
  const answer = draft.answers[question];
  if (!answer?.photos) return;
  answer.photos = answer.photos.filter((each) => each !== id);
  if (answer.photos.length === 0) delete answer.photos;
  if (Object.keys(answer).length === 0) delete draft.answers[question];
}

function rename(draft, from, to, size) {
  const seen = new Set();
  draft.photos = draft.photos
    .map((each) => (each.id === from ? { ...each, id: to, size } : each))
    .filter(({ id, question }) => !seen.has(`${id} ${question}`) && seen.add(`${id} ${question}`));
  for (const answer of Object.values(draft.answers)) {
    if (!answer.photos?.includes(from)) continue;
    answer.photos = [...new Set(answer.photos.map((id) => (id === from ? to : id)))];
  }
}
