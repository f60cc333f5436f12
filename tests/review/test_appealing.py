"""Appeals: once per question, within the window, decided by the correction that they lead to."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from backend import clock
from backend.audit.models import Event
from backend.errors import AlreadyExists, AppealWindowClosed, Invalid, WrongState
from backend.review.appealing import appeal, decide, last_full_day
from backend.review.correcting import correct
from backend.review.judging import void
from backend.review.models import Appeal
from backend.visits.models import Correction, FiguresChange, Scorecard, Visit
from backend.visits.observations import effective_answers
from tests.cast import NOW
from tests.gap_reports.released import received, released

pytestmark = pytest.mark.django_db

CATEGORIES = (
    "scoring_error",
    "wrong_comment",
    "could_not_perform",
    "brief_not_followed",
    "missing_evidence",
    "wrong_place",
)
UNFRIENDLY = {"value": "no", "comment": "Nobody looked up or said a word to me."}
WINDOW = timedelta(days=14)


@pytest.fixture
def visit(cast):
    """A released visit that found nobody greeting: 91.9 percent."""
    return released(cast, greeted=UNFRIENDLY)


def doubted(visit, by, question="greeted", category="scoring_error", at: datetime = NOW):
    """The appeal most tests make."""
    with clock.frozen_at(at):
        return appeal(
            visit=visit, by=by, question=question, category=category, text="We did greet."
        )


def upheld(made, by, answer=None):
    """The decision most tests take."""
    return decide(
        appeal=made,
        by=by,
        upheld=True,
        reason="The photo shows it.",
        answer=answer or {"value": "yes"},
    )


def rejected(made, by):
    return decide(appeal=made, by=by, upheld=False, reason="The recording says otherwise.")


def percents():
    return list(Scorecard.objects.values_list("sequence", "percent_e4", "reason"))


@pytest.mark.parametrize("category", CATEGORIES)
def test_appeal_of_each_category_opens_and_marks_the_visit(cast, visit, category):
    before = FiguresChange.objects.count()

    made = doubted(visit, cast.mona, category=category)

    visit.refresh_from_db()
    assert (made.state, made.category, made.by, made.at) == ("open", category, cast.mona, NOW)
    assert (visit.state, visit.percent_e4) == ("appealed", 918919)
    assert FiguresChange.objects.count() == before + 1
    event = Event.objects.latest("id")
    assert (event.verb, event.actor) == ("visit.appealed", f"person:{cast.mona.pk}")


def test_question_is_appealed_once_whatever_became_of_it(cast, visit):
    made = doubted(visit, cast.mona)
    with pytest.raises(AlreadyExists):
        doubted(visit, cast.cleo, category="wrong_place")
    rejected(made, cast.rae)

    with pytest.raises(AlreadyExists):
        doubted(visit, cast.mona)

    assert Appeal.objects.count() == 1
    assert doubted(visit, cast.mona, "clean").question == "clean"


@pytest.mark.parametrize("question", ["nope", "trap_colour", "recovery"])
def test_unknown_integrity_and_hidden_questions_are_refused_alike(cast, question):
    visit = released(cast, complained={"value": "no"})  # which hides the question of recovery

    with pytest.raises(Invalid) as refusal:
        doubted(visit, cast.mona, question)

    (fault,) = refusal.value.errors
    assert (fault.loc, fault.code) == (("question",), "unknown_question")
    assert fault.message == f"The visit has no question “{question}”."
    assert Appeal.objects.count() == 0


def test_window_holds_to_its_last_moment(cast, visit):
    made = doubted(visit, cast.mona, at=NOW + WINDOW)

    with pytest.raises(AppealWindowClosed):
        doubted(visit, cast.mona, "clean", at=NOW + WINDOW + timedelta(microseconds=1))

    assert list(Appeal.objects.all()) == [made]
    assert last_full_day(visit) == date(2026, 8, 27)


def test_programme_of_no_days_takes_no_appeal(cast, visit):
    type(cast.programme).objects.update(appeal_days=0)

    with pytest.raises(AppealWindowClosed):
        doubted(visit, cast.mona)

    assert last_full_day(Visit.objects.get()) is None


def test_window_of_any_length_is_within_the_calendar(cast, visit):
    type(cast.programme).objects.update(appeal_days=1_000_000_000)

    assert doubted(visit, cast.mona).state == "open"


@pytest.mark.parametrize("state", ["incomplete", "received", "in_review", "returned", "void"])
def test_appeal_of_what_does_not_count_is_a_wrong_state(cast, state):
    visit = received(cast)
    Visit.objects.update(state=state, released_at=NOW)

    with pytest.raises(WrongState):
        doubted(visit, cast.mona)

    assert Visit.objects.get().state == state


def test_upheld_appeal_makes_a_new_scorecard_and_both_stay(cast, visit):
    made = doubted(visit, cast.mona)

    decided = upheld(made, cast.rae)

    visit.refresh_from_db()
    assert (visit.state, visit.percent_e4) == ("released", 1000000)
    assert percents() == [(1, 918919, ""), (2, 1000000, "The photo shows it.")]
    assert effective_answers(visit)["greeted"] == {"value": "yes"}
    assert (decided.state, decided.reason) == ("upheld", "The photo shows it.")
    assert (decided.decided_by, decided.decided_at) == (cast.rae, NOW)
    assert decided.scorecard == visit.scorecard
    verbs = list(Event.objects.order_by("id").values_list("verb", flat=True))
    assert verbs[-3:] == ["visit.appealed", "visit.corrected", "appeal.upheld"]


def test_rejected_appeal_leaves_the_score_and_tells_reports(cast, visit):
    made = doubted(visit, cast.mona)
    before = FiguresChange.objects.count()

    decided = rejected(made, cast.rae)

    visit.refresh_from_db()
    assert (visit.state, visit.percent_e4) == ("released", 918919)
    assert percents() == [(1, 918919, "")]
    assert (decided.state, decided.scorecard, Correction.objects.count()) == ("rejected", None, 0)
    assert FiguresChange.objects.count() == before + 1


def test_visit_stays_appealed_until_the_last_open_appeal_is_decided(cast, visit):
    first, second = doubted(visit, cast.mona), doubted(visit, cast.cleo, "clean")

    upheld(first, cast.rae)
    between = Visit.objects.get().state
    rejected(second, cast.rae)

    assert (between, Visit.objects.get().state) == ("appealed", "released")


def test_upheld_appeal_of_a_visit_without_a_score_has_none(cast):
    visit = released(cast, body={"outcome": "closed"})
    made = doubted(visit, cast.mona)

    decided = upheld(made, cast.rae)

    assert (decided.state, decided.scorecard) == ("upheld", None)


@pytest.mark.parametrize(
    ("is_upheld", "answer", "found"),
    [
        (True, None, (("answer",), "required")),
        (True, {"value": "maybe"}, (("answer", "value"), "wrong_type")),
        (True, {"value": "no"}, (("answer", "comment"), "comment_required")),
        (False, {"value": "yes"}, (("answer",), "not_with_rejection")),
    ],
)
def test_decision_that_does_not_fit_is_refused_and_changes_nothing(
    cast, visit, is_upheld, answer, found
):
    made = doubted(visit, cast.mona)

    with pytest.raises(Invalid) as refusal:
        decide(appeal=made, by=cast.rae, upheld=is_upheld, reason="?", answer=answer)

    (fault,) = refusal.value.errors
    assert (fault.loc, fault.code) == found
    made.refresh_from_db()
    assert (made.state, Visit.objects.get().state, Scorecard.objects.count()) == (
        "open",
        "appealed",
        1,
    )


def test_decided_appeal_is_not_decided_again(cast, visit):
    made = doubted(visit, cast.mona)
    upheld(made, cast.rae)

    with pytest.raises(WrongState):
        rejected(made, cast.rae)

    assert Appeal.objects.get().state == "upheld"


def test_correction_meanwhile_leaves_the_appeal_open(cast, visit):
    made = doubted(visit, cast.mona)

    correct(visit=visit, by=cast.rae, question="greeted", answer={"value": "yes"}, reason="Seen.")

    made.refresh_from_db()
    assert (made.state, Visit.objects.get().state) == ("open", "appealed")


def test_void_lets_open_appeals_lapse_and_leaves_decided_ones(cast, visit):
    done, waiting = doubted(visit, cast.mona, "clean"), doubted(visit, cast.mona)
    rejected(done, cast.rae)

    void(visit=visit, by=cast.ada, reason="Recognised.", payable=True)

    found = list(Appeal.objects.order_by("question").values_list("question", "state", "reason"))
    assert found == [
        ("clean", "rejected", "The recording says otherwise."),
        ("greeted", "lapsed", ""),
    ]
    with pytest.raises(WrongState):
        upheld(waiting, cast.rae)
    assert Visit.objects.get().state == "void"


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("rae", ["L1", "P1"]),
        ("sol", ["L1", "P1"]),
        ("cleo", ["L1", "P1"]),
        ("mona", ["L1"]),
        ("max", ["P1"]),
        ("oto", []),
        ("otis", []),
        ("sam", []),
    ],
)
def test_appeal_is_visible_to_client_staff_of_its_place(cast, visit, who, seen):
    doubted(visit, cast.mona)
    doubted(released(cast, cast.p1), cast.max)

    visible = Appeal.objects.visible_to(getattr(cast, who))

    assert sorted(visible.values_list("visit__location", flat=True)) == seen
