// One request and what became of it, in four words: ok, retry, sign_in, refused.
import { realClock } from "../store/clock.js";

const BASE_MS = 20_000;
const BYTES_PER_MS = 8; // 8 kB a second
const LONGEST_WAIT_MS = 3_600_000;
const RETRY = [408, 425, 429];
const JSON_TYPE = /^application\/([a-z.-]+\+)?json\b/i;

/**
 * A `send({method, path, body, type, headers, text})`: `path` below /api/v1, or whole when it
 * begins with /api/ or /_; `body` bytes or text. -> {kind: "ok", status, json | text, etag}
 * | {kind: "retry", after_ms, why, status?} | {kind: "sign_in", status, why, json}
 * | {kind: "refused", status, code, detail, errors, json}
 */
export function createSend({ fetch, person, csrf, clock = realClock, base = "/api/v1" }) {
  return async function send({ method = "GET", path, body, type, headers = {}, text = false }) {
    const abort = new AbortController();
    const size = body?.byteLength ?? body?.length ?? 0;
    const cancel = clock.after(BASE_MS + size / BYTES_PER_MS, () => abort.abort());
    try {
      const reply = await fetch(/^\/(api\/|_)/.test(path) ? path : base + path, {
        method,
        body,
        headers: { ...headersOf(method, type, person(), csrf()), ...headers },
        credentials: "same-origin",
        cache: "no-store",
        redirect: "manual", // a portal's redirect must not look like an answer
        signal: abort.signal,
      });
      return await judge(reply, text, clock);
    } catch {
      return { kind: "retry", after_ms: null, why: abort.signal.aborted ? "timeout" : "network" };
    } finally {
      cancel();
    }
  };
}

function headersOf(method, type, person, csrf) {
  const headers = { Accept: "application/json" };
  if (person) headers["X-Person"] = person;
  if (method !== "GET" && csrf) headers["X-CSRFToken"] = csrf;
  if (type) headers["Content-Type"] = type;
  return headers;
}

async function judge(reply, text, clock) {
  const { status } = reply;
  const etag = reply.headers.get("ETag");
  if (reply.type === "opaqueredirect") return retry("redirect");
  if (status === 304) return { kind: "ok", status, unchanged: true, etag };
  if (status >= 500 || RETRY.includes(status)) {
    const wait = waitOf(reply.headers.get("Retry-After"), clock);
    return { ...retry(`status_${status}`), after_ms: wait, status };
  }
  if (status < 200 || (status >= 300 && status < 400)) return retry("redirect");
  const isJson = JSON_TYPE.test(reply.headers.get("Content-Type") ?? "");
  const body = await reply.text();
  const json = isJson ? parsed(body) : undefined;
  if (status < 300) {
    if (json === undefined) return retry("not_json");
    return { kind: "ok", status, etag, ...(text ? { text: body } : { json }) };
  }
  // a portal's or a proxy's page; only that something is too large, or nobody, is theirs to say
  if (!isJson && ![401, 413].includes(status)) return retry("not_json");
  const { code = `http_${status}`, detail = "", errors = [] } = json ?? {};
  if (status === 401 || (status === 403 && code === "csrf_failed") || code === "other_person") {
    return { kind: "sign_in", status, why: code, json };
  }
  return { kind: "refused", status, code, detail, errors, json };
}

const retry = (why) => ({ kind: "retry", after_ms: null, why });

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Retry-After in ms: seconds, or a date by the phone's own clock. */
function waitOf(header, clock) {
  if (!header) return null;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - clock.now();
  return ms >= 0 ? Math.min(ms, LONGEST_WAIT_MS) : null;
}
