"""Which questionnaire versions decide, and what is taken from them."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from backend.gap_reports.analysing import (
    analyse_location_gaps,
    gather_location,
)
from reports.periods import Period
from tests.cast import EXAMPLE, Cast, published
from tests.gap_reports.visits import visit

pytestmark = pytest.mark.django_db

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
JULY = Period(date(2026, 7, 1), date(2026, 7, 31))


def facts(cast: Cast, period: Period = QUARTER):
    return gather_location(location=cast.l1, programme=cast.programme, period=period)


def analysis(cast: Cast, period: Period = QUARTER):
    return analyse_location_gaps(location=cast.l1, programme=cast.programme, period=period)


def next_version(cast: Cast, **changes):
    """Version 2 of the example, with keys of its document or of a standard changed."""
    document = copy.deepcopy(EXAMPLE)
    document["version"] = EXAMPLE["version"] + 1
    for key, value in changes.items():
        if key in document["standards"]:
            document["standards"][key].update(value)
        else:
            document[key] = value
    return published(document, cast.harbour)


def test_standards_without_a_visit_come_from_the_programmes_current_version(cast):
    next_version(cast, GREET={"target_percent": 70})

    targets = {one.code: one.target_percent for one in facts(cast).standards}

    assert targets["GREET"] == 70
    assert sorted(targets) == ["ANSWER", "CLEAN", "GREET", "KNOW", "PRICE", "RECOVER", "SPEED"]


def test_standards_of_a_retired_version_are_not_current(cast):
    later = next_version(cast, GREET={"target_percent": 70})
    later.retired_at = datetime(2026, 6, 1, tzinfo=UTC)
    later.save(update_fields=["retired_at"])

    targets = {one.code: one.target_percent for one in facts(cast).standards}

    assert targets["GREET"] == 90


def test_target_is_of_the_latest_visit_by_date_then_release(cast):
    later = next_version(
        cast,
        GREET={"target_percent": 70},
        scoring={**EXAMPLE["scoring"], "bands": [{"from": 0, "label": "Any"}]},
    )
    early, late = datetime(2026, 7, 12, tzinfo=UTC), datetime(2026, 7, 13, tzinfo=UTC)
    visit(cast, day=date(2026, 7, 9), released_at=datetime(2026, 8, 1, tzinfo=UTC))
    visit(cast, day=date(2026, 7, 10), released_at=late, version=later)
    visit(cast, day=date(2026, 7, 10), released_at=early)

    result = analysis(cast)

    greet = {one["code"]: one["target"] for one in result["standards"]}["GREET"]
    assert (greet, result["band"]) == ("70.0000", "Any")


def test_standards_of_earlier_periods_do_not_count(cast):
    next_version(cast, GREET={"target_percent": 70})
    visit(cast, day=date(2026, 6, 30))

    targets = {one.code: one.target_percent for one in facts(cast).standards}

    assert targets["GREET"] == 70


def test_standard_carries_the_words_of_its_document(cast):
    found = {one.code: one for one in facts(cast).standards}["GREET"]

    assert found.text == "Every guest is greeted within one minute."
    assert (found.stage, found.dimension, found.owner_role) == (
        "pre_transaction",
        "responsiveness",
        "host",
    )
    assert (found.behaviours, found.trust) == (("sincere_interest",), ("best_interest",))


def test_measured_questions_are_listed_with_their_answers(cast):
    visit(cast, day=date(2026, 7, 2), vector={"measured": {"serve_wait": "240"}})
    visit(cast, day=date(2026, 7, 1), vector={"measured": {"serve_wait": "400.5"}})
    visit(cast, day=date(2026, 6, 1), vector={"measured": {"serve_wait": "999"}})
    visit(cast, percent=None)

    found = {one.question: one for one in facts(cast).measured}

    assert list(found) == ["answer_time", "greet_wait", "serve_wait"]
    wait = found["serve_wait"]
    assert list(wait.values) == [Fraction("400.5"), Fraction(240)]
    assert (wait.better, wait.target, wait.type) == ("lower", 300, "duration")
    assert (wait.standard, wait.currency) == ("SPEED", None)
    table = found["greet_wait"]
    assert (table.better, table.target, list(table.values)) == ("lower", None, [])


def test_recommendations_are_of_the_period(cast):
    visit(cast, day=date(2026, 7, 1), vector={"recommend": 9})
    visit(cast, day=date(2026, 7, 2))
    visit(cast, day=date(2026, 6, 1), vector={"recommend": 1})

    assert analysis(cast)["recommend"] == {
        "n": 1,
        "promoters": 1,
        "detractors": 0,
        "nps": "100.0000",
    }
