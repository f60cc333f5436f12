"""Which rows an analysis reads: the right visits, versions, neighbours and no others."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from backend import clock
from backend.errors import Invalid
from backend.gap_reports.analysing import (
    analyse_location_gaps,
    analyse_region_gaps,
    gather_location,
    gather_region,
)
from backend.visits.models import VisitState
from reports.gaps_facts import CompetitorFacts
from reports.periods import Period
from tests.cast import Cast, location, programme, wave
from tests.gap_reports.visits import visit

pytestmark = pytest.mark.django_db

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
AUGUST = Period(date(2026, 8, 1), date(2026, 8, 31))
JULY = Period(date(2026, 7, 1), date(2026, 7, 31))


def facts(cast: Cast, period: Period = QUARTER):
    return gather_location(location=cast.l1, programme=cast.programme, period=period)


def analysis(cast: Cast, period: Period = QUARTER):
    return analyse_location_gaps(location=cast.l1, programme=cast.programme, period=period)


def test_gather_counts_released_and_appealed_visits_only(cast):
    for state in VisitState:
        visit(cast, percent=50, state=state, band=state)

    found = facts(cast)

    assert sorted(str(one.band) for one in found.visits) == ["appealed", "released"]


def test_gather_keeps_to_location_programme_and_six_periods(cast):
    other = programme("other", cast.harbour, cast.version, [cast.l1])
    for day in (date(2025, 3, 31), date(2025, 4, 1), date(2026, 9, 30), date(2026, 10, 1)):
        visit(cast, day=day)
    visit(cast, cast.l2)
    visit(cast, programme=other)

    found = facts(cast)

    assert [one.date for one in found.visits] == [date(2025, 4, 1), date(2026, 9, 30)]


def test_gather_reads_the_figures_of_the_scorecard(cast):
    made = visit(
        cast,
        percent=85,
        standards={"GREET": (1, 2, 15), "SPEED": (3, 3, 0)},
        outcome="fail",
        band="Developing",
        daypart="night",
    )

    (found,) = facts(cast).visits

    assert (found.id, found.percent, found.outcome) == (str(made.pk), 850_000, "fail")
    assert (found.band, found.daypart) == ("Developing", "night")
    assert found.standards == {"GREET": (10_000, 20_000, 150_000), "SPEED": (30_000, 30_000, 0)}


def test_visit_without_scorecard_is_not_scored(cast):
    visit(cast, percent=None)
    visit(cast, percent=90)

    result = analysis(cast)

    assert (result["not_scored"], result["score"]["n"]) == (1, 1)
    assert sorted(one["outcome"] for one in result["visits"]) == ["not_scored", "pass"]


def test_critical_misses_bring_comment_and_photos(cast):
    made = visit(
        cast,
        outcome="fail",
        vector={"critical": ["charged_right", "allergens"]},
        answers={
            "charged_right": {"value": "no", "comment": "1.60", "photos": ["a" * 64]},
            "allergens": {"value": "did_not_know"},
        },
    )
    visit(cast, day=date(2026, 6, 1), vector={"critical": ["allergens"]})

    misses = analysis(cast)["critical_misses"]

    assert misses == [
        {
            "visit": str(made.pk),
            "date": "2026-07-10",
            "daypart": "morning",
            "question": "charged_right",
            "standard": "PRICE",
            "comment": "1.60",
            "photos": ["a" * 64],
        },
        {
            "visit": str(made.pk),
            "date": "2026-07-10",
            "daypart": "morning",
            "question": "allergens",
            "standard": "KNOW",
            "comment": None,
            "photos": [],
        },
    ]


def test_benchmarks_are_of_region_and_brand_in_the_period(cast):
    visit(cast, cast.l1, percent=80)
    visit(cast, cast.l2, percent=70)
    visit(cast, cast.l2, percent=75)
    visit(cast, cast.l2, percent=None)
    visit(cast, cast.l2, percent=10, day=date(2026, 6, 1))
    visit(cast, cast.l2, percent=10, state=VisitState.IN_REVIEW)
    visit(cast, cast.p1, percent=90)
    visit(cast, cast.r1, percent=20)
    below = location("L1a", cast.lisbon)
    visit(cast, below, percent=60)

    found = facts(cast)

    assert sorted(found.region_scores) == [60, Fraction(145, 2)]
    assert sorted(found.network_scores) == [60, Fraction(145, 2), 90]


def test_competitors_are_those_of_the_same_region(cast):
    far = location("R2", cast.porto, of=cast.rival)
    visit(cast, cast.r1, standards={"SPEED": (1, 4, 75), "GREET": (0, 0, 0)})
    visit(cast, cast.r1, standards={"SPEED": (2, 2, 0)})
    visit(cast, far, standards={"SPEED": (0, 9, 100)})
    visit(cast, cast.l2, standards={"SPEED": (0, 9, 100)})

    assert facts(cast).competitors == {"SPEED": CompetitorFacts(30_000, 60_000, 2)}


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # Lisbon is an hour ahead of UTC in summer: its July ends at 23:00 UTC.
        (datetime(2026, 7, 31, 22, 59, tzinfo=UTC), None),
        (datetime(2026, 7, 31, 23, 0, tzinfo=UTC), 1),
    ],
)
def test_void_visits_are_told_when_the_period_is_over_there(cast, now, expected):
    visit(cast, state=VisitState.VOID)
    visit(cast, state=VisitState.VOID, day=date(2026, 8, 1))
    visit(cast, cast.l2, state=VisitState.VOID)

    with clock.frozen_at(now):
        assert analysis(cast, JULY)["void"] == expected


def test_region_takes_in_all_below_and_no_competitor(cast):
    visit(cast, cast.l1, percent=80)
    visit(cast, cast.p1, percent=90)
    visit(cast, cast.r1, percent=20, standards={"SPEED": (0, 1, 80)})

    whole = analyse_region_gaps(region=cast.pt, programme=cast.programme, period=QUARTER)
    part = analyse_region_gaps(region=cast.porto, programme=cast.programme, period=QUARTER)

    assert [(row["location"], row["percent"]) for row in whole["league"]] == [
        ("P1", "90.0000"),
        ("L1", "80.0000"),
        ("L2", None),
    ]
    assert whole["score"]["percent"] == "85.0000"
    assert list(whole["competitors"]) == ["SPEED"]
    assert [row["location"] for row in part["league"]] == ["P1"]
    assert part["competitors"] == {}


def test_region_lists_active_places_and_every_visited_one(cast):
    cast.l2.active = False
    cast.l2.save(update_fields=["active"])
    closed = location("L9", cast.lisbon)
    closed.active = False
    closed.save(update_fields=["active"])
    location("L8", cast.lisbon)
    visit(cast, closed)

    found = gather_region(region=cast.lisbon, programme=cast.programme, period=QUARTER)

    assert [place.code for place in found.places] == ["L1", "L9"]


def test_void_visits_of_a_region_wait_for_its_last_zone(cast):
    azores = location("A1", cast.lisbon, zone="Atlantic/Azores")
    cast.programme.locations.add(azores)
    visit(cast, azores, state=VisitState.VOID)

    # At 23:30 UTC July is over in Lisbon, but not on the Azores (an hour later, at 00:00 UTC).
    with clock.frozen_at(datetime(2026, 7, 31, 23, 30, tzinfo=UTC)):
        before = gather_region(region=cast.lisbon, programme=cast.programme, period=JULY)
    with clock.frozen_at(datetime(2026, 8, 1, 0, 0, tzinfo=UTC)):
        after = gather_region(region=cast.lisbon, programme=cast.programme, period=JULY)

    assert (before.void, after.void) == (None, 1)


@pytest.mark.parametrize("period", [AUGUST, Period(date(2026, 8, 2), date(2026, 8, 31))])
def test_void_visits_wait_for_the_end_where_no_place_is_listed_any_more(cast, period):
    visit(cast, cast.p1, state=VisitState.VOID, day=date(2026, 8, 3))
    cast.p1.active = False
    cast.p1.save()

    def void() -> int | None:
        whole = analyse_region_gaps(region=cast.porto, programme=cast.programme, period=period)
        return whole["void"]

    before = void()
    with clock.frozen_at(datetime(2026, 9, 1, 12, 0, tzinfo=UTC)):
        after = void()

    assert (before, after) == (None, 1)


def test_programme_of_another_brand_is_refused(cast):
    care = programme("care", cast.summit, cast.version, [cast.s1])
    wave("care-q3", care)

    with pytest.raises(Invalid) as location_refused:
        analyse_location_gaps(location=cast.l1, programme=care, period=QUARTER)
    with pytest.raises(Invalid) as region_refused:
        analyse_region_gaps(region=cast.pt, programme=care, period=QUARTER)

    for refused in (location_refused, region_refused):
        (finding,) = refused.value.errors
        assert (finding.loc, finding.code) == (("query", "programme"), "other_brand")


@pytest.mark.parametrize("visits", [1, 3, pytest.param(30, marks=pytest.mark.slow)])
def test_location_analysis_takes_the_same_queries(cast, django_assert_num_queries, visits):
    several(cast, visits)
    analysis(cast)

    # Visits, versions in use, critical answers, peers and where they are, void, competitors,
    # customer measures, actions.
    with django_assert_num_queries(9):
        analysis(cast, JULY)


@pytest.mark.parametrize("visits", [1, 3, pytest.param(30, marks=pytest.mark.slow)])
def test_region_analysis_takes_the_same_queries(cast, django_assert_num_queries, visits):
    several(cast, visits)
    analysis(cast)

    # Visits, versions in use, places, critical answers, void, competitors.
    with django_assert_num_queries(9):
        analyse_region_gaps(region=cast.pt, programme=cast.programme, period=JULY)


def several(cast: Cast, visits: int) -> None:
    """Visits to three locations and a competitor, some with a critical miss."""
    for number in range(visits):
        for where in (cast.l1, cast.l2, cast.p1, cast.r1):
            visit(
                cast,
                where,
                day=date(2026, 7, 1 + number),
                standards={"SPEED": (1, 2, 20)},
                vector={"critical": ["allergens"], "recommend": 9},
            )
