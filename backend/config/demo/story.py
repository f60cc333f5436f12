"""The six months: waves open, visits happen in the order of time, reviewers judge them."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from backend.config.demo import setting_up, world
from backend.config.demo.client import Caller
from backend.config.demo.managing import act_on_misses, appeal_questions, import_measures
from backend.config.demo.months import Month, Planned, past_months, visits_of
from backend.config.demo.server import Server
from backend.config.demo.truth import SEED, met_rates
from backend.config.demo.visiting import BRIEFS, Cast, Fate, draw_fate, visit_steps

Say = Callable[[str], None]


@dataclass
class Lived:
    """What the story leaves behind for the closing."""

    cast: Cast
    months: list[Month]
    calls: int = 0


@dataclass(order=True)
class _Due:
    at: datetime
    order: int
    steps: Iterator[datetime] = field(compare=False)


def live_through(server: Server, today: date, password: str, say: Say) -> Lived:
    """Set everything up and live through the six months, all through the API.

    `ada` exists already; everybody else, and everything, is made here.
    """
    months = past_months(today)
    begin = datetime.combine(months[0].first, datetime.min.time(), UTC) - timedelta(days=20)
    server.move_to(begin)
    ada = _signed_in(server, "ada", password)
    setting_up.set_up_network(ada)
    setting_up.enrol_people(ada, password)
    sol = _signed_in(server, "sol", password)
    setting_up.publish_questionnaires(sol, begin.date().isoformat())
    setting_up.found_programme(sol)
    say(f"set up: 2 brands, {len(world.REGIONS)} regions, {len(world.PLACES)} locations, "
        f"{len(world.STANDARDS)} standards, 2 questionnaires")  # fmt: skip

    cast = _gather(server, ada, sol, password)
    dice = random.Random(SEED)
    waiting: list[_Due] = []
    for number, month in enumerate(months):
        start = datetime.combine(month.first, datetime.min.time(), UTC) - timedelta(days=14)
        _wave(waiting, cast, server, month, number, start, dice)
        _await(waiting, act_on_misses(cast, month, number))
    _await(waiting, appeal_questions(cast, months[-1]))
    _pass_time(waiting, server, months, say)
    import_measures(cast, months)
    calls = sum(caller.calls for caller in cast.callers.values())
    return Lived(cast, months, calls)


def _gather(server: Server, ada: Caller, sol: Caller, password: str) -> Cast:
    callers = {"ada": ada, "sol": sol}
    shoppers = {}
    for short, *_ in world.SHOPPERS:
        callers[short] = Caller(server.port)
        user = callers[short].sign_in(f"{short}@{world.DOMAIN}", password)
        shoppers[short] = user["id"]
    for short in ("rae", "cleo", "mona", "max"):
        callers[short] = _signed_in(server, short, password)
    return Cast(callers, shoppers, met_rates())


def _wave(
    waiting: list[_Due],
    cast: Cast,
    server: Server,
    month: Month,
    number: int,
    start: datetime,
    dice: random.Random,
) -> None:
    """Put into the queue: at `start` the wave is made and opened, its visits are scheduled."""
    plans = visits_of(month, number, dice)
    fates = [draw_fate(dice) for _ in plans]
    if number == 4:  # one critical miss that everybody will ask about
        index = next(i for i, plan in enumerate(plans) if plan.place.code == "LIS-01")
        fates[index] = Fate(critical=True)
    seeds = [dice.getrandbits(64) for _ in plans]

    def steps() -> Iterator[datetime]:
        sol = cast.callers["sol"]
        sol.post("/waves", {
            "code": month.code, "programme": setting_up.PROGRAMME,
            "from": month.first.isoformat(), "to": month.last.isoformat(),
        })  # fmt: skip
        sol.post(f"/waves/{month.code}/open", {})
        items = [_order(month, plan) for plan in plans]
        made = sol.post("/assignments/bulk", {"items": items})["items"]
        for plan, assignment, fate, seed in zip(plans, made, fates, seeds, strict=True):
            _await(waiting, visit_steps(cast, plan, assignment, fate, random.Random(seed)))
        yield from ()

    heapq.heappush(waiting, _Due(start, next(_ORDER), steps()))


def _await(waiting: list[_Due], steps: Iterator[datetime]) -> None:
    """Put steps into the queue, from the moment of their first on."""
    heapq.heappush(waiting, _Due(next(steps), next(_ORDER), steps))


def _order(month: Month, plan: Planned) -> dict[str, Any]:
    day = plan.day.isoformat()
    return {
        "wave": month.code,
        "location": plan.place.code,
        "questionnaire": plan.questionnaire,
        "window_start": f"{day}T08:00",
        "window_end": f"{day}T20:00",
        "brief": BRIEFS[plan.questionnaire],
        "fee": {"amount": 1800 if plan.questionnaire == "house-visit" else 600, "currency": "EUR"},
        "reimbursement_cap": {"amount": 1500, "currency": "EUR"},
    }


def _pass_time(waiting: list[_Due], server: Server, months: list[Month], say: Say) -> None:
    """Do what is due, in order of time, with the service's clock at each step's moment."""
    told = iter(months)
    next_month: Month | None = next(told)
    while waiting:
        due = heapq.heappop(waiting)
        if next_month is not None and due.at.date() > next_month.last:
            say(f"{next_month.first:%B %Y} is over")
            next_month = next(told, None)
        server.move_to(due.at)
        later = next(due.steps, None)
        if later is not None:
            heapq.heappush(waiting, _Due(max(later, due.at), next(_ORDER), due.steps))
    if next_month is not None:
        say(f"{next_month.first:%B %Y} is over")


def _signed_in(server: Server, short: str, password: str) -> Caller:
    caller = Caller(server.port)
    caller.sign_in(f"{short}@{world.DOMAIN}", password)
    return caller


def _numbers() -> Iterator[int]:
    number = 0
    while True:
        number += 1
        yield number


_ORDER = _numbers()
