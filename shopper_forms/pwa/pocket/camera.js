// A camera inside the page: dark, silent, without flash; the phone's own where there is none.
import { h } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { t } from "../ui/words.js";

const WANTED = {
  audio: false,
  video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1440 } },
};
const PATIENCE_MS = 4000;

/**
 * Shows the camera until it is closed; `taken(blob)` is awaited for every picture, `before()`
 * before the phone's own camera opens, which may end this page.
 */
export async function openCamera({ taken, before }) {
  const silent = { muted: true, autoplay: true, playsinline: true };
  const view = h("video", { class: "view", ...silent, "aria-hidden": "true" });
  view.muted = true;
  const count = h("p", { class: "count", role: "status", text: t("camera.wait") });
  const place = h("div", { class: "shutter" });
  const close = () => node.close();
  const done = h("button", { type: "button", class: "button", on: { click: close } },
    t("camera.done"));
  const node = h("dialog", { class: "camera", "aria-label": t("pocket.picture") },
    view, count, place, done);
  let made = 0;
  const keep = async (blob) => {
    if (!blob) return;
    await taken(blob);
    count.textContent = t("pocket.pictures", { n: (made += 1) });
  };
  const closed = new Promise((resolve) => node.addEventListener("close", resolve));
  const onHidden = () => document.visibilityState === "hidden" && stream && node.close();
  let stream = null;
  document.body.append(node);
  node.showModal();
  document.addEventListener("visibilitychange", onHidden);
  stream = await cameraStream();
  if (stream && node.open) {
    view.srcObject = stream;
    await view.play().catch(() => {});
    place.append(shutter(() => pictureOf(stream, view).then(keep)));
    place.firstChild.focus();
  } else if (!stream) {
    view.remove();
    place.append(ownCamera(before, keep));
    place.querySelector("input").focus();
  }
  count.textContent = "";
  await closed;
  document.removeEventListener("visibilitychange", onHidden);
  stream?.getTracks().forEach((track) => track.stop());
  node.remove();
}

async function cameraStream() {
  try {
    return await navigator.mediaDevices.getUserMedia(WANTED);
  } catch {
    return null;
  }
}

function shutter(take) {
  const button = h("button", { type: "button", class: "button take" },
    icon("camera"), t("camera.take"));
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    await take().finally(() => button.setAttribute("aria-disabled", "false"));
  });
  return button;
}

/** The phone's own camera needs a tap of its own, so this is a field that looks like the button. */
function ownCamera(before, keep) {
  const field = h("input", {
    type: "file", accept: "image/*", capture: "environment", class: "visually-hidden",
  });
  field.addEventListener("click", before);
  field.addEventListener("change", async () => {
    for (const file of field.files) await keep(file);
    field.value = "";
  });
  return h("label", { class: "button take" }, icon("camera"), t("camera.take"), field);
}

/** A still picture without light or sound where the camera can, else what the preview shows. */
async function pictureOf(stream, view) {
  try {
    const photo = new ImageCapture(stream.getVideoTracks()[0]).takePhoto({ fillLightMode: "off" });
    const late = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS));
    return await Promise.race([photo, late]);
  } catch {
    const canvas = h("canvas", { width: view.videoWidth, height: view.videoHeight });
    canvas.getContext("2d").drawImage(view, 0, 0);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
  }
}
