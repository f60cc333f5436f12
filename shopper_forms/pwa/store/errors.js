// What can go wrong with the phone's store, as errors with a stable code.

/** An error of the store; `code` is stable: full, gone, sealed, accepted, unknown, no_copy, ... */
export class StoreError extends Error {
  constructor(code, cause) {
    super(`store: ${code}`, { cause });
    this.name = new.target.name;
    this.code = code;
  }
}

/** No room for what was to be written; nothing of it was. */
export class StoreFull extends StoreError {
  constructor(cause) {
    super("full", cause);
  }
}

/** The database was closed or taken away and could not be opened again. */
export class StoreGone extends StoreError {
  constructor(cause) {
    super("gone", cause);
  }
}
