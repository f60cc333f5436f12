// Sending and fetching, for the app: everything else here is reached through these names.
//
// const send = createSend({fetch, person: () => id, csrf: () => token, clock: realClock})
// const api  = createApi(send)            get post put patch text all -> {kind: ok|retry|sign_in|refused}
// const lock = createLock({locks: navigator.locks, swapDevice: store.swapDevice, clock: realClock})
// const sync = createSync({store, send, clock: realClock, lock})
//   start() stop() run() poke(reason) retryNow(itemId) park(itemId) busy() on("change", fn)
// await pull({api, store, clock: realClock})   lists, questionnaires, check-ins; old data stays offline
// await makeRecovery(store) -> Blob
export { realClock } from "../store/clock.js";
export { createApi } from "./api.js";
export { createLock } from "./lock.js";
export { pull } from "./pull.js";
export { makeRecovery } from "./recovery.js";
export { createSend } from "./send.js";
export { createSync } from "./sync.js";
