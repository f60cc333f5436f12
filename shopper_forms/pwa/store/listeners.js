// Who wants to hear of changes: the same `on` and `off` for store and sender.

/** `{emit, on, off}`; `on("change", fn)` answers a function that ends it. */
export function createListeners() {
  const all = new Set();
  return {
    emit: (news) => [...all].forEach((fn) => fn(news)),
    on(event, fn) {
      if (event === "change") all.add(fn);
      return () => all.delete(fn);
    },
    off: (event, fn) => void all.delete(fn),
  };
}
