"""Releases and voids of one month at once: real threads, on whatever database there is."""

from __future__ import annotations

from functools import partial

import pytest

from backend.review.judging import release, void
from backend.visits.models import MonthTally, VisitState
from backend.visits.rollup import differences
from tests.cast import Cast
from tests.fieldwork.test_races import together
from tests.gap_reports.visits import visit

pytestmark = pytest.mark.django_db(transaction=True)


def test_visits_of_one_month_released_and_voided_at_once_are_all_in_its_tally():
    cast = Cast()
    waiting = [visit(cast, percent=80, state=VisitState.IN_REVIEW) for _ in range(5)]
    counted = [visit(cast, percent=70) for _ in range(3)]

    together(
        *(partial(_done, release, visit=one, by=cast.rae) for one in waiting),
        *(
            partial(_done, void, visit=one, by=cast.rae, reason="-", payable=True)
            for one in counted
        ),
    )

    tally = MonthTally.objects.get()
    assert (tally.released, tally.n, tally.total_e4) == (5, 5, 4_000_000)
    assert differences(cast.programme) == []


def _done(change, **named):
    change(**named)
    return 200, None
