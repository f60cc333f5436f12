"""Somebody at a browser, and everything the browser complained about meanwhile."""

from __future__ import annotations

from typing import Any

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-quic",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_WIDTHS = "[document.documentElement.scrollWidth, window.innerWidth]"
_FOCUSED = "document.activeElement.textContent.trim() || document.activeElement.name || ''"


class Visitor:
    """A page; console messages, script errors and lost requests are `complaints`."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.complaints: list[str] = []
        windows = page.context  # what the page opens is watched, too
        windows.on("console", self._note_message)
        windows.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))
        windows.on("requestfailed", self._note_loss)

    def leave(self) -> None:
        """Leave nothing for the next: no page, no session, no complaint."""
        try:
            self.page.goto("about:blank")
        except Exception:  # a page or a PDF was still on its way; the second wish is heard
            self.page.goto("about:blank")
        self.page.context.clear_cookies()
        self.complaints.clear()

    def look(self, size: tuple[int, int], theme: str) -> None:
        """See the page in a window of another size, in light or dark."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.emulate_media(color_scheme=theme)

    def faults(self) -> list[str]:
        """What axe finds, as rule and element."""
        from axe_playwright_python import sync_playwright as axe  # type: ignore[import-untyped]  # noqa: PLC0415  # skipped where missing

        found = axe.Axe().run(
            self.page, options={"runOnly": AXE_TAGS, "resultTypes": ["violations"]}
        )
        return [
            f"{rule['id']}: {element['html']}"
            for rule in found.response["violations"]
            for element in rule["nodes"]
        ]

    def sideways(self) -> int:
        """By how many pixels the page is wider than the window."""
        wide, window = self.page.evaluate(_WIDTHS)
        return int(wide) - int(window)

    def tab_to(self, name: str, most: int = 20) -> list[str]:
        """Press Tab until what has the focus says `name`; what was passed on the way."""
        passed: list[str] = []
        for _ in range(most):
            self.page.keyboard.press("Tab")
            focused = " ".join(self.page.evaluate(_FOCUSED).split())
            if focused == name:
                return passed
            passed.append(focused)
        raise AssertionError(f"{name!r} is not among {passed}")

    def _note_loss(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # as a search that the next letter overtakes
            self.complaints.append(f"{request.failure}: {request.url}")

    def _note_message(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")
