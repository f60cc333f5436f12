// What makes a screen unremarkable: dark whatever the phone's theme is, named by the weekday.
import { h } from "../ui/dom.js";
import { language } from "../ui/words.js";

const BLACK = "#0f1113";
let dark = 0;

/** Darkens the whole page; call what it answers when the screen goes. Screens may overlap. */
export function darken() {
  if ((dark += 1) === 1) {
    document.documentElement.dataset.theme = "dark";
    // the first that fits counts, so the bar of the browser is dark too
    document.head.prepend(h("meta", { name: "theme-color", content: BLACK, "data-quiet": "" }));
  }
  return () => {
    if ((dark -= 1)) return;
    delete document.documentElement.dataset.theme;
    document.head.querySelector("[data-quiet]").remove();
  };
}

/** Opens another screen in place of this one, so that Back does not come here; an empty screen. */
export function instead(hash) {
  location.replace(hash);
  return { node: h("p"), title: "" };
}

/** Asks before something is cleared or removed; whether the person means it. */
export function isSure({ dialog, t }, title, body, yes = t("pocket.remove")) {
  const actions = [
    { label: yes, value: true },
    { label: t("pocket.keep"), value: false, kind: "quiet" },
  ];
  return dialog({ title, body, actions });
}

/** The day of the week in the chosen language, as in "Thursday". */
export function weekday(date = new Date()) {
  const name = new Intl.DateTimeFormat(language(), { weekday: "long" }).format(date);
  return name.charAt(0).toLocaleUpperCase(language()) + name.slice(1);
}
