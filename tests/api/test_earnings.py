"""What a shopper earns: one line an assignment, decided by release or void."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend import clock
from backend.review.judging import release, void
from backend.visits.models import Visit
from tests.cast import NOW, Api
from tests.visits.phone import sent_visit

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=3)  # 17 August 2026


def lines(person):
    return Api(person).get("/me/earnings").json()["items"]


def states(person):
    return {line["visit"]: (line["state"], line["promised_on"]) for line in lines(person)}


def released_later(visit, by):
    Visit.objects.filter(pk=visit.pk).update(state="in_review")
    with clock.frozen_at(LATER):
        release(visit=visit, by=by)


def voided_later(visit, by, payable, days=3):
    with clock.frozen_at(NOW + timedelta(days=days)):
        void(visit=visit, by=by, reason="Recognised.", payable=payable)


def test_released_visit_earns_its_fee_within_thirty_days(cast):
    visit = sent_visit(cast)
    released_later(visit, cast.rae)

    assert lines(cast.sam) == [
        {
            "visit": str(visit.pk),
            "assignment": str(visit.assignment_id),
            "location": {"code": "L1", "name": "Harbour Coffee L1"},
            "visit_date": "2026-08-14",
            "state": "earned",
            "amount": {"amount": 1500, "currency": "EUR"},
            "promised_on": "2026-09-16",
        }
    ]


@pytest.mark.parametrize("state", ["incomplete", "received", "in_review", "returned"])
def test_fee_of_an_undecided_visit_waits(cast, state):
    visit = sent_visit(cast, state=state)

    assert states(cast.sam) == {str(visit.pk): ("waiting", None)}


def test_appeal_takes_nothing_from_the_shopper(cast):
    visit = sent_visit(cast)
    released_later(visit, cast.rae)
    Visit.objects.filter(pk=visit.pk).update(state="appealed")

    assert states(cast.sam) == {str(visit.pk): ("earned", "2026-09-16")}


@pytest.mark.parametrize(
    ("payable", "told"), [(True, ("earned", "2026-09-16")), (False, ("not_paid", None))]
)
def test_void_visit_is_paid_when_it_is_payable(cast, payable, told):
    visit = sent_visit(cast)
    voided_later(visit, cast.rae, payable)

    assert states(cast.sam) == {str(visit.pk): told}


def test_fee_earned_by_release_is_not_put_off_by_a_later_void(cast):
    visit = sent_visit(cast)
    released_later(visit, cast.rae)
    voided_later(visit, cast.rae, payable=True, days=20)

    assert states(cast.sam) == {str(visit.pk): ("earned", "2026-09-16")}


def test_days_until_pay_are_a_setting(cast, settings):
    settings.PAY_WITHIN_DAYS = 0
    visit = sent_visit(cast)
    released_later(visit, cast.rae)

    assert states(cast.sam) == {str(visit.pk): ("earned", "2026-08-17")}


@pytest.mark.parametrize("first_counts", [True, False])
def test_assignment_visited_twice_is_one_line(cast, first_counts):
    first = sent_visit(cast)
    second = sent_visit(cast)
    Visit.objects.filter(pk=second.pk).update(assignment=first.assignment_id)
    counting, other = (first, second) if first_counts else (second, first)
    released_later(Visit.objects.get(pk=counting.pk), cast.rae)

    assert states(cast.sam) == {str(counting.pk): ("earned", "2026-09-16")}
    voided_later(Visit.objects.get(pk=other.pk), cast.rae, payable=True)
    assert states(cast.sam) == {str(counting.pk): ("earned", "2026-09-16")}


def test_of_two_undecided_visits_the_later_is_shown(cast):
    first = sent_visit(cast)
    with clock.frozen_at(LATER):
        second = sent_visit(cast)
    Visit.objects.filter(pk=second.pk).update(assignment=first.assignment_id)

    assert states(cast.sam) == {str(second.pk): ("waiting", None)}


def test_unpaid_void_visit_hides_behind_the_one_that_followed(cast):
    first = sent_visit(cast)
    second = sent_visit(cast)
    Visit.objects.filter(pk=second.pk).update(assignment=first.assignment_id)
    voided_later(Visit.objects.get(pk=second.pk), cast.rae, payable=False)

    assert states(cast.sam) == {str(first.pk): ("waiting", None)}


def test_two_shoppers_of_one_assignment_see_each_their_own(cast):
    sams = sent_visit(cast)
    sues = sent_visit(cast, owner=cast.sue)
    Visit.objects.filter(pk=sues.pk).update(assignment=sams.assignment_id)
    released_later(sams, cast.rae)
    voided_later(Visit.objects.get(pk=sues.pk), cast.rae, payable=True)

    assert states(cast.sam) == {str(sams.pk): ("earned", "2026-09-16")}
    assert states(cast.sue) == {str(sues.pk): ("earned", "2026-09-16")}


def test_line_tells_nothing_of_why_a_visit_is_void(cast):
    visit = sent_visit(cast)
    void(visit=visit, by=cast.rae, reason="CANARY", payable=False)

    assert b"CANARY" not in Api(cast.sam).get("/me/earnings").content


def test_pages_cover_all_lines_once(cast):
    made = {str(sent_visit(cast).pk) for _ in range(5)}
    sam, seen, cursor = Api(cast.sam), [], None
    for _ in range(3):
        page = sam.get("/me/earnings", limit=2, **({"cursor": cursor} if cursor else {})).json()
        seen += [line["visit"] for line in page["items"]]
        cursor = page["next"]

    assert cursor is None
    assert (len(seen), set(seen)) == (5, made)


def test_list_asks_as_many_queries_for_five_lines_as_for_one(cast):
    sam, counts = Api(cast.sam), []
    for missing in (1, 4):
        for _ in range(missing):
            sent_visit(cast)
        with CaptureQueriesContext(connection) as queries:
            sam.get("/me/earnings")
        counts.append(len(queries))

    assert counts == [2, 2]
