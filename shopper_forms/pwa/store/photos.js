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

  async function addTo(entry, row, mention) {
    const before = structuredClone(entry.draft.photos);
    mentionIn(entry.draft, mention);
    entry.seq += 1;
    try {
      await drafts.write(entry, (reach) => reach.put("photos", row));
    } catch (error) {
      unmention(entry.draft, mention.id, mention.question, before);
      entry.seq += 1;
      throw error;
    }
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
      const entry = await entryWith(oldId);
      if (!entry) return oldId;
      const id = await sha256(bytes);
      if (id === oldId) return oldId;
      const { owner } = entry.draft;
      const size = bytes.byteLength;
      const row = { ...more, owner, id, mime, bytes, size, original: false };
      rename(entry.draft, oldId, id, size);
      entry.seq += 1;
      try {
        await drafts.write(entry, async (reach) => {
          await reach.put("photos", row);
          if (!(await isMentioned(reach, owner, oldId, entry.draft.id))) {
            await reach.del("photos", owner, oldId);
          }
        });
      } catch (error) {
        rename(entry.draft, id, oldId, undefined);
        entry.seq += 1;
        throw error;
      }
      return id;
    },

    /** Take a photo out of a question (or of the unfiled ones); unused bytes go with it. */
    async removePhoto(draftId, id, question = null) {
      const entry = await drafts.entryOf(draftId);
      const { owner } = entry.draft;
      unmention(entry.draft, id, question);
      entry.seq += 1;
      await drafts.write(entry, async (reach) => {
        const used = entry.draft.photos.some((each) => each.id === id);
        if (!used && !(await isMentioned(reach, owner, id, draftId))) {
          await reach.del("photos", owner, id);
        }
      });
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

/** Whether an item, or a draft other than `except`, still needs a photo's bytes. */
export async function isMentioned(reach, owner, id, except = null) {
  const drafts = await reach.all("drafts", owner);
  const items = await reach.all("outbox", owner);
  return (
    items.some((item) => item.photos.includes(id)) ||
    drafts.some((draft) => draft.id !== except && draft.photos.some((each) => each.id === id))
  );
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
