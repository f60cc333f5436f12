"""A location by hand: three standards, and dull builders of visits and facts."""

from datetime import date
from decimal import Decimal

from reports.exact import ten_thousandths
from reports.gaps_facts import (
    LocationFacts,
    StandardFacts,
    VisitFacts,
)
from reports.periods import Period

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
GREET = StandardFacts(
    code="GREET",
    text="Greeted in one minute",
    stage="pre_transaction",
    dimension="responsiveness",
    behaviours=("respect", "sincere_interest"),
    trust=("timeliness",),
    target_percent=80,
    owner_role="Shift lead",
)
PRICE = StandardFacts(
    code="PRICE",
    text="Charged the displayed price",
    stage="transaction",
    dimension="reliability",
    behaviours=(),
    trust=("fair_price", "timeliness"),
    target_percent=Decimal("99.5"),
    owner_role="Manager",
    critical=True,
)
THANKS = StandardFacts(
    code="THANKS",
    text="Thanked",
    stage="transaction",
    dimension="empathy",
    behaviours=("respect",),
    trust=(),
    target_percent=50,
    owner_role="Everyone",
)


def cell(earned: int, possible: int, lost: int = 0) -> tuple[int, int, int]:
    return earned * 10_000, possible * 10_000, lost * 10_000


def visit(name: str, percent: int | str | None, standards: dict, **more) -> VisitFacts:
    facts = {
        "id": name,
        "date": date(2026, 8, 1),
        "daypart": "morning",
        "percent": None if percent is None else ten_thousandths(percent),
        "outcome": "pass",
        "band": "Good",
        "standards": standards,
    }
    return VisitFacts(**{**facts, **more})


def location(visits: list[VisitFacts], **changes) -> LocationFacts:
    facts = {
        "location": "PT-0417",
        "programme": "guest-promise",
        "period": QUARTER,
        "target": 80,
        "visits": visits,
        "standards": [THANKS, PRICE, GREET],
    }
    return LocationFacts(**{**facts, **changes})


def three_visits() -> list[VisitFacts]:
    return [
        visit("a", 70, {"GREET": cell(1, 2, 10), "PRICE": cell(0, 1, 20), "THANKS": cell(1, 1)}),
        visit("b", 80, {"GREET": cell(1, 2, 20)}),
        visit("c", 90, {"GREET": cell(2, 2), "THANKS": cell(0, 1, 10), "PRICE": cell(0, 0)}),
    ]
