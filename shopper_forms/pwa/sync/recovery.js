// One file with everything unsent, which an admin can load: same ids, so nothing doubles.

const CHUNK = 48 * 1024; // a multiple of three, so that pieces of base64 join

/** A Blob of `recovery/1`: unverified items and all drafts with their photos' bytes. */
export async function makeRecovery(store, clock = Date) {
  const parts = [];
  const json = (value) => JSON.stringify(value);
  const made_at = new Date(clock.now()).toISOString();
  parts.push(`{"format":"recovery/1","person":${json(store.owner())},"made_at":"${made_at}"`);
  parts.push(',"items":[');
  for (const [at, { item }] of (await store.unsent()).entries()) {
    const { visit, revision, sha256, body } = item;
    parts.push(at ? "," : "", json({ visit, revision, sha256, body }).slice(0, -1));
    parts.push(',"photos":[', ...(await photosOf(store, item.photos)), "]}");
  }
  parts.push('],"drafts":[');
  for (const [at, draft] of (await store.drafts()).entries()) {
    const ids = [...new Set(draft.photos.map((photo) => photo.id))];
    parts.push(at ? "," : "", json(draft).slice(0, -1));
    parts.push(',"photos_kept":[', ...(await photosOf(store, ids)), "]}");
  }
  parts.push("]}");
  return new Blob(parts, { type: "application/json" });
}

/** Each photo as a Blob of its own, so that no long text stays in memory. */
async function photosOf(store, ids) {
  const found = [];
  for (const id of ids) {
    const row = await store.photo(id).catch(() => null); // the rest is not lost with it
    if (!row) continue;
    const comma = found.length > 0 ? "," : "";
    const head = `${comma}{"id":"${id}","mime":${JSON.stringify(row.mime)},"base64":"`;
    found.push(new Blob([head, ...base64(new Uint8Array(row.bytes)), '"}']));
  }
  return found;
}

function base64(bytes) {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const chunk = bytes.subarray(at, at + CHUNK);
    pieces.push(btoa(Array.from(chunk, (byte) => String.fromCharCode(byte)).join("")));
  }
  return pieces;
}
