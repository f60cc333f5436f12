// Photos on their way into a draft: the original is kept first, then a smaller one takes its place.
import { inLine, storing } from "./line.js";
import { shrink } from "./shrink.js";

/** What the server takes, in bytes. */
export const LARGEST = 15 * 1024 * 1024;

const MARKER = "camera";
const LOAD = `${Date.now()} ${Math.random()}`;

/**
 * To be awaited BEFORE a camera or a picker opens, which may end this page: everything is written
 * to disk, and a marker says that photos are on their way.
 */
export async function beforeCamera(store, draftId) {
  await Promise.all([store.flush(), mark(store, draftId)]);
}

/** Nothing was taken after all. */
export async function cameraLeft(store) {
  await inLine(() => unmark(store));
}

/**
 * Keeps files (File or Blob) as photos of a question, null: unfiled. All originals are stored
 * before the first is shrunk, since the files are gone with the page. More than `most` stay
 * unfiled. `told()` is called after every step. Answers {kept, unfiled, missed, large: [ids]}:
 * missed are those there was no room for or that could not be read, large those the server will
 * not take. Rejects, when all were tried, with the first other failure of the store.
 */
export function keepPhotos(store, { draftId, question, files, most = Infinity }, told = () => {}) {
  const isStored = storing();
  return inLine(async () => {
    await mark(store, draftId);
    let failure = null;
    const result = { kept: 0, unfiled: 0, missed: 0, large: [] };
    const added = [];
    const smaller = async () => {
      while (added.length) {
        const id = added.shift();
        if (await shrinkStored(store, id).finally(told)) result.large.push(id);
      }
    };
    for (const file of files) {
      const place = question !== null && result.kept < most ? question : null;
      const add = () => addOne(store, draftId, place, file);
      try {
        // Smaller photos make room for the next original.
        added.push(await add().catch((error) => isFull(error, added) && smaller().then(add)));
        result[place === null ? "unfiled" : "kept"] += 1;
      } catch (error) {
        // the files after it are gone with the page, too
        if (error.code !== "full" && error.name !== "NotReadableError") failure ??= error;
        result.missed += 1;
      }
      told();
    }
    isStored();
    await smaller();
    await unmark(store);
    if (failure) throw failure;
    return result;
  });
}

/**
 * After a reload: finishes the shrinking that the camera or a kill broke off. Answers whether the
 * page had been ended meanwhile, so that the person can be told that nothing is lost.
 */
export function finishPhotos(store, draft, told = () => {}) {
  return inLine(async () => {
    const marker = await store.get(MARKER);
    if (!marker || marker.draft !== draft.id) return false;
    for (const id of new Set(draft.photos.map((photo) => photo.id))) {
      await shrinkStored(store, id).finally(told);
    }
    await unmark(store);
    return marker.load !== LOAD;
  });
}

// a phone without room for the marker may still have some for the photo
function mark(store, draftId) {
  return store.set(MARKER, { draft: draftId, load: LOAD }).catch(() => {});
}

function unmark(store) {
  return store.set(MARKER, null).catch(() => {});
}

async function addOne(store, draftId, question, file) {
  const taken = file.lastModified ? new Date(file.lastModified) : new Date();
  const photo = await store.addPhoto({
    draft: draftId,
    question,
    bytes: await file.arrayBuffer(),
    mime: file.type || "application/octet-stream",
    taken_at: taken.toISOString(),
  });
  return photo.id;
}

function isFull(error, added) {
  if (error.code !== "full" || !added.length) throw error;
  return true;
}

/** Whether the photo stays larger than the server takes. */
async function shrinkStored(store, id) {
  const photo = await store.photo(id);
  if (!photo?.original) return false;
  const smaller = await shrink(photo.bytes, photo.mime);
  if (!smaller) return photo.bytes.byteLength > LARGEST;
  await store.swapPhoto(id, smaller);
  return false;
}
