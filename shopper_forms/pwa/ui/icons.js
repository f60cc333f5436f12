// Small drawings beside words; each is hidden from screen readers, the words carry the meaning.

const SVG = "http://www.w3.org/2000/svg";
const CIRCLE = "M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18z";

// a path is drawn as a line of 2; one that begins with ! is filled
const PATHS = {
  visits: ["M9 6h12M9 12h12M9 18h12M3.5 6h.01M3.5 12h.01M3.5 18h.01"],
  outbox: ["M8 11H4v9h16v-9h-4M12 16V3M8 7l4-4l4 4"],
  earned: ["M3 6.5h18v11H3zM12 9.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 0 1 0-5zM6.5 12h.01M17.5 12h.01"],
  help: [CIRCLE, "M9.5 9.5a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.1.9-1.1 1.7M12 16.7h.01"],
  chevron: ["M9 6l6 6l-6 6"],
  back: ["M15 5l-7 7l7 7"],
  close: ["M6 6l12 12M18 6L6 18"],
  refresh: ["M20 12a8 8 0 1 1-2.3-5.7L20 8M20 3v5h-5"],
  signal: ["M5 20v-4M10 20v-7M15 20V9M20 20V5"],
  "no-signal": ["M5 20v-4M10 20v-7M15 20v-5M20 20V5M3 3l18 18"],
  "ring-0": [CIRCLE],
  "ring-1": [CIRCLE, "!M12 7a5 5 0 0 1 5 5h-5z"],
  "ring-2": [CIRCLE, "!M12 7a5 5 0 0 1 0 10z"],
  "ring-3": [CIRCLE, "!M12 7a5 5 0 1 1-5 5h5z"],
  "ring-4": [CIRCLE, "!M12 7a5 5 0 1 1 0 10a5 5 0 0 1 0-10z"],
  check: [CIRCLE, "M8 12l3 3l5-6"],
  "check-filled": [`!${CIRCLE}`, "~M8 12l3 3l5-6"],
  tick: ["M5 12l5 5l9-10"],
  warning: ["!M12 4l9.5 16h-19z"],
  lock: ["M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3"],
  up: ["M12 20V5M6 11l6-6l6 6"],
  plus: ["M12 5v14M5 12h14"],
  minus: ["M5 12h14"],
  camera: ["M4 8h4l2-3h4l2 3h4v11H4zM12 10a3.5 3.5 0 1 1 0 7a3.5 3.5 0 0 1 0-7z"],
  play: ["!M8 5l11 7l-11 7z"],
  pause: ["M8 5v14M16 5v14"],
  stop: ["!M6 6h12v12H6z"],
  clock: [CIRCLE, "M12 7v5l3 2"],
  trash: ["M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13"],
  pin: ["M12 21c-4-5-7-8-7-11a7 7 0 0 1 14 0c0 3-3 6-7 11z", "!M12 8a2 2 0 1 1 0 4a2 2 0 0 1 0-4z"],
  note: ["M6 3h9l4 4v14H6zM9 12h7M9 16h5"],
};
const FLIPPED = new Set(["chevron", "back", "note"]);

/** A drawing as tall as a line of text; those with a direction turn round in right-to-left pages. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", FLIPPED.has(name) ? "icon flip" : "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(...(PATHS[name] ?? []).map(drawn));
  return svg;
}

function drawn(d) {
  const path = document.createElementNS(SVG, "path");
  const kind = { "!": "filled", "~": "cut" }[d[0]];
  if (kind) path.setAttribute("class", kind);
  path.setAttribute("d", kind ? d.slice(1) : d);
  return path;
}
