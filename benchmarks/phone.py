"""The phone form's budgets in the system's Chromium: `make bench-phone`.

Loading is measured over a line of slow 4G (150 ms a request, 1.6 Mbit/s, as Lighthouse has it; the
line is one of `tests/faults/fault_proxy.py` before a real gunicorn): the largest contentful paint
of a first visit and of a further one. Interactions are measured by the browser's own event timing
at a CPU slowed down four times, in a questionnaire of 150 questions. Medians of the rounds.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from shopper_forms.pwa_files import read_pwa
from tests.browser.phone.phone import Phone
from tests.browser.phone.service import ROOT, Service
from tests.browser.phone.theatre import Shopper, Theatre
from tests.browser.visitor import FLAGS
from tests.faults.fault_proxy import FaultProxy, Pace

PWA = ROOT / "shopper_forms" / "pwa"
SLOW_DOWN = 4
_KINDS = {"plain": (1, {"every": 1, "short": 2, "open": 1}), "long": (1, {"long": 1})}
_PAINT = """() => new Promise((told) => {
  let last = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) last = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => told(last), 1500);
})"""
_WATCH = """() => {
  window.durations = [];
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) {
      if (interactionId) window.durations.push(duration);
    }
  }).observe({ type: "event", durationThreshold: 16 });
}"""
_READY = "async () => { await navigator.serviceWorker.ready; return true; }"


def main() -> None:
    """Measure and print."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # a tool, not a library here

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    with (
        tempfile.TemporaryDirectory(prefix="phone-") as folder,
        Service(Path(folder)) as service,
        sync_playwright() as playwright,
    ):
        theatre = Theatre(service, _KINDS)
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        plain, long = theatre.next("plain"), theatre.next("long")
        _tell_sizes()
        for who, name in ((None, "signed out"), (plain, "signed in")):
            painted = [_paints(chromium, service, who) for _ in range(rounds)]
            for which, state in enumerate(("cold", "warm")):
                _tell(f"LCP on slow 4G, {name}, {state}", [each[which] for each in painted])
        _tell_interactions(chromium, service, long)
        chromium.close()


def _tell_sizes() -> None:
    form = read_pwa(PWA, app_name="Notes", icons=None, headers=())
    scripts = sum(f.sent_bytes for path, f in form.files.items() if path.endswith(".js"))
    print(
        f"gzipped: {form.first_script_bytes():,} bytes of JavaScript for the first screen,"
        f" {form.first_load_bytes():,} of everything; {scripts:,} of JavaScript in all,"
        f" {form.install_bytes():,} of everything kept for use without signal"
    )


def _paints(chromium: Any, service: Service, who: Shopper | None) -> tuple[float, float]:
    """The paint of a first and of a further visit, in ms."""
    with FaultProxy(service.address) as line:
        context = chromium.new_context(viewport={"width": 360, "height": 640})
        held = Phone(context.new_page(), line.url)
        page = held.page
        if who is not None:
            held.sign_in_quietly(who)
            _forget_the_app(held)
        line.pace = Pace()
        page.goto(f"{line.url}/app/")
        cold = page.evaluate(_PAINT)
        page.set_default_timeout(120_000)
        page.evaluate(_READY)
        page.goto("about:blank")
        page.goto(f"{line.url}/app/")
        warm = page.evaluate(_PAINT)
        context.close()
        return cold, warm


def _forget_the_app(held: Phone) -> None:
    """Let the next visit be a first one, with somebody remembered: no worker, no cache."""
    held.page.evaluate(_READY)
    held.page.evaluate(
        """async () => {
          for (const each of await navigator.serviceWorker.getRegistrations()) {
            await each.unregister();
          }
          for (const name of await caches.keys()) await caches.delete(name);
        }"""
    )
    held.page.goto("about:blank")
    held.page.context.new_cdp_session(held.page).send("Network.clearBrowserCache")


def _tell_interactions(chromium: Any, service: Service, who: Shopper) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 640}, has_touch=True)
    held = Phone(context.new_page(), service.url)
    held.sign_in_quietly(who)
    (assignment,) = who.work["long"]
    held.read_brief(assignment)
    held.go(f"#/report/{assignment}")
    page = held.page
    page.locator("#q-q1").wait_for()
    page.wait_for_timeout(2000)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOW_DOWN})
    page.evaluate(_WATCH)
    for number in [n for n in range(1, 60) if n % 3]:
        page.locator(f"#q-q{number} label").nth(number % 2).click()
        page.wait_for_timeout(120)
    page.locator("#q-q3 :is(textarea, input)").first.scroll_into_view_if_needed()
    shown = [n for n in range(3, 60, 3) if page.locator(f"#q-q{n} textarea").first.is_visible()]
    page.locator(f"#q-q{shown[0]} textarea").first.press_sequentially(
        "Because it was so.", delay=60
    )
    page.wait_for_timeout(1000)
    told = page.evaluate("() => window.durations")
    _tell(f"interaction at {SLOW_DOWN}x slow-down, 150 questions, median", told)
    print(f"  slowest of {len(told)}: {max(told):.0f} ms; {_share(told, 100):.0%} within 100 ms")
    context.close()


def _share(values: Iterable[float], most: float) -> float:
    values = list(values)
    return sum(each <= most for each in values) / len(values)


def _tell(what: str, values: list[float]) -> None:
    spread = f"{min(values):.0f} to {max(values):.0f}"
    print(f"{what}: {statistics.median(values):.0f} ms ({spread}, {len(values)} times)")


if __name__ == "__main__":
    main()
