// Asking for the position in words first, and saying how exact it is.
import { h, replace } from "../ui/dom.js";
import { icon } from "../ui/icons.js";

const FAR_KM = 0.5;

/**
 * {node, value()}: a button that takes the position; `near` {latitude, longitude} of the place or
 * null; `main` its class until `found(value)` is called. value() is {latitude, longitude,
 * accuracy_m} or null.
 */
export function positionField(app, near, { main = "", found = () => {} } = {}) {
  const { t, formats, position } = app;
  let value = null;
  const told = h("p", { role: "status" });
  const button = h("button", { type: "button", class: `button wide ${main}` },
    icon("pin"), t("in.locate"));

  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    told.textContent = t("in.locating");
    value = await position();
    button.setAttribute("aria-disabled", "false");
    button.classList.toggle("main", Boolean(main) && !value);
    replace(button, icon("pin"), t("in.again"));
    told.textContent = value ? words() : t("in.none");
    found(value);
  });

  function words() {
    const exact = t("in.found", { m: Math.max(1, Math.round(value.accuracy_m)) });
    const apart = near?.latitude == null ? 0 : formats.kilometres(near, value);
    if (apart < FAR_KM + value.accuracy_m / 1000) return exact;
    return `${exact} ${t("in.away", { distance: formats.distance(apart) })}`;
  }

  return { node: h("div", { class: "stack" }, button, told), value: () => value };
}

/** A position as keys of an event, with sane decimals; nothing for null. */
export function coordinates(value) {
  if (!value) return {};
  const rounded = (number, digits) => Number(number.toFixed(digits));
  return {
    latitude: rounded(value.latitude, 6),
    longitude: rounded(value.longitude, 6),
    accuracy_m: rounded(value.accuracy_m, 1),
  };
}
