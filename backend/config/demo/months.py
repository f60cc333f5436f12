"""When things happen in the story: six past months, a plan of visits for each."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.config.demo.world import COMPETITOR_PLACES, OWN_PLACES, Place

WAVES = 6
_SETTLING = timedelta(days=12)  # so long after a month its last visit is surely judged


@dataclass(frozen=True)
class Month:
    """One wave."""

    code: str
    first: date
    last: date


@dataclass(frozen=True)
class Planned:
    """One visit to be made: where, on which local day and hour, with which questionnaire."""

    place: Place
    questionnaire: str
    day: date
    hour: int

    def at(self, minutes: int = 0) -> datetime:
        """The planned hour in the place's own zone, so many minutes later."""
        start = datetime.combine(self.day, time(self.hour), ZoneInfo(self.place.zone))
        return start + timedelta(minutes=minutes)


def past_months(today: date) -> list[Month]:
    """The six whole months before `today` whose visits can all be judged by then."""
    last = (today - _SETTLING).replace(day=1) - timedelta(days=1)
    months: list[Month] = []
    for _ in range(WAVES):
        first = last.replace(day=1)
        months.insert(0, Month(f"lantern-{first:%Y-%m}", first, last))
        last = first - timedelta(days=1)
    return months


def visits_of(month: Month, number: int, dice: random.Random) -> list[Planned]:
    """The visits of a wave: each own place once or twice, every other by phone, competitors once.

    The days of one place lie apart, as the programme's clean days ask.
    """
    planned = []
    for index, place in enumerate(OWN_PLACES):
        planned.append(_planned(place, "house-visit", month, dice, 2, 9))
        if (index + number) % 2 == 0:
            planned.append(_planned(place, "house-visit", month, dice, 19, 26))
        else:
            planned.append(_planned(place, "phone-enquiry", month, dice, 13, 16))
    planned += [_planned(place, "house-visit", month, dice, 5, 24) for place in COMPETITOR_PLACES]
    return planned


def _planned(
    place: Place, questionnaire: str, month: Month, dice: random.Random, low: int, high: int
) -> Planned:
    day = month.first.replace(day=dice.randint(low, high))
    return Planned(place, questionnaire, day, dice.choice([9, 10, 11, 12, 13, 14, 15, 16, 17]))
