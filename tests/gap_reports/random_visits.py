"""A seeded history of visits in two regions and two questionnaire versions, for comparisons."""

from __future__ import annotations

import copy
import json
import random
from datetime import date, timedelta

from backend.network.models import Location
from backend.standards.models import QuestionnaireVersion
from backend.visits.models import Visit, VisitState
from shopper_forms.canonical import sha256_hex
from tests.cast import EXAMPLE, Cast, location
from tests.gap_reports.visits import visit

FIRST, LAST = date(2025, 1, 1), date(2026, 9, 30)
CODES = tuple(EXAMPLE["standards"])
STATES = (*[VisitState.RELEASED] * 6, VisitState.APPEALED, VisitState.VOID, VisitState.IN_REVIEW)


def random_visits(cast: Cast, seed: int, count: int) -> list[Visit]:
    """Visits of every state to every location of harbour, one of them closed by now, and to a
    competitor."""
    chance = random.Random(seed)
    versions = [cast.version, cast.version, second_version(cast)]
    closed = location("L9", cast.lisbon)
    Location.objects.filter(pk=closed.pk).update(active=False)
    places = [cast.l1, cast.l1, cast.l2, cast.p1, closed, cast.r1]
    return [_random_visit(cast, chance, places, versions) for _ in range(count)]


def second_version(cast: Cast) -> QuestionnaireVersion:
    """A later version with other targets, in which KNOW belongs to another stage."""
    document = copy.deepcopy(EXAMPLE)
    document["version"] = 2
    for standard in document["standards"].values():
        standard["target_percent"] = 75
    document["standards"]["KNOW"]["stage"] = "post_transaction"
    frozen = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return QuestionnaireVersion.objects.create(
        questionnaire=cast.version.questionnaire,
        version=2,
        sha256=sha256_hex(frozen.encode()),
        frozen=frozen,
        published_at=cast.version.published_at,
    )


def _random_visit(
    cast: Cast,
    chance: random.Random,
    places: list[Location],
    versions: list[QuestionnaireVersion],
) -> Visit:
    cells = {}
    for code in CODES:
        if chance.random() < 0.8:
            possible = chance.choice((0, 1, 3, 5))
            earned = chance.randint(0, possible)
            cells[code] = (earned, possible, possible - earned)
    return visit(
        cast,
        chance.choice(places),
        FIRST + timedelta(days=chance.randint(0, (LAST - FIRST).days)),
        percent=chance.choice((None, 85, chance.randint(0, 100), chance.randint(0, 100))),
        standards=cells,
        state=chance.choice(STATES),
        version=chance.choice(versions),
        outcome=chance.choice(("pass", "fail")),
        vector={"critical": chance.choice(([], [], [], ["charged_right"], ["allergens"]))},
    )
