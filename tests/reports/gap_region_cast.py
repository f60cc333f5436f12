"""A region by hand: five locations, two standards, two periods.

The third quarter of 2026, target 80 (points are percents):

    A  80 90 100      mean 90   sd 10       earlier  70 72
    B  60 70 80 90    mean 75   sd 12.9099  earlier  (none)
    C  85             mean 85               earlier  75 85
    D  (not visited)
    E  60 80 100, one not scored   mean 80  sd 20

Region: (90 + 75 + 85 + 80) / 4 = 82.5 over four locations and eleven visits.
"""

from datetime import date

from reports.gaps_facts import (
    Place,
    RegionFacts,
    StandardFacts,
    VisitFacts,
)
from reports.periods import Period

SPEED = StandardFacts(
    "SPEED", "Served in five minutes", "transaction", "responsiveness", (), (), 90, "lead"
)
THANKS = StandardFacts(
    "THANKS", "Thanked", "post_transaction", "empathy", ("respect",), (), 50, "all"
)
PERCENTS = {"A": (80, 90, 100), "B": (60, 70, 80, 90), "C": (85,), "E": (60, None, 80, 100)}
EARLIER = {"A": (70, 72), "C": (75, 85)}


def visit(name: str, day: date, percent: int | None, location: str, **more) -> VisitFacts:
    """A visit that loses everything on SPEED, out of 100 possible points; THANKS is met."""
    cells = {}
    if percent is not None:
        lost = (100 - percent) * 10_000
        cells = {"SPEED": (1_000_000 - lost, 1_000_000, lost), "THANKS": (10_000, 10_000, 0)}
    return VisitFacts(
        id=name,
        date=day,
        daypart="midday",
        percent=None if percent is None else percent * 10_000,
        outcome="not_scored" if percent is None else "pass" if percent >= 80 else "fail",
        band=None,
        standards=cells,
        location=location,
        **more,
    )


def region(**changes) -> RegionFacts:
    visits = [
        visit(f"{place}-{number}", date(2026, 8, 1 + number), percent, place)
        for place, percents in PERCENTS.items()
        for number, percent in enumerate(percents)
    ]
    earlier = [
        visit(f"{place}-before-{number}", date(2026, 5, 1 + number), percent, place)
        for place, percents in EARLIER.items()
        for number, percent in enumerate(percents)
    ]
    facts = {
        "region": "south",
        "programme": "guest-promise",
        "period": Period(date(2026, 7, 1), date(2026, 9, 30)),
        "target": 80,
        "places": [Place(code, f"Place {code}") for code in "EDCBA"],
        "visits": [*visits, *earlier],
        "standards": [SPEED, THANKS],
        "void": 1,
    }
    return RegionFacts(**{**facts, **changes})
