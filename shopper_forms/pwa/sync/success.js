// Is this reply the receipt of what was sent? Anything else, 200 or not, is no success.

const signed = (reply) =>
  typeof reply?.signature === "string" &&
  /^[0-9a-f]{16,}$/i.test(reply.signature) &&
  typeof reply.received_at === "string" &&
  !Number.isNaN(Date.parse(reply.received_at));

const sameId = (a, b) => typeof a === "string" && a.toLowerCase() === b.toLowerCase();

/** Whether a reply acknowledges exactly this item: visit, revision and digest. */
export const isReceipt = (reply, { visit, revision, sha256 }) =>
  signed(reply) &&
  sameId(reply.visit, visit) &&
  reply.revision === revision &&
  reply.sha256 === sha256;

/** Whether a reply acknowledges exactly this photo of this visit. */
export const isPhotoReceipt = (reply, { visit }, photo) =>
  signed(reply) && sameId(reply.visit, visit) && reply.photo === photo;

/** Whether a reply acknowledges a body that was handed to support. */
export const isParkedReceipt = (reply, { sha256 }) => signed(reply) && reply.sha256 === sha256;
