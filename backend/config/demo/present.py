"""After the six months: work of today and the coming days, so that the phone form has some."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from math import hypot
from typing import Any
from zoneinfo import ZoneInfo

from backend import clock
from backend.config.demo.months import Planned
from backend.config.demo.server import Server
from backend.config.demo.setting_up import PROGRAMME
from backend.config.demo.story import Lived
from backend.config.demo.truth import SEED
from backend.config.demo.visiting import BRIEFS, Cast, Fate, Report
from backend.config.demo.world import OWN_PLACES, SHOPPERS, Place

Say = Callable[[str], None]

WAVE = "lantern-now"
HOLDER = "sam"
_FORM = "house-visit"
_BOARD = 6
_NOTES = {
    "charged_right": "The photo of the receipt is blurred, the total cannot be read.",
    "story": "Please say a little more: how busy was it?",
}


def plan_the_present(server: Server, lived: Lived, say: Say) -> None:
    """A returned visit of yesterday, one accepted for today, one offered, some on the board.

    The rules hold as ever: a place where `sam` was lately goes to the board for the others.
    """
    cast = lived.cast
    now = clock.now()
    places = iter(_nearest_first())
    server.move_to(now - timedelta(days=3))
    today = now.date()
    _open_wave(cast, today)
    _visit_of_yesterday(server, cast, places, now)
    server.back_to_real_time()
    mine = _held_by_sam(cast, places, 0)
    cast.callers[HOLDER].post(
        f"/assignments/{mine['id']}/accept", {"brief_sha256": mine["brief_sha256"]}
    )
    _held_by_sam(cast, places, 2)
    for place, days in zip(places, range(3, 3 + _BOARD), strict=False):
        made = cast.callers["sol"].post("/assignments", _order(place, days))
        cast.callers["sol"].post(f"/assignments/{made['id']}/publish", {})
    say(f"Work of these days for {HOLDER}: one returned, one accepted, one offered; {_BOARD} open")


def _open_wave(cast: Cast, today: date) -> None:
    cast.callers["sol"].post("/waves", {
        "code": WAVE, "programme": PROGRAMME,
        "from": (today - timedelta(days=5)).isoformat(),
        "to": (today + timedelta(days=20)).isoformat(),
    })  # fmt: skip
    cast.callers["sol"].post(f"/waves/{WAVE}/open", {})


def _visit_of_yesterday(server: Server, cast: Cast, places: Iterator[Place], now: datetime) -> None:
    dice = random.Random(SEED)
    assignment = _held_by_sam(cast, places, -1)
    place = next(each for each in OWN_PLACES if each.code == assignment["location"]["code"])
    sam = cast.callers[HOLDER]
    sam.post(f"/assignments/{assignment['id']}/accept", {
        "brief_sha256": assignment["brief_sha256"],
    })  # fmt: skip
    local = now.astimezone(ZoneInfo(place.zone)).date() - timedelta(days=1)
    arrived = Planned(place, _FORM, local, 12).at(10)
    server.move_to(arrived)
    plan = Planned(place, _FORM, local, 12)
    report = Report(cast, plan, assignment, Fate(), dice, arrived)
    server.move_to(arrived + timedelta(minutes=50))
    report.send(sam, arrived + timedelta(minutes=50), revision=0)
    cast.visits.append(report.id)
    rae = cast.callers["rae"]
    rae.post(f"/visits/{report.id}/take", {})
    rae.post(f"/visits/{report.id}/return", {"notes": _NOTES})


def _held_by_sam(cast: Cast, places: Iterator[Place], days: int) -> dict[str, Any]:
    """An assignment offered to `sam` at the first of the places where the rules allow it."""
    sol = cast.callers["sol"]
    for place in places:
        made = sol.post("/assignments", _order(place, days))
        offer = {"shopper": cast.shoppers[HOLDER]}
        status, answer = sol.send("POST", f"/assignments/{made['id']}/offer", offer, (200, 409))
        if status == 200:
            return dict(answer)
        sol.post(f"/assignments/{made['id']}/cancel", {"reason": answer["title"]})
    raise RuntimeError(f"the rules leave {HOLDER} no place")


def _order(place: Place, days: int) -> dict[str, Any]:
    first = clock.today(place.zone) + timedelta(days=days)
    last = first + timedelta(days=1)  # however late in the day the demo runs, there is time left
    return {
        "wave": WAVE,
        "location": place.code,
        "questionnaire": _FORM,
        "window_start": f"{first}T08:00",
        "window_end": f"{last}T20:00",
        "brief": BRIEFS[_FORM],
        "fee": {"amount": 1800, "currency": "EUR"},
        "reimbursement_cap": {"amount": 1500, "currency": "EUR"},
    }


def _nearest_first() -> list[Place]:
    """The client's own places by their way from where `sam` lives; degrees are near enough."""
    _, _, _, latitude, longitude = next(row for row in SHOPPERS if row[0] == HOLDER)
    return sorted(
        OWN_PLACES,
        key=lambda place: hypot(place.latitude - latitude, place.longitude - longitude),
    )
