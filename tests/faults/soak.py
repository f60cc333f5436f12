"""`make soak`: many visits from several browsers over a line that fails at random, with kills.

The form's own modules seal visits in the page, its own sender sends them; the server is killed and
started again. At the end every sealed visit and photo must be there once, and the phone must have
its confirming check for each. Settings: VISITS=200 PHOTOS=5 KILLS=5 SEED=(told) BROWSERS=4.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.browser.phone.phone import Phone
from tests.browser.phone.service import Service
from tests.browser.phone.theatre import Shopper, Theatre
from tests.browser.visitor import FLAGS
from tests.faults.fault_proxy import FaultProxy
from tests.faults.line_faults import Dice

_SHARE_OF_FAULTS = 0.2
_AT_ONCE = 2
_PATIENCE = 180.0  # seconds without any news


@dataclass
class Plan:
    """What is asked for, from the environment."""

    visits: int = field(default_factory=lambda: int(os.environ.get("VISITS", "200")))
    photos: int = field(default_factory=lambda: int(os.environ.get("PHOTOS", "5")))
    kills: int = field(default_factory=lambda: int(os.environ.get("KILLS", "5")))
    browsers: int = field(default_factory=lambda: int(os.environ.get("BROWSERS", "4")))
    seed: int = field(
        default_factory=lambda: int(os.environ.get("SEED") or random.randrange(1_000_000))
    )

    def share(self, browser: int) -> int:
        """How many of the visits this browser makes."""
        return self.visits // self.browsers + (browser < self.visits % self.browsers)


def main() -> int:
    """Run it; 1 when anything was lost, doubled or never confirmed."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # skipped where it is missing

    plan = Plan()
    say(f"seed {plan.seed}: {plan.visits} visits with {plan.photos} photos each")
    kinds = {f"browser{n}": (1, {"short": plan.share(n)}) for n in range(plan.browsers)}
    with (
        tempfile.TemporaryDirectory(prefix="soak-") as folder,
        Service(Path(folder)) as service,
        sync_playwright() as playwright,
    ):
        theatre = Theatre(service, kinds)
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        with FaultProxy(service.address) as line:
            people = [theatre.next(kind) for kind in kinds]
            phones = [_opened(chromium, line.url, who) for who in people]
            line.plan = Dice(plan.seed, _SHARE_OF_FAULTS, "/api/v1/visits/")
            run = _Run(plan, service, line, people, phones)
            run.run()
            confirmed = run.states().count("verified")
        chromium.close()
        _tell_line(line)
        return _judged(plan, service, people, run.sealed, confirmed)


class _Run:
    def __init__(
        self,
        plan: Plan,
        service: Service,
        line: FaultProxy,
        people: list[Shopper],
        phones: list[Phone],
    ) -> None:
        self.plan, self.service, self.line = plan, service, line
        self.hands = list(zip(people, phones, strict=True))
        dice = random.Random(plan.seed)
        moments = range(1, max(2, plan.visits))
        self.kills = sorted(dice.sample(moments, min(plan.kills, len(moments))))
        self.sealed: list[str] = []
        self.heard_at = time.monotonic()
        self.heard: Any = None

    def run(self) -> None:
        """Seal and send everything, until all is confirmed or nothing happens any more."""
        left = {who.id: list(who.work["short"]) for who, _ in self.hands}
        while any(left.values()):
            for who, held in self.hands:
                todo, left[who.id] = left[who.id][:_AT_ONCE], left[who.id][_AT_ONCE:]
                self.sealed += held.seal(who, *todo, photos=self.plan.photos)
                held.poke()
            self._kill_when_due()
        while not self._is_verified():
            if time.monotonic() - self.heard_at > _PATIENCE:
                say("no news for too long")
                break
            for _, held in self.hands:
                held.poke()
                held.page.wait_for_timeout(150)
            self._kill_when_due()

    def states(self) -> list[str]:
        """How each sealed visit stands on its phone."""
        return [state for _, held in self.hands for state in held.states()]

    def _kill_when_due(self) -> None:
        arrived = self._arrived()
        if self.kills and arrived >= self.kills[0]:
            self.kills.pop(0)
            self.service.kill()
            self.service.start()
            say(f"killed the server after {arrived} visits")

    def _is_verified(self) -> bool:
        states = self.states()
        news = (sorted(states), self._arrived(), len(self.line.exchanges) // 1000)
        if news != self.heard:
            self.heard, self.heard_at = news, time.monotonic()
        return states == ["verified"] * self.plan.visits and not self.kills

    def _arrived(self) -> int:
        return sum(len(self.service.books.visits(who.id)) for who, _ in self.hands)


def _opened(chromium: Any, url: str, who: Shopper) -> Phone:
    context = chromium.new_context(viewport={"width": 360, "height": 640})
    held = Phone(context.new_page(), url)
    held.sign_in_quietly(who)
    return held


def _tell_line(line: FaultProxy) -> None:
    faulty = sum(each.fault is not None for each in line.exchanges)
    say(f"{len(line.exchanges)} requests, {faulty} of them spoilt")


def _judged(
    plan: Plan, service: Service, people: list[Shopper], sealed: list[str], confirmed: int
) -> int:
    found = [visit for who in people for visit, _ in service.books.visits(who.id)]
    photos = sum(service.books.photos(who.id) for who in people)
    bodies = sum(len(service.books.bodies(who.id)) for who in people)
    wanted = plan.visits * plan.photos
    lost = len(set(sealed) - set(found)) + max(0, wanted - photos)
    doubled = len(found) - len(set(found) & set(sealed))
    doubled += bodies - len(found) + max(0, photos - wanted)
    say(
        f"seed {plan.seed}: {len(found)} visits, {photos} photos, {confirmed} confirmed, "
        f"{lost} lost, {doubled} doubled"
    )
    right = (len(found), photos, confirmed) == (plan.visits, wanted, plan.visits)
    return 0 if right and not lost and not doubled else 1


def say(text: str) -> None:
    """A line for who waits."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
