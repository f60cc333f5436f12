// The photos of a question: small pictures, the camera, files, and those taken in passing.
import { h, replace } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { bytes } from "../ui/formats.js";
import { t } from "../ui/words.js";
import { LARGEST, beforeCamera, cameraLeft, keepPhotos } from "../photos/keeping.js";
import { pictureOf } from "../photos/picture.js";
import { part } from "./parts.js";

/** {node, show(ids, {min, max})} of a question's photos; `form` and `field` as in question.js. */
export function photosRow({ app, draft, words }, { id, question }) {
  const { store } = app;
  const { code } = question;
  const count = h("span", { class: "muted" });
  const label = h("b", { class: "label", id: `${id}-photos-label` }, words("photo.photos"));
  const strip = h("ul", { class: "shots", "aria-labelledby": label.id });
  const told = h("p", { class: "hint", role: "status" });
  const unfiledList = h("ul", {
    class: "shots pocketed", id: `${id}-unfiled`, "aria-label": t("photo.unfiled"), hidden: true,
  });
  const fromPocket = h("button", {
    type: "button", class: "tile", "aria-expanded": "false", "aria-controls": unfiledList.id,
    on: { click: () => { unfiledList.hidden = !unfiledList.hidden; drawUnfiled(); } },
  });
  const tiles = [
    h("li", {}, picker({ capture: "environment" }, "photo.camera", icon("camera"))),
    h("li", {}, picker({ multiple: true }, "photo.files")),
    h("li", {}, fromPocket),
  ];
  strip.append(...tiles);
  const thumbs = new Map();
  let ids = [];
  let room = 0;

  const unfiled = () => draft.photos.filter((photo) => photo.question === null);

  /** The picker opens only when everything is on disk: the phone may end this page meanwhile. */
  function picker(attributes, key, sign) {
    const props = { type: "file", accept: "image/*", class: "visually-hidden" };
    const input = h("input", { ...props, ...attributes });
    let isReady = false;
    input.addEventListener("click", async (event) => {
      if (isReady) { isReady = false; return; }
      event.preventDefault();
      await beforeCamera(store, draft.id).catch(() => {});
      isReady = true;
      input.click();
    });
    input.addEventListener("cancel", () => cameraLeft(store));
    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = "";
      keep(files);
    });
    return h("label", { class: `tile ${sign ? "camera" : ""}` }, input, sign,
      h("span", { class: sign ? "visually-hidden" : "" }, words(key)));
  }

  async function keep(files) {
    say("photo.keeping", { n: files.length });
    try {
      const batch = { draftId: draft.id, question: code, files, most: room };
      const { large, ...result } = await keepPhotos(store, batch);
      const found = ["missed", "unfiled", "kept"].find((each) => result[each]);
      say(`photo.did.${found}`, { n: result[found] });
      const values = { n: large.length, most: bytes(LARGEST) };
      if (large.length) told.append(" ", t("photo.large", values));
    } catch (error) {
      store.noteEvent("photo_not_kept", { code: error.code ?? error.name });
      say("photo.did.missed", { n: files.length });
    }
  }

  function say(key, values) {
    told.textContent = t(key, values);
  }

  async function look(photo) {
    const place = ids.indexOf(photo) + 1;
    const picture = pictureOf(app, draft.id, photo, "full");
    const choice = await app.dialog({
      title: t("photo.of", { place, n: ids.length }),
      body: h("div", { class: "large" }, picture.node),
      actions: [
        { label: t("photo.to_pocket"), value: "pocket" },
        { label: t("photo.remove"), value: "remove", kind: "danger" },
      ],
    });
    picture.leave();
    if (choice === "pocket") await store.filePhoto(draft.id, photo, null, code);
    if (choice === "remove") await remove(photo, place);
  }

  async function remove(photo, place) {
    const sure = await app.dialog({
      title: t("photo.remove_sure", { place }),
      body: t("photo.remove_text"),
      actions: [
        { label: t("photo.remove"), value: true, kind: "danger" },
        { label: t("cancel"), value: false },
      ],
    });
    if (sure) await store.removePhoto(draft.id, photo, code);
  }

  function thumb(photo, act, name) {
    const picture = pictureOf(app, draft.id, photo, "thumb");
    const button = h("button", { type: "button", class: "shot", on: { click: () => act(photo) } },
      picture.node, h("span", { class: "visually-hidden" }));
    return { node: h("li", {}, button), button, name: button.lastChild, leave: picture.leave };
  }

  function drawThumbs() {
    const focused = [...thumbs].findIndex(([, { button }]) => button === document.activeElement);
    for (const [photo, { node, leave }] of thumbs) {
      if (ids.includes(photo)) continue;
      node.remove();
      leave();
      thumbs.delete(photo);
    }
    ids.forEach((photo, place) => {
      if (!thumbs.has(photo)) thumbs.set(photo, thumb(photo, look));
      const { node, name } = thumbs.get(photo);
      name.textContent = t("photo.look", { place: place + 1, n: ids.length });
      if (strip.children[place] !== node) strip.insertBefore(node, strip.children[place]);
    });
    if (focused < 0 || document.activeElement !== document.body) return;
    const neighbour = thumbs.get(ids[Math.min(focused, ids.length - 1)]);
    (neighbour?.button ?? strip.querySelector("input, button")).focus();
  }

  function drawUnfiled() {
    const waiting = unfiled();
    fromPocket.parentNode.hidden = !waiting.length || room < 1;
    if (fromPocket.parentNode.hidden) unfiledList.hidden = true;
    replace(fromPocket, words("photo.from_pocket", { n: waiting.length }));
    fromPocket.setAttribute("aria-expanded", !unfiledList.hidden);
    if (unfiledList.hidden) return replace(unfiledList);
    const use = (photo) => {
      store.filePhoto(draft.id, photo, code, null);
      thumbs.get(photo)?.button.focus();
    };
    replace(unfiledList, waiting.map((each, place) => {
      const made = thumb(each.id, use);
      made.name.textContent = t("photo.use", { place: place + 1, n: waiting.length });
      return made.node;
    }));
  }

  return {
    node: part("photos", label, count, strip, unfiledList, told),
    show(now, { min, max }) {
      ids = now;
      room = Math.max(0, max - ids.length);
      const isShort = ids.length < min;
      const key = isShort ? "photo.count_needed" : "photo.count";
      replace(count, words(key, { n: ids.length, min, max }));
      for (const tile of tiles.slice(0, 2)) tile.hidden = room < 1;
      drawThumbs();
      drawUnfiled();
    },
  };
}
