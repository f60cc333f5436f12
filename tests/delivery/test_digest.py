"""The weekly digest: once in a week, on Monday morning where its reader is, and only with news."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from backend import clock
from backend.actions.models import Action
from backend.delivery.choosing import choose
from backend.delivery.digesting import note_digests, zone_of
from backend.delivery.models import Kind, Mailing
from backend.delivery.openings import note_opening
from backend.delivery.tasks import deliver
from backend.network.models import Location
from tests.cast import NOW, programme
from tests.gap_reports.released import released
from tests.portal.desk import report

pytestmark = pytest.mark.django_db

WRONG = {"value": "no", "comment": "1.60 instead of 1.40."}
MONDAY = datetime(2026, 8, 17, 6, 0, tzinfo=UTC)  # 07:00 in Lisbon
WEEK = timedelta(days=7)


@pytest.fixture
def reader(cast):
    """Mona, who chose the digest on Friday the 14th."""
    choose(person=cast.mona, kinds=[Kind.DIGEST])
    return cast.mona


def sent_at(*moments: datetime) -> list[int]:
    """How many mails leave at each of these moments."""
    counts = []
    for moment in moments:
        with clock.frozen_at(moment):
            counts.append(deliver.call())
    return counts


def test_digest_goes_on_monday_morning_once(cast, reader):
    released(cast)

    minute = timedelta(minutes=1)
    assert sent_at(NOW, MONDAY - minute, MONDAY, MONDAY + minute, MONDAY + timedelta(days=6)) == [
        0,
        0,
        1,
        0,
        0,
    ]
    assert Mailing.objects.get().week == "2026-W34"


def test_digest_after_an_outage_is_sent_late_and_once(cast, reader):
    released(cast)

    assert sent_at(MONDAY + timedelta(days=3), MONDAY + timedelta(days=4)) == [1, 0]


def test_digest_that_was_held_up_all_week_is_not_sent_in_the_next(cast, reader, monkeypatch):
    released(cast)
    with clock.frozen_at(MONDAY):
        note_digests()

    assert sent_at(MONDAY + WEEK) == [0]
    assert list(Mailing.objects.order_by("week").values_list("week", "state")) == [
        ("2026-W34", "needless"),
        ("2026-W35", "needless"),
    ]


def test_digest_chosen_in_mid_week_waits_for_monday(cast):
    released(cast, at=MONDAY)
    with clock.frozen_at(MONDAY + timedelta(hours=1)):
        choose(person=cast.mona, kinds=[Kind.DIGEST])

    assert sent_at(MONDAY + timedelta(hours=2), MONDAY + WEEK) == [0, 1]


def test_week_without_anything_to_tell_is_silent(cast, reader):
    released(cast)

    assert sent_at(MONDAY, MONDAY + WEEK) == [1, 0]


def test_each_visit_is_told_of_in_one_week(cast, reader):
    released(cast, at=MONDAY - timedelta(seconds=1))
    released(cast, cast.l2, at=MONDAY)
    sent_at(MONDAY, MONDAY + WEEK)

    news = "1 visit was released in the last seven days.\n"
    assert [message.body.count(news) for message in mail.outbox] == [1, 1]


def test_zone_is_that_of_all_locations_or_the_setting(cast, settings):
    settings.DIGEST_ZONE = "Europe/Vienna"
    one = zone_of(cast.cleo)
    Location.objects.filter(pk="P1").update(time_zone="Atlantic/Azores")

    assert (one, zone_of(cast.cleo), zone_of(cast.mona)) == (
        "Europe/Lisbon",
        "Europe/Vienna",
        "Europe/Lisbon",
    )


def test_digest_says_where_the_scope_stands_and_what_is_new(cast, reader):
    visit = released(cast, charged_right=WRONG)
    released(cast, cast.p1, charged_right=WRONG)  # of another region
    report(cast, created_at=NOW - timedelta(days=6), checked_change=10**9)
    read = report(cast, cast.l2, created_at=NOW - timedelta(days=6), checked_change=10**9)
    note_opening(report=read, person=cast.mona)
    for due in (date(2026, 8, 15), date(2026, 8, 20), date(2026, 9, 30)):
        Action.objects.create(
            location=cast.l1,
            programme=cast.programme,
            standard=f"S{due.day}",
            standard_text="x",
            kind="by_hand",
            due=due,
            noticed_on=due,
            opened_at=NOW,
        )

    sent_at(MONDAY)

    (message,) = mail.outbox
    assert (message.to, message.subject) == (["mona@cast.example"], "Weekly digest, week 34")
    assert message.body == DIGEST.format(visit=visit.pk)


DIGEST = """\
Promise, Lisbon
===============
July to September 2026 so far
Score 87.8, target 90.0; 1 visit to 1 location. Too few visits for a rating.
1 visit was released in the last seven days.

Largest gaps
- The amount charged is the amount displayed: 0.0, target 100.0 (1 visit), costs 12.2 points

Where to go first (shortfall, and two points for each critical miss)
- Harbour Coffee L1 (L1): 87.8 from 1 visit, 1 critical miss

New critical misses
- Harbour Coffee L1 (L1), 14 August 2026, morning: Did the receipt match the displayed price?
  http://127.0.0.1:8000/desk/visits/{visit}/

Actions: 1 late, 2 due within seven days
- S15, Harbour Coffee L1 (L1): 2 days late
- S20, Harbour Coffee L1 (L1): due 20 August
- PRICE, Harbour Coffee L1 (L1): due 21 August

Reports that no manager of the region has opened
- Harbour Coffee L1 (L1), July to September 2026: for 8 days

The figures: http://127.0.0.1:8000/desk/?programme=promise&from=2026-07-01&to=2026-09-30

To see more than this you sign in.
You chose to get these mails. Change that, or switch them off: http://127.0.0.1:8000/desk/mail/
"""


def test_digest_is_of_the_chosen_programme(cast):
    other = programme("other", cast.harbour, cast.version, [cast.l1])
    choose(person=cast.mona, kinds=[Kind.DIGEST], programme=other)
    released(cast)

    assert sent_at(MONDAY) == [0]


def test_settled_week_costs_one_query(cast, reader, django_assert_num_queries):
    released(cast)
    sent_at(MONDAY)

    with clock.frozen_at(MONDAY + timedelta(days=2)), django_assert_num_queries(1):
        note_digests()
