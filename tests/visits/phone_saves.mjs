// Writes to stdout the recovery file that the phone's own code makes of what comes in at stdin:
// {person, items: [{visit, revision, body, photos}], drafts, pictures: {id: base64}}.
import { createHash } from "node:crypto";
import { text } from "node:stream/consumers";
import { makeRecovery } from "../../shopper_forms/pwa/sync/recovery.js";

const { person, items, drafts, pictures } = JSON.parse(await text(process.stdin));
const sha256 = (body) => createHash("sha256").update(body).digest("hex");
const store = {
  owner: () => person,
  unsent: async () => items.map((item) => ({ item: { ...item, sha256: sha256(item.body) } })),
  drafts: async () => drafts,
  async photo(id) {
    if (!pictures[id]) return null;
    const { buffer } = Uint8Array.from(Buffer.from(pictures[id], "base64"));
    return { id, mime: "image/jpeg", bytes: buffer };
  },
};
process.stdout.write(await (await makeRecovery(store)).text());
