// Makes a photo smaller off the main thread, or on it where a browser cannot.
import { LONGEST, QUALITY, drawOn, fitted } from "./drawing.js";

const waiting = new Map();
let worker = null;
let last = 0;

/**
 * An upright JPEG without EXIF, its longer side at most `longest` pixels, as {bytes, mime}; null
 * when this browser cannot decode the photo (HEIC). Call it for one photo after the other.
 */
export async function shrink(bytes, mime, longest = LONGEST) {
  let smaller = "elsewhere";
  if (typeof OffscreenCanvas !== "undefined") smaller = await inWorker({ bytes, mime, longest });
  if (smaller === "elsewhere") smaller = await onPage(bytes, mime, longest).catch(() => null);
  return smaller && { bytes: smaller, mime: "image/jpeg" };
}

function inWorker(task) {
  worker ??= started();
  return new Promise((resolve) => {
    last += 1;
    waiting.set(last, resolve);
    worker.postMessage({ id: last, ...task });
  });
}

function started() {
  const made = new Worker(new URL("./shrink_worker.js", import.meta.url), { type: "module" });
  made.addEventListener("message", ({ data: { id, bytes } }) => {
    waiting.get(id)?.(bytes);
    waiting.delete(id);
  });
  // It did not load or ran out of memory: the page tries itself, the next photo tries anew.
  made.addEventListener("error", (event) => {
    event.preventDefault();
    made.terminate();
    worker = null;
    for (const resolve of waiting.values()) resolve("elsewhere");
    waiting.clear();
  });
  return made;
}

async function onPage(bytes, mime, longest) {
  const address = URL.createObjectURL(new Blob([bytes], { type: mime }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const size = fitted({ width: image.naturalWidth, height: image.naturalHeight }, longest);
    const canvas = Object.assign(document.createElement("canvas"), size);
    drawOn(canvas, image);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    canvas.width = 0;
    return await blob.arrayBuffer();
  } finally {
    URL.revokeObjectURL(address);
  }
}
