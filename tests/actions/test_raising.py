"""Actions by rule: what a release calls for, what it opens again, what it leaves alone."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from backend.actions.models import Action, ActionEvent
from backend.actions.raising import raise_actions
from backend.audit.models import Event
from backend.review.correcting import correct
from backend.review.judging import release, take
from tests.actions.actions import action
from tests.fieldwork.test_races import together
from tests.gap_reports.released import received, released

OVERCHARGED: Any = {
    "charged_right": {"value": "no", "comment": "Two euros more than on the board."}
}
NOT_GREETED: Any = {"greeted": {"value": "no", "comment": "Nobody looked up or said a word to me."}}
FIRST, SECOND, THIRD = date(2026, 8, 1), date(2026, 8, 5), date(2026, 8, 9)


def standing():
    """Every action as (standard, kind, state), in order of the standards."""
    return list(Action.objects.order_by("standard").values_list("standard", "kind", "state"))


@pytest.mark.django_db
def test_critical_miss_raises_an_action_due_in_a_week(cast):
    visit = released(cast, **OVERCHARGED)

    raised = Action.objects.get()
    assert (raised.standard, raised.kind, raised.state) == ("PRICE", "critical", "open")
    assert (raised.location, raised.programme, raised.visit) == (cast.l1, cast.programme, visit)
    assert (raised.owner, raised.verifier) == (cast.mona, cast.cleo)
    assert (raised.noticed_on, raised.due) == (date(2026, 8, 14), date(2026, 8, 21))
    assert raised.standard_text == "The amount charged is the amount displayed."
    assert raised.reason == (
        "Critical miss on 14\u00a0Aug 2026: “Did the receipt match the displayed price?”"
    )
    event = ActionEvent.objects.get()
    assert (event.what, event.by, event.visit, event.words) == (
        "raised",
        None,
        visit,
        raised.reason,
    )
    told = Event.objects.get(verb="action.raised")
    assert (told.actor, told.subject) == ("system", f"action:{raised.pk}")


@pytest.mark.django_db
def test_standard_below_target_needs_three_visits(cast):
    released(cast, None, FIRST, **NOT_GREETED)
    released(cast, None, SECOND, **NOT_GREETED)
    assert standing() == []

    visit = released(cast, None, THIRD)

    raised = Action.objects.get()
    assert (raised.standard, raised.kind, raised.visit) == ("GREET", "below_target", visit)
    assert raised.due == date(2026, 9, 13)
    assert raised.reason == "62.5 % over the last three visits; the target is 90.0."


@pytest.mark.django_db
def test_only_the_last_three_visits_of_the_same_location_count(cast):
    released(cast, cast.l2, FIRST, **NOT_GREETED)
    released(cast, cast.l2, SECOND, **NOT_GREETED)
    for day in (FIRST, SECOND, THIRD):
        released(cast, None, day)

    released(cast, None, date(2026, 7, 1), **NOT_GREETED)  # an old one that is released late

    assert standing() == []


@pytest.mark.django_db
def test_same_visit_again_changes_nothing(cast):
    visit = released(cast, **OVERCHARGED)
    before = list(Action.objects.values()), Event.objects.count()

    assert raise_actions(visit) == []

    assert (list(Action.objects.values()), Event.objects.count()) == before


@pytest.mark.django_db
def test_open_action_notes_a_further_critical_miss_once(cast):
    released(cast, None, FIRST, **OVERCHARGED)

    visit = released(cast, None, SECOND, **OVERCHARGED)
    raise_actions(visit)

    assert standing() == [("PRICE", "critical", "open")]
    assert list(ActionEvent.objects.values_list("what", flat=True)) == ["raised", "missed_again"]


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["done", "verified"])
def test_action_is_open_again_on_a_critical_miss_of_a_later_visit(cast, state):
    action(
        cast,
        standard="PRICE",
        state=state,
        closed_on=FIRST,
        evidence="One list for board and till.",
        told=2,
    )

    visit = released(cast, None, SECOND, **OVERCHARGED)

    again = Action.objects.get()
    assert (again.state, again.kind, again.reopened, again.told) == ("open", "critical", 1, 0)
    assert (again.closed_on, again.evidence, again.due) == (None, "", date(2026, 8, 21))
    assert again.reason == "Somebody stands at the door in peak hours."
    event = ActionEvent.objects.get()
    assert (event.what, event.by, event.visit) == ("reopened", None, visit)


@pytest.mark.django_db
def test_visit_from_before_the_action_was_done_is_no_repeat_miss(cast):
    action(cast, standard="PRICE", state="done", closed_on=SECOND)

    released(cast, None, SECOND, **OVERCHARGED)

    assert standing() == [("PRICE", "by_hand", "done")]


@pytest.mark.django_db
def test_action_is_open_again_below_target_only_after_three_later_visits(cast):
    action(cast, standard="GREET", state="verified", closed_on=FIRST)
    released(cast, None, FIRST, **NOT_GREETED)
    released(cast, None, SECOND, **NOT_GREETED)
    released(cast, None, THIRD, **NOT_GREETED)
    assert standing() == [("GREET", "by_hand", "verified")]

    released(cast, None, date(2026, 8, 12))

    assert standing() == [("GREET", "below_target", "open")]


@pytest.mark.django_db
def test_decision_not_to_act_stands_but_for_a_later_critical_miss(cast):
    action(cast, standard="GREET", state="no_action", closed_on=FIRST)
    action(cast, standard="PRICE", state="no_action", closed_on=FIRST)
    for day in (SECOND, THIRD):
        released(cast, None, day, **NOT_GREETED)
    released(cast, None, FIRST, **OVERCHARGED)
    assert [state for _, _, state in standing()] == ["no_action", "no_action"]

    released(cast, None, date(2026, 8, 12), **OVERCHARGED, **NOT_GREETED)

    assert standing() == [
        ("GREET", "by_hand", "no_action"),
        ("PRICE", "by_hand", "no_action"),
        ("PRICE", "critical", "open"),
    ]


@pytest.mark.django_db
def test_correction_after_release_raises_what_it_brings_to_light(cast):
    visit = received(cast)
    take(visit=visit, by=cast.rae)
    wrong = {"value": "no", "comment": OVERCHARGED["charged_right"]["comment"], "photos": []}
    release(visit=visit, by=cast.rae)
    assert standing() == []

    answer = {**wrong, "photos": [photo["id"] for photo in _photos(visit)]}
    correct(visit=visit, by=cast.rae, question="charged_right", answer=answer, reason="Photo.")

    assert standing() == [("PRICE", "critical", "open")]


@pytest.mark.django_db
def test_visit_to_a_competitor_raises_nothing(cast):
    released(cast, cast.r1, **OVERCHARGED)

    assert standing() == []


@pytest.mark.django_db
def test_action_without_client_staff_has_no_owner_yet(cast):
    cast.mona.is_active = cast.cleo.is_active = False
    cast.mona.save()
    cast.cleo.save()

    released(cast, **OVERCHARGED)

    raised = Action.objects.get()
    assert (raised.owner, raised.verifier) == (None, None)


@pytest.mark.django_db(transaction=True)
def test_two_releases_at_once_raise_one_action(cast):
    visits = [received(cast, None, day, **OVERCHARGED) for day in (FIRST, SECOND)]
    for visit in visits:
        take(visit=visit, by=cast.rae)

    together(*(lambda visit=visit: release(visit=visit, by=cast.rae) for visit in visits))

    assert standing() == [("PRICE", "critical", "open")]
    assert sorted(ActionEvent.objects.values_list("what", flat=True)) == ["missed_again", "raised"]


def _photos(visit):
    return json.loads(visit.revisions.get().photos)
