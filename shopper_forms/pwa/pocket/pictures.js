// Pictures taken in passing: kept at once, shown dim and small, put in place when writing up.
import { h, replace } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { beforeCamera, keepPhotos } from "../photos/keeping.js";
import { openCamera } from "./camera.js";
import { isSure } from "./quiet.js";

const SHOWN = 3;

/** Opens the camera for a draft; resolves when it is closed and all pictures are stored. */
export function takePictures(app, draft) {
  return openCamera({
    before: () => beforeCamera(app.store, draft.id),
    taken: (blob) => keepPicture(app, draft.id, blob),
  });
}

/** Keeps a picture with a draft, unfiled; resolves when its original is stored, or was not. */
function keepPicture({ store, t, dialog }, draftId, blob) {
  return new Promise((resolve) => {
    const added = keepPhotos(store, { draftId, question: null, files: [blob] }, resolve);
    added.then(({ missed }) => {
      const actions = [{ label: t("close"), value: null }];
      return missed && dialog({ title: t("pocket.full"), body: "", actions });
    }).finally(resolve);
  });
}

/** {node, draw(), leave()} of the unfiled pictures of a draft: how many, and the last few. */
export function pictureRow(app, draft) {
  const { store, t, formats } = app;
  const words = h("p", { class: "name" });
  const thumbs = h("div", { class: "thumbs" });
  const sign = h("span", { class: "sign" }, icon("camera"));
  const node = h("div", { class: "pictures" }, sign, words, thumbs);
  const urls = new Map();
  let shown = null;

  async function remove({ id, taken_at }) {
    const body = t("pocket.picture_at", { time: formats.clockTime(taken_at) });
    if (!(await isSure(app, t("pocket.picture_title"), body))) return;
    await store.removePhoto(draft.id, id, null);
    draw();
  }

  async function thumb(photo) {
    if (!urls.has(photo.id)) {
      const { bytes, mime } = (await store.photo(photo.id)) ?? {};
      if (bytes) urls.set(photo.id, URL.createObjectURL(new Blob([bytes], { type: mime })));
    }
    const alt = t("pocket.picture_at", { time: formats.clockTime(photo.taken_at) });
    return h("button", { type: "button", class: "thumb", on: { click: () => remove(photo) } },
      h("img", { src: urls.get(photo.id), alt }));
  }

  async function draw() {
    const unfiled = draft.photos.filter(({ question }) => question === null);
    const key = unfiled.map(({ id }) => id).join();
    if (key === shown) return;
    shown = key;
    node.hidden = !unfiled.length;
    replace(words, t("pocket.pictures", { n: unfiled.length }), h("br"),
      h("span", { class: "muted", text: t("pocket.later") }));
    const made = await Promise.all(unfiled.slice(-SHOWN).map(thumb));
    if (key === shown) replace(thumbs, made);
  }

  return { node, draw, leave: () => urls.forEach((url) => URL.revokeObjectURL(url)) };
}
