// Photos in work: one batch after the other, and whether any lies only in this page's memory.
let line = Promise.resolve();
let unstored = 0;
const waiting = [];

/** Does the work when all before it is done; fifty photos must not stand in memory at once. */
export function inLine(work) {
  const turn = line.then(work);
  line = turn.catch(() => {});
  return turn;
}

/** Resolves when no photo is being worked on. */
export const photosSettled = () => line;

/** Photos were chosen; answers what is to be called once all of them are on disk or given up. */
export function storing() {
  unstored += 1;
  return () => {
    unstored -= 1;
    if (unstored === 0) waiting.splice(0).forEach((resolve) => resolve());
  };
}

/** Whether photos were chosen that would be gone with this page or its draft. */
export const isStoring = () => unstored > 0;

/** Resolves when there are none. */
export const photosStored = () =>
  isStoring() ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve();
