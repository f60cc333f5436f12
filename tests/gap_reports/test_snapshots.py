"""What a snapshot holds, word for word, and what never gets into one."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from backend import clock
from backend.accounts.models import Person, ShopperProfile
from backend.errors import Busy, Invalid, WrongState
from backend.gap_reports import snapshots
from backend.gap_reports.analysing import analyse_location_gaps
from backend.gap_reports.snapshots import take_snapshot, take_visit_snapshot
from backend.review.judging import void
from backend.visits.models import FiguresChange, Visit
from reports.periods import Period
from tests.cast import programme
from tests.gap_reports.released import received, released

pytestmark = pytest.mark.django_db

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
OCTOBER = datetime(2026, 10, 2, 12, tzinfo=UTC)
FLOOR = "6" * 64
CLEAN = {"value": ["tables"], "photos": [FLOOR]}


def taken(cast, period: Period = QUARTER):
    return take_snapshot(location=cast.l1, programme=cast.programme, period=period)


def content(cast, period: Period = QUARTER):
    return taken(cast, period).content


def test_snapshot_says_what_it_is_of(cast):
    released(cast, at=datetime(2026, 8, 16, 23, 30, tzinfo=UTC))

    found = content(cast)

    # 23:30 UTC on the sixteenth is half past midnight in Lisbon
    assert {key: found[key] for key in found if key not in _LARGE} == {
        "schema": "gap-report/1",
        "language": "en",
        "brand": {"code": "harbour", "name": "Harbour Coffee"},
        "location": {
            "code": "L1",
            "name": "Harbour Coffee L1",
            "address": "L1 Street 1",
            "time_zone": "Europe/Lisbon",
            "region": {"code": "lisbon", "name": "Lisbon"},
        },
        "programme": {
            "code": "promise",
            "name": "Promise",
            "target_score": "90.0000",
            "staff_identification": "role",
            "declaration": "Staff were told on 12 January 2026.",
        },
        "from": "2026-07-01",
        "to": "2026-09-30",
        "data_as_of": "2026-08-17",
        "void": None,
        "bands": [
            {"from": "0.0000", "label": "Below standard"},
            {"from": "75.0000", "label": "Developing"},
            {"from": "90.0000", "label": "On standard"},
        ],
        "versions": [{"code": "coffee-dine-in", "version": 1, "sha256": cast.version.sha256}],
        "engine": "1",
    }


_LARGE = ("analysis", "evidence", "visits")


def test_snapshot_holds_the_very_analysis(cast):
    released(cast, clean=CLEAN)
    released(cast, cast.l2)

    found = content(cast)

    assert found["analysis"] == analyse_location_gaps(
        location=cast.l1, programme=cast.programme, period=QUARTER
    )
    assert found["analysis"]["score"]["n"] == 1


def test_snapshot_of_no_visits_is_whole(cast):
    found = content(cast)

    assert (found["visits"], found["evidence"], found["versions"]) == ([], [], [])
    assert (found["data_as_of"], found["analysis"]["status"]) == (None, "not_measured")


def test_same_data_has_the_same_bytes(cast):
    released(cast, clean=CLEAN, charged_right={"value": "no"})
    released(cast, day=date(2026, 7, 10))

    first, second = taken(cast), taken(cast)

    assert first.text == second.text
    assert first.sha256 == second.sha256
    assert json.loads(first.text) == json.loads(json.dumps(first.content))


def test_void_visits_are_a_number_once_the_period_is_over(cast):
    released(cast)
    visit = released(cast, day=date(2026, 8, 12))
    void(visit=visit, by=cast.rae, reason="Recognised.", payable=True)

    with clock.frozen_at(OCTOBER):
        found = taken(cast)

    assert found.content["void"] == 1
    assert len(found.content["visits"]) == 1
    assert str(visit.pk) not in found.text


def test_competitors_are_figures_only(cast):
    released(cast)
    rival = released(cast, cast.r1, greeted={"value": "no", "comment": "canary of the rival shop"})

    found = taken(cast)

    assert found.content["analysis"]["competitors"]["GREET"]["n"] == 1
    for canary in (str(rival.pk), "canary of the rival", "R1", "Rival"):
        assert canary not in found.text


def test_nothing_of_the_shopper_gets_in(cast):
    plant_canaries(cast)
    released(cast, clean=CLEAN, trap_colour={"value": "green", "comment": "canary-trap"})

    found = taken(cast)

    assert "canary" not in found.text.lower()
    for exact in ("10:02", "10:40", "09:02", "09:40", str(cast.sam.pk), "trap_colour", "door?"):
        assert exact not in found.text


def test_snapshot_is_refused_for_a_programme_of_another_brand(cast):
    care = programme("care", cast.summit, cast.version, [cast.s1])

    with pytest.raises(Invalid) as refused:
        take_snapshot(location=cast.l1, programme=care, period=QUARTER)

    (finding,) = refused.value.errors
    assert (finding.loc, finding.code) == (("programme",), "other_brand")


def test_release_during_the_reading_is_read_whole(cast, monkeypatch):
    released(cast)
    read = snapshots._read
    times: list[int] = []

    def release_meanwhile(*args):
        found = read(*args)
        if not times:
            released(cast, day=date(2026, 8, 12))
        times.append(1)
        return found

    monkeypatch.setattr(snapshots, "_read", release_meanwhile)

    found = taken(cast)

    assert (len(times), len(found.content["visits"])) == (2, 2)
    assert found.change == FiguresChange.objects.latest("id").pk


def test_log_that_never_rests_is_busy(cast, monkeypatch):
    numbers = iter(range(100))
    monkeypatch.setattr(snapshots, "latest_change", lambda programme: next(numbers))

    with pytest.raises(Busy):
        taken(cast)


@pytest.mark.parametrize("visits", [1, 3, pytest.param(30, marks=pytest.mark.slow)])
def test_snapshot_takes_the_same_queries(cast, django_assert_num_queries, visits):
    for number in range(visits):
        where = (cast.l1, cast.l2, cast.r1)[number % 3]
        released(cast, where, day=date(2026, 7, 1 + number), charged_right={"value": "no"})
    taken(cast)
    programme_ = type(cast.programme).objects.get(pk="promise")
    location = type(cast.l1).objects.select_related("brand", "region").get(pk="L1")

    # Two looks at the log; the analysis: visits, versions in use, critical answers, peers and
    # where they are, void, competitors, actions, customer measures; visits, pictures, appeals,
    # versions, revisions, corrections, scorecards, flags, photos.
    with clock.frozen_at(OCTOBER), django_assert_num_queries(20):
        take_snapshot(location=location, programme=programme_, period=QUARTER)


@pytest.mark.parametrize("state", ["received", "in_review", "returned"])
def test_visit_snapshot_is_taken_of_every_complete_visit(cast, state):
    visit = received(cast)
    Visit.objects.filter(pk=visit.pk).update(state=state)

    found, _ = take_visit_snapshot(Visit.objects.get(pk=visit.pk))

    assert (found["schema"], found["visit"]["percent"]) == ("visit-report/1", "100.0000")
    assert (found["data_as_of"], found["visit"]["released"]) == (None, None)


@pytest.mark.parametrize("state", ["incomplete", "void"])
def test_visit_snapshot_is_refused_of_what_does_not_count(cast, state):
    visit = received(cast)
    Visit.objects.filter(pk=visit.pk).update(state=state)

    with pytest.raises(WrongState):
        take_visit_snapshot(Visit.objects.get(pk=visit.pk))


def plant_canaries(cast) -> None:
    """Mark every field of the shopper that a report could wrongly pick up."""
    Person.objects.filter(pk=cast.sam.pk).update(name="Canary Name", email="canary@mail.example")
    ShopperProfile.objects.filter(person=cast.sam).update(household="canary-household")
