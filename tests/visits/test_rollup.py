"""A month's tally says what its visits come to, whatever happened to them and in what order."""

from __future__ import annotations

import random
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from backend.review.correcting import correct
from backend.review.judging import release, void
from backend.visits.models import MonthTally, Visit, VisitState
from backend.visits.rollup import Month, differences, rebuild
from tests.gap_reports.random_visits import random_visits
from tests.gap_reports.released import received, released
from tests.gap_reports.visits import visit

pytestmark = pytest.mark.django_db

JULY = 12 * 2026 + 6


def test_tally_holds_the_sums_of_its_month(cast):
    standards = {"GREET": (1, 2, 15), "SPEED": (3, 3, 0)}
    visit(cast, percent=80, day=date(2026, 7, 1), standards=standards)
    visit(
        cast,
        percent=90,
        day=date(2026, 7, 31),
        standards={"GREET": (2, 2, 0), "SPEED": (0, 0, 5)},
        outcome="fail",
        vector={"critical": ["allergens"]},
    )
    closed = visit(cast, percent=None, day=date(2026, 7, 31))
    visit(cast, percent=10, day=date(2026, 8, 1))
    visit(cast, percent=10, state=VisitState.VOID)

    tally = MonthTally.objects.get(programme="promise", location="L1", month=JULY)

    assert (tally.released, tally.n, tally.passed, tally.critical) == (3, 2, 1, 1)
    assert (tally.total_e4, tally.squares_e8) == (1_700_000, 1_450_000_000_000)
    assert (tally.lowest_e4, tally.highest_e4) == (800_000, 900_000)
    assert tally.codes == '["GREET","SPEED"]'
    assert tally.sums == "[2,30000,40000,150000,1,30000,30000,50000]"
    assert tally.together == '{"1":1,"3":1}'
    last = f"2026-07-31 2026-07-31T09:00:00.000000+00:00 {closed.pk}"
    assert tally.latest in (
        f'{{"{cast.version.pk}":"{last}"}}',
        f'{{"{cast.version.pk}":"{_latest(cast)}"}}',
    )


@pytest.mark.parametrize("seed", range(3))
def test_tallies_follow_every_release_correction_and_void(cast, seed):
    chance = random.Random(seed)
    visits = [received(cast, chance.choice([cast.l1, cast.p1]), _day(chance)) for _ in range(5)]
    Visit.objects.update(state=VisitState.IN_REVIEW)
    steps = {
        VisitState.IN_REVIEW: (_release, _correct, _void),
        VisitState.RELEASED: (_correct, _correct, _void),
        VisitState.VOID: (_look_on,),
    }

    for _ in range(10):
        one = Visit.objects.get(pk=chance.choice(visits).pk)
        chance.choice(steps[VisitState(one.state)])(cast, chance, one)

        assert differences(cast.programme) == []


def test_month_without_counted_visits_has_no_tally(cast):
    one = released(cast)
    assert MonthTally.objects.count() == 1

    void(visit=one, by=cast.rae, reason="Wrong place.", payable=False)

    assert MonthTally.objects.count() == 0


def test_rebuild_mends_what_is_missing_wrong_and_left_over(cast):
    visit(cast, cast.l1)
    visit(cast, cast.l2)
    gone = visit(cast, cast.p1)
    Visit.objects.filter(pk=gone.pk).update(state=VisitState.VOID)
    MonthTally.objects.filter(location="L1").delete()
    MonthTally.objects.filter(location="L2").update(n=7)
    wrong = [Month("promise", code, JULY) for code in ("L1", "L2", "P1")]

    assert differences(cast.programme) == wrong
    with pytest.raises(CommandError):
        call_command("rebuild_rollups", check=True)
    assert rebuild(cast.programme) == 3
    assert rebuild(cast.programme) == 0
    assert [(one.location_id, one.n) for one in MonthTally.objects.all()] == [("L1", 1), ("L2", 1)]
    call_command("rebuild_rollups", check=True)


@pytest.mark.django_db(transaction=True)
def test_migration_counts_the_visits_there_are_and_goes_back(cast):
    random_visits(cast, seed=7, count=20)
    before = list(MonthTally.objects.order_by("pk").values_list("location", "month", "sums"))

    executor = MigrationExecutor(connection)
    executor.migrate([("visits", "0002_figures_change")])
    try:
        tables = connection.introspection.table_names()
    finally:
        # all of them, for rooms above may build on the newer ones
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())

    assert "visits_monthtally" not in tables
    assert differences(cast.programme) == []
    after = MonthTally.objects.values_list("location", "month", "sums")
    assert sorted(after) == sorted(before)


def _latest(cast):
    """Of two visits of one moment the id decides."""
    rows = Visit.objects.filter(state="released", visit_date=date(2026, 7, 31))
    return f"2026-07-31 2026-07-31T09:00:00.000000+00:00 {max(str(row.pk) for row in rows)}"


def _day(chance):
    return date(2026, chance.choice((7, 8)), chance.randint(1, 14))


def _release(cast, chance, one):
    release(visit=one, by=cast.rae)


def _void(cast, chance, one):
    void(visit=one, by=cast.rae, reason="A trial.", payable=True)


def _correct(cast, chance, one):
    value = chance.choice(("yes", "no"))
    answer = {"value": value, "comment": "She looked past me to the queue."}
    correct(visit=one, by=cast.rae, question="greeted", answer=answer, reason="A trial.")


def _look_on(cast, chance, one):
    """A void visit stays one."""
