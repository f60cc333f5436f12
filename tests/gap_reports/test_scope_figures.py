"""The figures of any set of locations are those of a region, of its locations, and no others."""

from __future__ import annotations

from datetime import date

import pytest

from backend.gap_reports.analysing import (
    analyse_location_gaps,
    analyse_region_gaps,
    gather_region,
)
from backend.gap_reports.scope_figures import read_scope, where_to_go
from backend.network.models import Location
from reports.gaps import analyse_region
from reports.periods import Period
from tests.gap_reports.random_visits import random_visits
from tests.gap_reports.visits import visit

pytestmark = pytest.mark.django_db

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
PERIODS = (
    QUARTER,
    Period(date(2026, 8, 1), date(2026, 8, 31)),
    Period(date(2026, 1, 1), date(2026, 6, 30)),
    Period(date(2026, 8, 3), date(2026, 8, 30)),
    Period(date(2026, 6, 15), date(2026, 9, 14)),
    Period(date(2026, 9, 30), date(2026, 9, 30)),
)
SAME = ("from", "to", "not_scored", "status", "score", "change", "trend", "priorities", "stages")
CELL = ("percent", "target", "gap", "n", "lost", "status")


def here(cast, region=None):
    found = Location.objects.filter(brand=cast.harbour)
    return found.filter(region=region) if region else found


def figures(cast, period=QUARTER, region=None):
    return read_scope(programme=cast.programme, period=period, locations=here(cast, region))


def only(names, of):
    return {name: of[name] for name in names}


@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.slow) for n in (2, 3))])
def test_scope_of_a_region_is_the_analysis_of_the_region(cast, seed):
    random_visits(cast, seed, 60)

    for period in PERIODS:
        for region, within in ((cast.lisbon, cast.lisbon), (cast.pt, None)):
            scope = figures(cast, period, within)
            asked = {"region": region, "programme": cast.programme, "period": period}
            # from the visits, whatever the period: what the tallies must say, too
            whole = analyse_region(gather_region(**asked))
            assert analyse_region_gaps(**asked) == whole

            assert only(SAME, scope) == only(SAME, whole)
            assert scope["standards"] == [
                only(one.keys() - {"trend"}, one) for one in whole["standards"]
            ]
            assert scope["funnel"] == whole["funnel"]
            assert scope["critical"] == len(whole["critical_misses"])
            assert [only(whole["league"][0], row) for row in scope["league"]] == (whole["league"])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_scope_says_of_a_location_what_its_own_analysis_says(cast, seed):
    random_visits(cast, seed, 60)
    own = {place.pk: place for place in here(cast)}

    for period in PERIODS:
        scope = figures(cast, period)
        for row in scope["league"]:
            alone = analyse_location_gaps(
                location=own[row["location"]], programme=cast.programme, period=period
            )
            lost = {one["code"]: one["lost"] for one in alone["standards"]}

            assert row["trend"] == [point["percent"] for point in alone["trend"]]
            assert row["critical"] == len(alone["critical_misses"])
            assert row["worst_lost"] == lost.get(row["worst_standard"])
            assert scope["cells"][row["location"]] == {
                one["code"]: only(CELL, one) for one in alone["standards"]
            }


def test_scope_names_regions_and_knows_no_location_outside(cast):
    visit(cast, cast.p1, percent=60)

    scope = figures(cast, region=cast.lisbon)

    assert [(row["location"], row["region"], row["region_name"]) for row in scope["league"]] == [
        ("L1", "lisbon", "Lisbon"),
        ("L2", "lisbon", "Lisbon"),
    ]
    assert list(scope["cells"]) == ["L1", "L2"]
    assert (scope["released"], scope["visits"]) == (0, 0)
    with pytest.raises(KeyError):
        scope["cells"]["P1"]


def test_scope_of_no_location_has_no_figures(cast):
    visit(cast)

    nowhere = read_scope(
        programme=cast.programme, period=QUARTER, locations=Location.objects.none()
    )

    assert (nowhere["score"]["percent"], nowhere["league"], nowhere["visits"]) == (None, [], 0)
    assert [point["percent"] for point in nowhere["trend"]] == [None] * 6


@pytest.mark.parametrize("visits", [1, 30])
def test_scope_takes_the_same_queries(cast, django_assert_num_queries, visits):
    for number in range(visits):
        visit(cast, cast.l1 if number % 2 else cast.p1, date(2026, 4 + number % 6, 10))

    with django_assert_num_queries(5):
        figures(cast)


def test_where_to_go_weighs_shortfall_and_critical_misses(cast):
    # the target is 90: L1 lacks 8 points and missed 2 critical ones, P1 lacks 10, L2 nothing
    visit(cast, cast.l1, percent=82, vector={"critical": ["charged_right", "allergens"]})
    visit(cast, cast.p1, percent=80)
    visit(cast, cast.l2, percent=100)

    scope = figures(cast)

    assert scope["target"] == "90.0000"
    assert [row["location"] for row in where_to_go(scope)] == ["L1", "P1"]
    assert (scope["critical"], scope["critical_locations"]) == (2, 1)
