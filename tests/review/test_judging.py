"""The reviewer's column of the state table: every transition, from every state."""

import uuid

import pytest

from backend.audit.models import Event
from backend.errors import AlreadyReleased, Invalid, WrongState
from backend.review.judging import release, return_visit, take, void, waive_photos
from backend.visits.intake import accept_visit
from backend.visits.models import FiguresChange, Visit, VisitState
from tests.cast import NOW, assignment
from tests.visits.phone import RECEIPT_PHOTO, raw, store_photo, visit_body

EVERY_STATE = [state.value for state in VisitState]


@pytest.fixture
def visit(cast):
    """A complete visit of sam."""
    return made(cast)


def made(cast, of=None, state="received", photo=True):
    """A visit in some state."""
    visit_id = uuid.uuid4()
    if photo:
        store_photo(visit_id, cast.sam)
    body = visit_body(of or assignment(cast))
    accept_visit(visit_id=visit_id, sender=cast.sam, raw=raw(body))
    Visit.objects.filter(pk=visit_id).update(state=state)
    return Visit.objects.get(pk=visit_id)


ACTIONS = {
    "take": lambda visit, by: take(visit=visit, by=by),
    "return": lambda visit, by: return_visit(visit=visit, by=by, notes={"greeted": "Who?"}),
    "release": lambda visit, by: release(visit=visit, by=by),
    "void": lambda visit, by: void(visit=visit, by=by, reason="Recognised.", payable=True),
}
MOVES = {
    ("take", "received"): "in_review",
    ("take", "returned"): "in_review",
    ("take", "in_review"): "in_review",
    ("return", "in_review"): "returned",
    ("release", "in_review"): "released",
    **{("void", state): "void" for state in EVERY_STATE if state != "void"},
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("state", EVERY_STATE)
def test_transition_moves_from_the_states_of_the_table_and_no_other(cast, action, state):
    visit = made(cast, state=state)
    events = Event.objects.count()
    expected = MOVES.get((action, state))

    if expected is None:
        with pytest.raises(WrongState):
            ACTIONS[action](visit, cast.rae)
    else:
        ACTIONS[action](visit, cast.rae)

    visit.refresh_from_db()
    assert visit.state == (expected or state)
    assert Event.objects.count() - events == (0 if expected is None else 1)


def test_taking_names_the_reviewer_also_when_taken_over(cast, visit):
    take(visit=visit, by=cast.rae)

    taken = take(visit=visit, by=cast.ada)

    assert (taken.state, taken.reviewer) == ("in_review", cast.ada)


def test_returned_visit_carries_the_notes(cast, visit):
    take(visit=visit, by=cast.rae)

    returned = return_visit(visit=visit, by=cast.rae, notes={"greeted": "By whom?"})

    assert returned.notes == {"greeted": "By whom?"}


def test_note_on_an_unknown_question_and_no_note_are_refused(cast, visit):
    take(visit=visit, by=cast.rae)

    with pytest.raises(Invalid) as unknown:
        return_visit(visit=visit, by=cast.rae, notes={"greeted": "?", "nope": "?", "nada": "?"})
    with pytest.raises(Invalid) as empty:
        return_visit(visit=visit, by=cast.rae, notes={})

    assert [(fault.loc, fault.code) for fault in unknown.value.errors] == [
        (("notes", "nope"), "unknown_question"),
        (("notes", "nada"), "unknown_question"),
    ]
    assert [(fault.loc, fault.code) for fault in empty.value.errors] == [(("notes",), "required")]


def test_release_dates_the_visit_and_notes_that_figures_changed(cast, visit):
    take(visit=visit, by=cast.rae)
    before = FiguresChange.objects.count()

    released = release(visit=visit, by=cast.rae)

    change = FiguresChange.objects.get()
    assert before == 0
    assert released.released_at == NOW
    assert (change.programme_id, change.location_id) == ("promise", "L1")
    assert (str(change.visit_date), change.visit) == ("2026-08-14", visit)


@pytest.mark.parametrize("counted", ["released", "appealed"])
def test_second_visit_of_an_assignment_is_never_released_too(cast, counted):
    job = assignment(cast)
    made(cast, of=job, state=counted)
    second = made(cast, of=job, state="in_review")

    with pytest.raises(AlreadyReleased):
        release(visit=second, by=cast.rae)

    second.refresh_from_db()
    assert (second.state, second.released_at) == ("in_review", None)
    assert FiguresChange.objects.count() == 0


def test_second_visit_may_be_released_once_the_first_is_void(cast):
    job = assignment(cast)
    first = made(cast, of=job, state="released")
    second = made(cast, of=job, state="in_review")
    void(visit=first, by=cast.rae, reason="Wrong shop.", payable=False)

    released = release(visit=second, by=cast.rae)

    assert released.state == "released"


def test_release_that_slips_past_the_look_is_stopped_by_the_database(cast, monkeypatch):
    job = assignment(cast)
    rival = made(cast, of=job, state="in_review")
    second = made(cast, of=job, state="in_review")
    save = Visit.save

    def rival_was_faster(self, *args, **kwargs):
        Visit.objects.filter(pk=rival.pk).update(state="released")
        save(self, *args, **kwargs)

    monkeypatch.setattr(Visit, "save", rival_was_faster)
    with pytest.raises(AlreadyReleased):
        release(visit=second, by=cast.rae)

    assert Visit.objects.get(pk=second.pk).state == "in_review"


def test_void_of_a_visit_that_never_counted_changes_the_number_of_void_visits(cast, visit):
    voided = void(visit=visit, by=cast.rae, reason="Recognised.", payable=True)

    assert (voided.state, voided.void_reason, voided.payable) == ("void", "Recognised.", True)
    assert FiguresChange.objects.count() == 1


def test_waiving_the_last_photo_completes_and_scores(cast):
    waiting = made(cast, state="incomplete", photo=False)

    waived = waive_photos(visit=waiting, by=cast.rae, photos=[RECEIPT_PHOTO], reason="Till broke.")

    assert (waived.state, waived.percent_e4) == ("received", 1000000)
    assert waived.waived_photos == [RECEIPT_PHOTO]
    waived.assignment.refresh_from_db()
    assert waived.assignment.state == "received"


def test_waiving_a_photo_the_visit_does_not_wait_for_is_refused(cast):
    waiting = made(cast, state="incomplete", photo=False)

    with pytest.raises(Invalid) as refusal:
        waive_photos(visit=waiting, by=cast.rae, photos=[RECEIPT_PHOTO, "0" * 64], reason="?")

    assert [(fault.loc, fault.code) for fault in refusal.value.errors] == [
        (("photos", 1), "unknown_photo")
    ]


def test_waiving_for_a_complete_visit_is_a_wrong_state(cast, visit):
    with pytest.raises(WrongState):
        waive_photos(visit=visit, by=cast.rae, photos=[RECEIPT_PHOTO], reason="?")
