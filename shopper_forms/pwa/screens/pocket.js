// Pocket: notes taken unnoticed – stopwatches, pictures, one-tap notes and written ones.
import { h } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { keepTime } from "../pocket/keeper.js";
import { noteField, noteList, tapGrid } from "../pocket/notes.js";
import { darken, instead, weekday } from "../pocket/quiet.js";
import { watchList } from "../pocket/watches.js";
import { pictureRow, takePictures } from "../pocket/pictures.js";

/** The screen of an assignment's draft; without one, the way to check-in. */
export async function screen(app, assignment) {
  const { store, t } = app;
  const draft = await store.draftOf(assignment);
  if (!draft) return instead(`#/check-in/${assignment}`);
  const change = (mutate) => {
    store.change(draft.id, mutate);
    draw();
  };
  const watches = await watchList(app, draft, change);
  keepTime(store, draft.id);
  await store.set("cover_back", assignment);

  const saved = h("p", { class: "muted" });
  const pictures = pictureRow(app, draft);
  const notes = noteList(app, draft, change);
  const taps = tapGrid(app, draft, change);
  const node = h("div", { class: "pocket" },
    h("header", { class: "pocket-head" },
      h("a", { class: "back", href: "#/visits", "aria-label": t("pocket.back") }, icon("back")),
      h("div", {}, h("h1", { text: weekday() }), saved)),
    h("div", { class: "pocket-page" },
      watches.node,
      pictures.node,
      notes.node,
      taps.node,
      noteField(app, draft, change),
      h("p", { class: "ways" },
        h("a", { href: `#/outcome/${assignment}` }, t("pocket.cannot"), icon("chevron")),
        h("a", { href: `#/report/${assignment}` }, t("pocket.write_up"), icon("chevron")))),
    h("div", { class: "pocket-bar" },
      h("a", { class: "button", href: "#/cover" }, icon("note"), t("pocket.cover")),
      h("button", { type: "button", class: "button lit", on: { click: shoot } },
        icon("camera"), t("pocket.picture"))));

  async function shoot() {
    await takePictures(app, draft);
    draw();
  }

  function draw() {
    const { at, dirty, failed } = store.saved(draft.id);
    const time = app.formats.clockTime(at ?? draft.saved_at);
    const words = failed ? "pocket.unsaved" : dirty ? "pocket.saving" : "pocket.saved";
    if (saved.textContent !== t(words, { time })) saved.textContent = t(words, { time });
    for (const part of [watches, pictures, notes, taps]) part.draw();
  }

  draw();
  store.on("change", draw);
  const light = darken();
  return {
    node,
    title: weekday(),
    chrome: "none",
    leave() {
      store.off("change", draw);
      watches.leave();
      pictures.leave();
      light();
    },
  };
}
