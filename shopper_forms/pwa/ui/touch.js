// Whether a finger is down: what is drawn anew under it would swallow the tap.

const LONGEST_MS = 1500; // a finger that leaves the window is lifted unseen
let pressed = null;

function press() {
  if (pressed) return;
  const mine = {};
  mine.lifted = new Promise((resolve) => { mine.lift = resolve; });
  pressed = mine;
  setTimeout(lift, LONGEST_MS, mine);
}

function lift(which) {
  if (pressed === which) pressed = null;
  which?.lift();
}

addEventListener("pointerdown", press, true);
// the click that follows a lifted finger comes first
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, () => setTimeout(lift, 0, pressed), true);
}

/** A promise that is kept when no finger is down; at once, if there is none. */
export const untouched = () => pressed?.lifted ?? Promise.resolve();
