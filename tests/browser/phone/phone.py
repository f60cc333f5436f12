"""A phone in somebody's hand: a page of the form, and what a hand does with it."""

from __future__ import annotations

from typing import Any

from tests.browser.phone.theatre import Shopper
from tests.browser.visitor import Visitor

# The modules of the version a page runs, imported in it: the same ones that the page itself uses.
MODULES = """
const version = document.querySelector("meta[name=app-version]").content;
const load = (path) => import(`/app/v/${version}/${path}`);
"""
_REMEMBER = """async (person) => {
  %s
  const { openStore } = await load("store/store.js");
  const store = await openStore({ owner: null });
  await store.setDevice("person", person);
  await store.close?.();
}"""


class Phone(Visitor):
    """A page of the form; `url` is where the line to the server begins."""

    def __init__(self, page: Any, url: str) -> None:
        super().__init__(page)
        self.url = url
        page.set_default_timeout(10_000)

    def sign_in_quietly(self, who: Shopper) -> None:
        """Sit down as somebody who signed in here yesterday."""
        self.page.context.add_cookies(
            [{"name": "sessionid", "value": who.session, "url": self.url}]
        )
        self.page.goto(f"{self.url}/app/")
        me = self.page.request.get(f"{self.url}/api/v1/me").json()
        self.run(_REMEMBER % MODULES, me)
        self.page.reload()

    def run(self, script: str, argument: Any = None) -> Any:
        """Run a function in the page."""
        return self.page.evaluate(script, argument)

    def go(self, route: str) -> None:
        """Open a screen by its route, as in `#/visits`."""
        self.page.goto(f"{self.url}/app/{route}")
