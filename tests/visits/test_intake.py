"""Intake beyond the phone's own view: photos that complete, assignments that move, faults."""

import uuid
from datetime import UTC, datetime

import pytest

from backend import clock
from backend.audit import chain
from backend.audit.chain import broken_links
from backend.audit.models import Event
from backend.fieldwork.models import Holding
from backend.visits import completing, intake, receipts, storing
from backend.visits.intake import accept_visit, photo_arrived
from backend.visits.models import (
    Flag,
    IntakeBody,
    Photo,
    Scorecard,
    Visit,
    VisitKey,
    VisitRevision,
)
from tests.cast import NOW, Api, assignment
from tests.visits.phone import put, raw, store_photo, visit_body, with_answers


def accept(cast, job, visit_id=None, **changes):
    """sam sends a visit; what it is afterwards."""
    visit_id = visit_id or uuid.uuid4()
    accept_visit(visit_id=visit_id, sender=cast.sam, raw=raw(visit_body(job, **changes)))
    return Visit.objects.get(pk=visit_id)


def kinds(visit):
    """The visit's flags."""
    return list(visit.flags.values_list("kind", flat=True))


def test_last_photo_completes_and_scores_the_visit(cast):
    job = assignment(cast)
    visit = accept(cast, job)
    store_photo(visit.pk, cast.sam)

    photo_arrived(visit.pk)

    visit.refresh_from_db()
    job.refresh_from_db()
    assert (visit.state, visit.percent_e4, job.state) == ("received", 1000000, "received")
    assert visit.completed_at == NOW


def test_photo_of_a_visit_without_a_body_changes_nothing(cast):
    visit_id = uuid.uuid4()
    store_photo(visit_id, cast.sam)

    assert photo_arrived(visit_id) is None
    assert Visit.objects.count() == 0


def test_late_visit_is_accepted_and_marked(cast):
    with clock.frozen_at(datetime(2026, 8, 15, 16, 0, 1, tzinfo=UTC)):
        visit = accept(cast, assignment(cast), photos=[], outcome="closed", answers={})

    assert visit.late is True
    assert kinds(visit) == ["late"]
    assert visit.state == "received"


def test_visit_within_the_grace_is_not_late(cast):
    with clock.frozen_at(datetime(2026, 8, 15, 16, tzinfo=UTC)):
        visit = accept(cast, assignment(cast))

    assert visit.late is False
    assert kinds(visit) == []


@pytest.mark.parametrize(
    ("state", "flags"),
    [("offered", ["unaccepted"]), ("cancelled", ["cancelled"]), ("expired", ["expired"])],
)
def test_work_on_an_assignment_that_was_not_running_is_received_and_flagged(cast, state, flags):
    job = assignment(cast, state=state)

    visit = accept(cast, job, photos=[], outcome="closed", answers={})

    job.refresh_from_db()
    assert (visit.state, job.state, kinds(visit)) == ("received", "received", flags)


def test_former_holders_visit_is_stored_and_leaves_the_assignment_alone(cast):
    job = assignment(cast, holder=cast.sue)
    Holding.objects.create(assignment=job, shopper=cast.sam, since=NOW, ended_at=NOW)

    visit = accept(cast, job, photos=[], outcome="closed", answers={})

    job.refresh_from_db()
    assert (visit.state, job.state, job.shopper) == ("received", "accepted", cast.sue)
    assert kinds(visit) == ["unaccepted", "former_holder"]


def test_second_visit_of_an_assignment_is_stored_and_flagged(cast):
    job = assignment(cast)
    first = accept(cast, job, photos=[], outcome="closed", answers={})

    second = accept(cast, job, photos=[], outcome="refused", answers={})

    assert (first.state, second.state) == ("received", "received")
    assert kinds(second) == ["second_visit"]


