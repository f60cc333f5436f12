// Which screen an address after # means, and the order in which screens come and go.

/** "#/report/<id>/Q1" -> {name: "report", params: ["<id>", "Q1"]}; nothing -> visits. */
export function parse(hash) {
  const [name = "", ...params] = hash.replace(/^#?\/?/, "").split("/").map(decoded);
  return { name: name || "visits", params: params.filter((param) => param !== "") };
}

/** The address of a screen, as in "#/visit/<id>". */
export function address(name, ...params) {
  return `#/${[name, ...params].map(encodeURIComponent).join("/")}`;
}

/**
 * A router over makers {name: async (params) -> shown}; `show(shown, name, how)` puts one
 * on the page, `failed(error)` tells that it could not be made. The last address asked for wins.
 */
export function createRouter({ makers, show, failed, hash = () => location.hash }) {
  let turn = 0;
  let current = null;

  async function open(how) {
    const mine = (turn += 1);
    const { name, params } = parse(hash());
    const make = makers[name] ?? makers.visits;
    try {
      const made = await make(params);
      if (mine !== turn) {
        made.leave?.();
        return;
      }
      current?.leave?.();
      current = made;
      show(made, makers[name] ? name : "visits", how);
    } catch (error) {
      if (mine === turn) failed(error);
    }
  }

  return { open, current: () => current };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
