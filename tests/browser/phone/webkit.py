"""`make test-webkit`: the form in WebKitGTK, whose storage is Safari's: keep, open again, send.

WebKit keeps no Blob in IndexedDB and closes databases at will, so what Chromium proves is proved
here once more through WebKit's own driver (Debian: webkit2gtk-driver, xvfb). A manual target.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.browser.phone.phone import HAS_FORMS, TOOLS
from tests.browser.phone.service import Service, free_port
from tests.browser.phone.theatre import Theatre

_BROWSERS = Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")
_PATIENCE = 30.0  # seconds
_KINDS = {"plain": (1, {"short": 1})}
_REMEMBER = "(person) => tools.store.setDevice('person', person)"
_KEPT = """async () => {
  const [draft] = await tools.store.drafts();
  const row = await tools.store.photo(draft.photos[0].id);
  return [row.bytes instanceof ArrayBuffer, row.bytes.byteLength > 500, row.mime];
}"""
_SUBMIT = """async () => {
  const [draft] = await tools.store.drafts();
  const item = await tools.store.seal(draft.id, { outcome: "completed" });
  dispatchEvent(new Event("online"));
  return item.visit;
}"""
_STATE = """async () => {
  dispatchEvent(new Event("online"));
  return (await tools.store.items()).map(({ state }) => state);
}"""


def main() -> int:
    """Do it and say each step; 1 where something is missing, an AssertionError where it fails."""
    browser = next(_BROWSERS, None)
    missing = [name for name in ("WebKitWebDriver", "xvfb-run") if shutil.which(name) is None]
    if missing or browser is None:
        say(f"missing: {', '.join(missing) or 'MiniBrowser'} (apt install webkit2gtk-driver xvfb)")
        return 1
    with (
        tempfile.TemporaryDirectory(prefix="webkit-") as folder,
        Service(Path(folder)) as service,
        _driver(browser) as page,
    ):
        _walk(Theatre(service, _KINDS), service, page)
    return 0


def _walk(theatre: Theatre, service: Service, page: Page) -> None:
    sam = theatre.next()
    page.open(f"{service.url}/app/")
    page.call("POST", "/cookie", {"cookie": {"name": "sessionid", "value": sam.session}})
    me = page.run("async () => (await fetch('/api/v1/me')).json()")
    page.tools(_REMEMBER, me)
    page.open(f"{service.url}/app/")
    page.tools("(id) => tools.store.setOwner(id)", sam.id)
    page.until("the work is on the phone", lambda: page.tools(HAS_FORMS) is True)

    page.tools("(assignment) => tools.draft(assignment, 1, 64)", sam.short)
    page.open(f"{service.url}/app/#/report/{sam.short}")
    page.call("POST", "/refresh", {})
    page.tools("(id) => tools.store.setOwner(id)", sam.id)
    assert page.tools(_KEPT) == [True, True, "image/jpeg"]
    say("a draft and its photo, an ArrayBuffer, are there after a reload")
    page.until("the report is on the screen", lambda: "Was the place open?" in page.words())

    visit = page.tools(_SUBMIT)
    page.until("it is verified", lambda: page.tools(_STATE) == ["verified"])
    assert service.books.visits(sam.id) == [(visit, 0)]
    assert service.books.photos(sam.id) == 1
    say("one visit and one photo arrived, and the phone has its confirming check")


class Page:
    """A page under WebDriver, as far as it is needed here."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self._session = ""

    def begin(self, browser: Path) -> None:
        """Open a window."""
        options = {"binary": str(browser), "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        told = self.call("POST", "/session", {"capabilities": wanted})
        self._session = f"/session/{told['sessionId']}"
        self.call("POST", "/timeouts", {"script": int(_PATIENCE * 1000)})
        say(f"WebKitGTK {told['capabilities']['browserVersion']}")

    def open(self, url: str) -> None:
        """Load an address."""
        self.call("POST", "/url", {"url": url})

    def run(self, script: str, argument: Any = None) -> Any:
        """Run a function in the page and wait for what it promises."""
        body = """const [script, given, done] = arguments;
        Promise.resolve(given).then(SCRIPT).then((value) => done({ value }),
          (error) => done({ error: String(error && error.stack || error) }));"""
        told = self.call(
            "POST",
            "/execute/async",
            {"script": body.replace("SCRIPT", f"({script})"), "args": [script, argument]},
        )
        assert "error" not in told, told["error"]
        return told.get("value")

    def tools(self, script: str, argument: Any = None) -> Any:
        """As `run`, with `tools` (see `phone`)."""
        if not self.run("() => Boolean(window.tools)"):
            self.run(TOOLS)
        return self.run(script, argument)

    def words(self) -> str:
        """What stands on the page."""
        return str(self.run("() => document.body.innerText"))

    def until(self, what: str, condition: Callable[[], bool]) -> None:
        """Wait until something holds, and say so."""
        end = time.monotonic() + _PATIENCE
        while not condition():
            assert time.monotonic() < end, f"never: {what}; {self.words()[:500]}"
            time.sleep(0.2)
        say(what)

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """A command of the WebDriver protocol."""
        request = urllib.request.Request(
            self._base + self._session + path,
            None if body is None else json.dumps(body).encode(),
            {"Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.load(reply)["value"]


@contextlib.contextmanager
def _driver(browser: Path) -> Iterator[Page]:
    port = free_port()
    process = subprocess.Popen(
        ["xvfb-run", "-a", "WebKitWebDriver", f"--port={port}"],
        env={**os.environ, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        page = Page(port)
        _wait_for(page)
        page.begin(browser)
        yield page
        page.call("DELETE", "")
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(page: Page) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            page.call("GET", "/status")
            return
        except OSError:
            assert time.monotonic() < end, "WebKitWebDriver did not start"
            time.sleep(0.1)


def say(text: str) -> None:
    """A line for who waits."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
