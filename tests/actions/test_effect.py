"""Did it work: literal figures of the standard before and after, here and at the others."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from backend.actions.effect import Effect, Pooled, effect_of
from tests.actions.actions import action
from tests.gap_reports.visits import visit

pytestmark = pytest.mark.django_db

CLOSED = date(2026, 7, 15)


def seen(cast, where, day, earned, possible=4):
    visit(cast, where, day, standards={"GREET": (earned, possible, 0)})


def effect(cast, **changes):
    found = effect_of(
        action(cast, standard="GREET", **{"state": "verified", "closed_on": CLOSED, **changes})
    )
    assert isinstance(found, Effect)
    return found


def test_standard_is_pooled_before_and_after_here_and_elsewhere(cast):
    for day, earned in ((1, 1), (15, 2), (16, 4), (20, 3), (25, 4)):
        seen(cast, cast.l1, date(2026, 7, day), earned)
    for where, day, earned in ((cast.l2, 1, 2), (cast.p1, 2, 3), (cast.l2, 20, 3)):
        seen(cast, where, date(2026, 7, day), earned)
    seen(cast, cast.r1, date(2026, 7, 20), 0)  # a competitor
    seen(cast, cast.l1, date(2026, 1, 10), 0)  # more than 180 days before

    found = effect(cast)

    assert found.before == Pooled(Fraction(75, 2), 2)
    assert found.after == Pooled(Fraction(275, 3), 3)
    assert found.others_before == Pooled(Fraction(125, 2), 2)
    assert found.others_after == Pooled(Fraction(75), 1)
    assert found.change == Fraction(325, 6)
    assert found.others_change == Fraction(25, 2)
    assert found.beyond_others == Fraction(125, 3)
    assert (found.is_too_early, found.has_little_before) == (False, True)


def test_two_visits_since_are_too_early_and_unmeasured_ones_do_not_count(cast):
    seen(cast, cast.l1, date(2026, 7, 16), 4)
    seen(cast, cast.l1, date(2026, 7, 17), 4)
    seen(cast, cast.l1, date(2026, 7, 18), 0, possible=0)

    found = effect(cast)

    assert (found.after.n, found.is_too_early) == (2, True)
    assert (found.before, found.change, found.beyond_others) == (Pooled(None, 0), None, None)


def test_open_action_and_decision_have_no_effect(cast):
    assert effect_of(action(cast)) is None
    assert effect_of(action(cast, standard="A", state="no_action", closed_on=CLOSED)) is None


@pytest.mark.parametrize("visits", [1, 30])
def test_effect_takes_the_same_queries(cast, visits, django_assert_num_queries):
    for number in range(visits):
        seen(cast, cast.l1, date(2026, 7, 1 + number), 3)
    done = action(cast, standard="GREET", state="done", closed_on=CLOSED)

    with django_assert_num_queries(4):
        effect_of(done)
