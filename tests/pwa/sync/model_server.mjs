// A server for the sender's tests: keeps visits and photos as the real one does, with faults.
import { createHash } from "node:crypto";

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/**
 * `fetch(url, init)` over a store of visits {id: {revisions: [{sha256, body}], photos: Set}}.
 * `fault(request)` may answer a Response, throw, or return {after: fn} to meddle after the commit.
 */
export function createServer() {
  const server = { visits: new Map(), parked: [], requests: [], fault: null, person: null, count: 0 };

  server.fetch = async (url, { method = "GET", body, headers = {} } = {}) => {
    const path = url.replace("/api/v1", "");
    const bytes = body === undefined ? null : Buffer.from(body);
    const request = { method, path, bytes, headers };
    server.requests.push(`${method} ${path}`);
    const fault = (await server.fault?.(request)) ?? null;
    if (fault instanceof Response || fault?.type === "opaqueredirect") return fault;
    const reply = answer(request);
    return fault?.after ? fault.after(reply) : reply;
  };

  server.replay = (request) => answer(request);

  function answer({ method, path, bytes, headers }) {
    if (server.person && headers["X-Person"] !== server.person) {
      return problem(401, "other_person");
    }
    if (path === "/visits/parked") {
      server.parked.push(bytes.toString());
      const receipt = { visit: null, revision: null, sha256: sha256(bytes), ...signed() };
      return json(201, { ...receipt, missing_photos: null, complete: false });
    }
    const [, visit, photo] = /^\/visits\/([^/]+)(?:\/photos\/(.+)|\/receipt)?$/.exec(path) ?? [];
    if (!visit) return problem(404, "not_found");
    if (method === "PUT" && photo) return putPhoto(visit, photo, bytes);
    if (method === "PUT") return putVisit(visit, bytes);
    const known = server.visits.get(visit);
    if (!known || known.revisions.length === 0) return problem(404, "not_found");
    return json(200, receiptOf(visit, known.revisions.at(-1)));
  }

  function putPhoto(visit, photo, bytes) {
    if (sha256(bytes) !== photo) return problem(422, "digest_mismatch");
    const { photos, revisions } = visitOf(visit);
    const status = photos.has(photo) ? 200 : 201;
    if (status === 201) server.count += 1;
    photos.add(photo);
    const missing = revisions.length > 0 ? missingOf(visit) : null;
    const standing = { missing_photos: missing, complete: missing?.length === 0 };
    return json(status, { visit, photo, ...signed(), ...standing });
  }

  function putVisit(visit, bytes) {
    const { revision } = JSON.parse(bytes);
    const known = visitOf(visit).revisions;
    const digest = sha256(bytes);
    const same = known.find((each) => each.revision === revision);
    if (same && same.sha256 !== digest) return problem(409, "different_content");
    if (!same && revision !== known.length) return problem(409, "not_returned");
    if (!same) {
      known.push({ revision, sha256: digest, body: bytes.toString() });
      server.count += 1;
    }
    return json(same ? 200 : 201, receiptOf(visit, { revision, sha256: digest }));
  }

  const receiptOf = (visit, { revision, sha256: digest }) => {
    const missing_photos = missingOf(visit);
    const complete = missing_photos.length === 0;
    return { visit, revision, sha256: digest, ...signed(), missing_photos, complete };
  };

  function missingOf(visit) {
    const { revisions, photos } = visitOf(visit);
    const listed = JSON.parse(revisions.at(-1).body).photos.map((each) => each.id);
    return [...new Set(listed)].filter((id) => !photos.has(id));
  }

  function visitOf(visit) {
    if (!server.visits.has(visit)) server.visits.set(visit, { revisions: [], photos: new Set() });
    return server.visits.get(visit);
  }

  return server;
}

const signed = () => ({
  received_at: "2026-08-14T10:00:01Z",
  signature: "0123456789abcdef".repeat(4),
});

export const json = (status, body, headers = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8", ...headers },
  });

export const problem = (status, code, { errors = [], headers = {} } = {}) =>
  new Response(JSON.stringify({ status, code, detail: `${code}.`, errors }), {
    status,
    headers: { "Content-Type": "application/problem+json", ...headers },
  });

export const html = (status = 200, headers = {}) =>
  new Response("<html>Welcome to our free network</html>", {
    status,
    headers: { "Content-Type": "text/html", ...headers },
  });