def test_review_check_is_a_flag_and_falls_with_a_revision_that_does_not_fire_it(cast):
    job = assignment(cast)
    visit_id = uuid.uuid4()
    store_photo(visit_id, cast.sam)
    odd = with_answers(job, greeted={"value": "no", "comment": "Nobody looked up or said hello."})
    accept_visit(visit_id=visit_id, sender=cast.sam, raw=raw(odd))
    flag = Flag.objects.get()
    Visit.objects.update(state="returned")

    accept_visit(visit_id=visit_id, sender=cast.sam, raw=raw(visit_body(job, revision=1)))

    assert (flag.kind, flag.detail) == ("check", "Not greeted, yet full marks for interest.")
    assert Flag.objects.count() == 0


def test_revision_that_reports_a_closed_place_takes_the_score_away(cast):
    job = assignment(cast)
    visit_id = uuid.uuid4()
    store_photo(visit_id, cast.sam)
    scored = accept(cast, job, visit_id)
    Visit.objects.update(state="returned")

    closed = accept(cast, job, visit_id, revision=1, outcome="closed", answers={}, photos=[])

    assert scored.percent_e4 == 1000000
    assert (closed.percent_e4, closed.scorecard) == (None, None)
    assert closed.scorecards.count() == 1


STEPS = [
    (intake, "judge"),
    (storing, "own_visit_id"),
    (storing, "_as_it_stands"),
    (storing, "stored_ids"),
    (storing, "_new_visit"),
    (storing, "_new_revision"),
    (storing, "settle_completion"),
    (completing, "receive"),
    (completing, "score_visit"),
    (storing, "flag_undecodable"),
    (chain, "record"),
    (receipts, "sign_receipt"),
]


@pytest.mark.parametrize(("module", "step"), STEPS)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_fault_at_any_step_loses_and_doubles_nothing(cast, monkeypatch, module, step, moment):
    visit_id = uuid.uuid4()
    job = assignment(cast)
    store_photo(visit_id, cast.sam)
    phone = Api(cast.sam)
    body = visit_body(job)
    with monkeypatch.context() as patch:
        fail(patch, module, step, moment)
        failed = put(phone, visit_id, body)
    job.refresh_from_db()
    between = (Visit.objects.count(), VisitKey.objects.count(), Event.objects.count(), job.state)

    repeated = put(phone, visit_id, body)

    assert failed.status_code == 500
    assert between == (0, 0, 0, "accepted")
    assert repeated.status_code == 201
    assert repeated.json()["complete"] is True
    assert IntakeBody.objects.get().times == 2
    assert (VisitRevision.objects.count(), Scorecard.objects.count()) == (1, 1)
    assert list(broken_links()) == []


@pytest.mark.parametrize(
    ("module", "step"),
    [
        (intake, "missing_photos"),
        (intake, "complete"),
        (completing, "receive"),
        (completing, "score_visit"),
    ],
)
def test_fault_while_a_photo_completes_the_visit_leaves_it_waiting(cast, monkeypatch, module, step):
    visit = accept(cast, assignment(cast))
    store_photo(visit.pk, cast.sam)
    with monkeypatch.context() as patch:
        fail(patch, module, step, "after")
        with pytest.raises(RuntimeError):
            photo_arrived(visit.pk)
    visit.refresh_from_db()
    between = visit.state

    photo_arrived(visit.pk)

    visit.refresh_from_db()
    assert (between, visit.state) == ("incomplete", "received")
    assert Scorecard.objects.count() == 1
    assert Photo.objects.count() == 1


def test_fault_in_reading_still_keeps_the_bytes(cast, monkeypatch):
    visit_id = uuid.uuid4()
    body = visit_body(assignment(cast))
    with monkeypatch.context() as patch:
        fail(patch, intake, "load_json", "before")
        failed = put(Api(cast.sam), visit_id, body)

    assert failed.status_code == 500
    assert bytes(IntakeBody.objects.get().body) == raw(body)


def fail(patch, module, step, moment):
    """Let one step raise, before it does its work or after."""
    real = getattr(module, step)

    def broken(*args, **kwargs):
        if moment == "after":
            real(*args, **kwargs)
        raise RuntimeError(f"{moment} {step}")

    patch.setattr(module, step, broken)
