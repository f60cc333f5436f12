"""A phone in somebody's hand: a page of the form, and what a hand does with it.

What screens are not under test is done by scripts in the page, with the form's own modules: the
store that they open is the page's own database, and the page's own sender sends from it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tests.browser.phone.theatre import Shopper
from tests.browser.visitor import Visitor

_PATIENCE = 15.0  # seconds
# The modules of the version that the page runs, and a store of this script's own.
TOOLS = """
async () => {
  const version = document.querySelector("meta[name=app-version]").content;
  const load = (path) => import(`/app/v/${version}/${path}`);
  const { openStore } = await load("store/index.js");
  window.tools = {
    load,
    store: await openStore({ owner: null }),
    async picture(side) {
      const canvas = new OffscreenCanvas(side, side);
      const context = canvas.getContext("2d");
      const noise = context.createImageData(side, side);
      for (let at = 0; at < noise.data.length; at += 65536) {
        crypto.getRandomValues(noise.data.subarray(at, at + 65536));
      }
      for (let at = 3; at < noise.data.length; at += 4) noise.data[at] = 255;
      context.putImageData(noise, 0, 0);
      const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
      return blob.arrayBuffer();
    },
    async draft(assignment, photos, side) {
      const { store } = tools;
      const draft = await store.newDraft({ assignment });
      store.change(draft.id, (live) => {
        Object.assign(live.answers, { open: { value: "yes" }, note: { value: "Quiet." } });
      });
      for (let n = 0; n < photos; n += 1) {
        const bytes = await tools.picture(side);
        const taken_at = new Date().toISOString();
        await store.addPhoto({ draft, question: "open", bytes, mime: "image/jpeg", taken_at });
      }
      await store.flush();
      return draft.id;
    },
  };
}"""


class Phone(Visitor):
    """A page of the form; `url` is where the line to the server begins."""

    def __init__(self, page: Any, url: str) -> None:
        super().__init__(page)
        self.url = url
        self._owner: str | None = None
        page.set_default_timeout(_PATIENCE * 1000)

    def sign_in_quietly(self, who: Shopper) -> None:
        """Sit down as somebody who signed in here yesterday; their work is on the phone."""
        self.take_session(who)
        self.page.goto(f"{self.url}/app/")
        me = self.page.request.get(f"{self.url}/api/v1/me").json()
        self.tools("(person) => tools.store.setDevice('person', person)", me)
        self.page.reload()
        self.own(who)
        if who.work:
            self.until(lambda: self.tools(HAS_FORMS))

    def take_session(self, who: Shopper) -> None:
        """Hold the cookie of a shopper's session."""
        self.page.context.add_cookies(
            [{"name": "sessionid", "value": who.session, "url": self.url}]
        )

    def own(self, who: Shopper) -> None:
        """Let scripts see this shopper's rows, also after a reload."""
        self._owner = who.id
        self.tools("(id) => tools.store.setOwner(id)", who.id)

    def tools(self, script: str, argument: Any = None) -> Any:
        """Run a function in the page that may use `tools`."""
        if not self.page.evaluate("() => Boolean(window.tools)"):
            self.page.evaluate(TOOLS)
            self.page.evaluate("(id) => tools.store.setOwner(id)", self._owner)
        return self.page.evaluate(script, argument)

    def read_brief(self, assignment: str) -> None:
        """Confirm the brief of an assignment by script."""
        self.tools(_READ, assignment)

    def seal(self, who: Shopper, *assignments: str, photos: int = 1, side: int = 24) -> list[str]:
        """Fill and submit short visits by script; their ids. The page sends them by itself."""
        self.own(who)
        return list(self.tools(_SEAL, {"assignments": assignments, "photos": photos, "side": side}))

    def draft(self, who: Shopper, assignment: str, photos: int = 0, side: int = 24) -> str:
        """Fill a short visit by script, without submitting; the visit's id."""
        self.own(who)
        asked = {"assignment": assignment, "photos": photos, "side": side}
        script = "({ assignment, photos, side }) => tools.draft(assignment, photos, side)"
        return str(self.tools(script, asked))

    def items(self) -> list[dict[str, Any]]:
        """What the outbox holds, oldest first, without bodies."""
        return list(self.tools(_ITEMS))

    def states(self) -> list[str]:
        """The state of each item in the outbox."""
        return [item["state"] for item in self.items()]

    def poke(self) -> None:
        """What the browser does when the network seems to be back: everything is due now."""
        self.page.evaluate("() => window.dispatchEvent(new Event('online'))")

    def until_all(
        self, state: str, count: int, poking: bool = True, seconds: float = _PATIENCE
    ) -> None:
        """Wait until there are so many items, all in this state."""

        def reached() -> bool:
            if self.states() == [state] * count:
                return True
            if poking:
                self.poke()
            return False

        self.until(reached, seconds, f"{count} x {state}", self.items)

    def until(
        self,
        condition: Callable[[], Any],
        seconds: float = _PATIENCE,
        what: str = "",
        told: Callable[[], Any] = lambda: "",
    ) -> None:
        """Wait until something holds; the page goes on meanwhile."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"not within {seconds} s: {what} {told()} {self.complaints}")
            self.page.wait_for_timeout(100)

    def go(self, route: str) -> None:
        """Open a screen by its route, as in `#/visits`."""
        self.page.evaluate("(route) => { location.hash = route; }", route)


HAS_FORMS = """async () => {
  const held = (await tools.store.assignments()).filter(({ state }) => state === "accepted");
  const forms = held.map((each) => tools.store.questionnaire(each.questionnaire.sha256));
  return held.length > 0 && (await Promise.all(forms)).every(Boolean);
}"""
_READ = """async (id) => {
  const { keepBriefRead } = await tools.load("ui/work.js");
  await keepBriefRead(tools.store, await tools.store.assignment(id));
}"""
_SEAL = """async ({ assignments, photos, side }) => {
  const visits = [];
  for (const assignment of assignments) {
    const id = await tools.draft(assignment, photos, side);
    visits.push((await tools.store.seal(id, { outcome: "completed" })).visit);
  }
  return visits;
}"""
_ITEMS = """async () => (await tools.store.items()).map(({ item, ...view }) => ({
  id: item.id, visit: item.visit, revision: item.revision, state: view.state,
  photos_done: view.photos_done, photos_total: view.photos_total, reference: view.reference,
  refusal: view.refusal, photo_refusals: view.photo_refusals, tries: view.tries, why: view.why,
  parked: view.parked,
}))"""
