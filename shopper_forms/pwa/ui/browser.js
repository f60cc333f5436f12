// What is asked of the browser itself: sheets, position, space.

const PATIENCE_MS = 5000;
const sheets = new Map();

/** Loads look/<name>.css once; resolves when it applies, also when it could not be had. */
export function needSheet(name) {
  if (!sheets.has(name)) sheets.set(name, added(name));
  return sheets.get(name);
}

/** Where the phone is, {latitude, longitude in degrees, accuracy_m}; null when not told within 5 s. */
export function position() {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null);
    // a permission question left unanswered never calls back, whatever the time-out says
    const given = setTimeout(resolve, PATIENCE_MS, null);
    const done = (value) => { clearTimeout(given); resolve(value); };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done({
        latitude: coords.latitude,
        longitude: coords.longitude,
        accuracy_m: coords.accuracy,
      }),
      () => done(null),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 60_000 },
    );
  });
}

/** True when asking for the position would put no question to the person. */
export async function mayAskPosition() {
  try {
    return (await navigator.permissions.query({ name: "geolocation" })).state === "granted";
  } catch {
    return false;
  }
}

function added(name) {
  return new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(`../look/${name}.css`, import.meta.url).href;
    link.addEventListener("load", resolve);
    // without its sheet a screen is plain but works; the next visit tries again
    link.addEventListener("error", () => { sheets.delete(name); resolve(); });
    document.head.append(link);
  });
}
