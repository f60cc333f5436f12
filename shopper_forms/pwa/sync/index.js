// Sending and fetching, for the app: everything else here is reached through these names.
//
// const send = createSend({fetch, person: () => id, csrf: () => token})
// const api  = createApi(send)        get post text all -> {kind: ok | retry | sign_in | refused}
// const lock = createLock(store)      Web Locks, else a lease
// const sync = createSync({store, send, lock})
//   start() stop() run() poke(reason) retryNow(item) park(item) busy() on("change", fn)
//   reasons: online, visible, sign-in, tap, ...; after a 401 all but a tap send again
// await pull({api, store})            lists, questionnaires, check-ins; offline the old stays
// await makeRecovery(store)           a Blob with everything unsent
export { realClock } from "../store/clock.js";
export { createApi } from "./api.js";
export { createLock } from "./lock.js";
export { pull } from "./pull.js";
export { makeRecovery } from "./recovery.js";
export { createSend } from "./send.js";
export { createSync } from "./sync.js";
