"""Corrections: an overlay that keeps the original, scores anew and falls with a new answer."""

import json
import uuid

import pytest

from backend.errors import Invalid, WrongState
from backend.review.correcting import correct
from backend.visits.intake import accept_visit
from backend.visits.models import Correction, FiguresChange, Scorecard, Visit, VisitRevision
from backend.visits.observations import effective_answers
from tests.cast import assignment
from tests.visits.phone import raw, store_photo, visit_body, with_answers

UNFRIENDLY = {"value": "no", "comment": "Nobody looked up or said a word to me."}


@pytest.fixture
def job(cast):
    """sam's accepted assignment."""
    return assignment(cast)


@pytest.fixture
def visit(cast, job):
    """A complete visit in review."""
    visit_id = uuid.uuid4()
    store_photo(visit_id, cast.sam)
    accept_visit(visit_id=visit_id, sender=cast.sam, raw=raw(visit_body(job)))
    Visit.objects.update(state="in_review")
    return Visit.objects.get()


def greeted_no(visit, by, reason="The recording says otherwise."):
    """The correction most tests make."""
    return correct(visit=visit, by=by, question="greeted", answer=UNFRIENDLY, reason=reason)


def test_correction_scores_anew_and_keeps_the_original(cast, visit):
    corrected = greeted_no(visit, cast.rae)

    assert (corrected.state, corrected.percent_e4) == ("in_review", 918919)
    assert effective_answers(corrected)["greeted"] == UNFRIENDLY
    original = json.loads(VisitRevision.objects.get().answers)
    assert original["greeted"] == {"value": "yes"}
    cards = list(Scorecard.objects.values_list("sequence", "percent_e4", "reason"))
    assert cards == [(1, 1000000, ""), (2, 918919, "The recording says otherwise.")]
    assert FiguresChange.objects.count() == 0


@pytest.mark.parametrize("state", ["released", "appealed"])
def test_correction_of_a_counted_visit_keeps_its_state_and_notes_the_change(cast, visit, state):
    Visit.objects.update(state=state)

    corrected = greeted_no(visit, cast.rae)

    assert corrected.state == state
    assert FiguresChange.objects.count() == 1


@pytest.mark.parametrize("state", ["incomplete", "received", "returned", "void"])
def test_correction_in_another_state_is_refused(cast, visit, state):
    Visit.objects.update(state=state)

    with pytest.raises(WrongState):
        greeted_no(visit, cast.rae)

    assert (Correction.objects.count(), Scorecard.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    ("question", "answer", "code"),
    [
        ("greeted", {"value": "maybe"}, "wrong_type"),
        ("greeted", {"value": "no"}, "comment_required"),
        ("friendly", {"value": 9}, "out_of_range"),
        ("nope", {"value": 1}, "unknown_question"),
        ("charged_right", {"value": "yes", "photos": ["0" * 64]}, "unknown_photo"),
    ],
)
def test_answer_that_no_shopper_could_give_is_refused(cast, visit, question, answer, code):
    with pytest.raises(Invalid) as refusal:
        correct(visit=visit, by=cast.rae, question=question, answer=answer, reason="?")

    assert [(fault.loc[:2], fault.code) for fault in refusal.value.errors] == [
        (("answers", question), code)
    ]
    assert Correction.objects.count() == 0


def test_later_correction_of_the_same_question_wins(cast, visit):
    greeted_no(visit, cast.rae)

    corrected = correct(
        visit=visit, by=cast.rae, question="greeted", answer={"value": "yes"}, reason="My error."
    )

    assert corrected.percent_e4 == 1000000
    assert Scorecard.objects.count() == 3


def send_next(cast, visit, body):
    """The visit's next revision after a return."""
    Visit.objects.update(state="returned")
    number = Visit.objects.get().revision + 1
    accept_visit(visit_id=visit.pk, sender=cast.sam, raw=raw({**body, "revision": number}))
    return Visit.objects.get()


def test_correction_stays_while_the_answer_stays_the_same(cast, job, visit):
    greeted_no(visit, cast.rae)

    renewed = send_next(cast, visit, with_answers(job, friendly={"value": 4}))

    assert effective_answers(renewed)["greeted"] == UNFRIENDLY


def test_correction_falls_where_a_revision_changes_the_answer_and_stays_fallen(cast, job, visit):
    greeted_no(visit, cast.rae)
    answer = {"value": "no", "comment": "She was on the telephone all the time."}
    changed = send_next(cast, visit, with_answers(job, greeted=answer))
    in_between = effective_answers(changed)["greeted"]

    back = send_next(cast, visit, visit_body(job))

    assert in_between == answer
    assert effective_answers(back)["greeted"] == {"value": "yes"}
    assert back.percent_e4 == 1000000
