// The server's calls for screens: same replies as send.js, JSON in and out.
export { pull } from "./pull.js";

/** `get(path)`, `post(path, json)`, `text`, `all` over a send; paths below /api/v1. */
export function createApi(send) {
  const type = "application/json";
  return {
    get: (path) => send({ path }),
    post: (path, json = {}) => send({ method: "POST", path, body: JSON.stringify(json), type }),

    /** A frozen text with its tag; `{unchanged: true}` when it is the one of `etag`. */
    text: (path, etag) =>
      send({ path, text: true, headers: etag ? { "If-None-Match": etag } : {} }),

    /** All pages of a list as one: `{kind: "ok", items}`, or the reply that failed. */
    async all(path) {
      const items = [];
      let cursor = null;
      do {
        const more = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
        const whole = `${path}${path.includes("?") ? "&" : "?"}limit=200${more}`;
        const reply = await send({ path: whole });
        if (reply.kind !== "ok") return reply;
        items.push(...reply.json.items);
        cursor = reply.json.next;
      } while (cursor);
      return { kind: "ok", items };
    },
  };
}
