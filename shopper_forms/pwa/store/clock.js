// The clock of a real browser; tests bring their own with the same three functions.

/** `now` wall clock in ms, `mono` ms that never jump, `after(ms, fn)` answers a cancel. */
export const realClock = {
  now: () => Date.now(),
  mono: () => performance.now(),
  after(ms, fn) {
    const timer = setTimeout(fn, ms);
    return () => clearTimeout(timer);
  },
};

/** Wall clock time as text in UTC, from ms. */
export const iso = (ms) => new Date(ms).toISOString();
