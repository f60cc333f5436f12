"""What people do with actions: every transition with its guard, history and audit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from backend.actions.handling import (
    change_action,
    close_action,
    create_action,
    decide_no_action,
    reopen_action,
    verify_action,
)
from backend.actions.models import Action, ActionEvent
from backend.actions.patching import patch_action
from backend.audit.models import Event
from backend.errors import AlreadyExists, Forbidden, Invalid, WrongState
from tests.actions.actions import action
from tests.fieldwork.test_races import together

pytestmark = pytest.mark.django_db

MOVES: dict[str, Any] = {
    "close": lambda one, by: close_action(action=one, by=by, evidence="Seen on the rota."),
    "verify": lambda one, by: verify_action(action=one, by=by),
    "decide": lambda one, by: decide_no_action(action=one, by=by, reason="Rebuilt in spring."),
    "reopen": lambda one, by: reopen_action(action=one, by=by, reason="Not so."),
}
LEADS = {
    ("close", "open"): "done",
    ("verify", "done"): "verified",
    ("decide", "open"): "no_action",
    ("reopen", "done"): "open",
    ("reopen", "verified"): "open",
    ("reopen", "no_action"): "open",
}


def codes(refused):
    """The faults as (place, code)."""
    return [(".".join(map(str, fault.loc)), fault.code) for fault in refused.value.errors]


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", ["open", "done", "verified", "no_action"])
def test_transition_starts_from_its_states_and_no_other(cast, move, state):
    closed = None if state == "open" else date(2026, 8, 1)
    one = action(cast, state=state, closed_on=closed)
    expected = LEADS.get((move, state))
    before = Event.objects.count()

    if expected is None:
        with pytest.raises(WrongState):
            MOVES[move](one, cast.cleo)
    else:
        MOVES[move](one, cast.cleo)

    one.refresh_from_db()
    assert one.state == (expected or state)
    changed = 0 if expected is None else 1
    assert (Event.objects.count() - before, ActionEvent.objects.count()) == (changed, changed)


def test_closing_needs_evidence_and_notes_the_day(cast):
    one = action(cast)

    with pytest.raises(Invalid) as refused:
        close_action(action=one, by=cast.mona, evidence=" ")
    done = close_action(action=one, by=cast.mona, evidence="Two at the door since Monday.")

    assert codes(refused) == [("evidence", "required")]
    assert (done.state, done.closed_on) == ("done", date(2026, 8, 14))
    event = ActionEvent.objects.get()
    assert (event.what, event.by, event.words) == ("closed", cast.mona, done.evidence)
    assert Event.objects.latest("id").verb == "action.closed"


def test_nobody_but_the_verifier_verifies(cast):
    one = action(cast, state="done", closed_on=date(2026, 8, 1))

    for who in (cast.mona, cast.max):
        with pytest.raises(Forbidden):
            verify_action(action=one, by=who)
    verified = verify_action(action=one, by=cast.cleo)

    assert (verified.state, verified.closed_on) == ("verified", date(2026, 8, 1))


def test_owner_cannot_become_the_verifier(cast):
    one = action(cast)

    with pytest.raises(Invalid) as refused:
        change_action(action=one, by=cast.mona, fields={"verifier": cast.mona})
    with pytest.raises(Invalid):
        change_action(action=one, by=cast.mona, fields={"owner": cast.cleo})
    swapped = change_action(
        action=one, by=cast.mona, fields={"owner": cast.cleo, "verifier": cast.mona}
    )

    assert codes(refused) == [("verifier", "same_person")]
    assert (swapped.owner, swapped.verifier) == (cast.cleo, cast.mona)


def test_change_tells_every_fault_at_once_and_changes_nothing(cast):
    one = action(cast)

    with pytest.raises(Invalid) as refused:
        change_action(
            action=one,
            by=cast.mona,
            fields={"owner": cast.max, "verifier": cast.oto, "due": date(2026, 8, 13)},
        )

    assert codes(refused) == [
        ("owner", "not_responsible"),
        ("verifier", "not_responsible"),
        ("due", "out_of_range"),
    ]
    one.refresh_from_db()
    assert (one.owner, one.verifier, one.due) == (cast.mona, cast.cleo, date(2026, 8, 20))
    assert ActionEvent.objects.count() == 0


def test_change_is_noted_with_before_and_after_and_reminds_anew(cast):
    one = action(cast, told=2)

    fields: Any = {"due": date(2026, 9, 1), "cause": "process", "secondary": ""}
    changed = change_action(action=one, by=cast.cleo, fields=fields)

    assert (changed.cause, changed.due, changed.told) == ("process", date(2026, 9, 1), 0)
    event = ActionEvent.objects.get()
    assert event.changes == {"due": ["2026-08-20", "2026-09-01"], "cause": ["", "process"]}
    told = Event.objects.latest("id")
    assert (told.verb, told.data.count("Somebody")) == ("action.changed", 0)


def test_cause_may_be_found_late_but_a_settled_action_keeps_its_people(cast):
    one = action(cast, state="verified", closed_on=date(2026, 8, 1))

    change_action(action=one, by=cast.cleo, fields={"cause": "roles"})
    with pytest.raises(WrongState):
        change_action(action=one, by=cast.cleo, fields={"due": date(2026, 9, 1)})

    one.refresh_from_db()
    assert (one.cause, one.due) == ("roles", date(2026, 8, 20))


def test_action_by_hand_gets_the_usual_owner_verifier_and_day(cast):
    made = create_action(
        by=cast.cleo,
        location=cast.l1,
        programme=cast.programme,
        standard="GREET",
        fields={"reason": "A host in peak hours."},
    )

    assert (made.kind, made.state, made.owner, made.verifier) == (
        "by_hand",
        "open",
        cast.mona,
        cast.cleo,
    )
    assert (made.due, made.noticed_on) == (date(2026, 9, 13), date(2026, 8, 14))
    assert made.standard_text == "Every guest is greeted within one minute."
    with pytest.raises(AlreadyExists):
        create_action(
            by=cast.cleo, location=cast.l1, programme=cast.programme, standard="GREET", fields={}
        )


def test_decision_on_a_gap_without_action_needs_a_reason(cast):
    wanted: Any = {"by": cast.mona, "location": cast.l1, "programme": cast.programme}

    with pytest.raises(Invalid) as refused:
        create_action(**wanted, standard="NONE", fields={}, decided=True)
    made = create_action(
        **wanted, standard="GREET", fields={"reason": "Closes in May."}, decided=True
    )

    assert codes(refused) == [("standard", "unknown_standard"), ("reason", "required")]
    assert (made.state, made.closed_on) == ("no_action", date(2026, 8, 14))
    assert ActionEvent.objects.get().what == "decided"


def test_action_is_taken_up_again_unless_another_one_is_open(cast):
    old = action(cast, state="no_action", closed_on=date(2026, 8, 1))
    action(cast)

    with pytest.raises(AlreadyExists):
        reopen_action(action=old, by=cast.mona)

    assert Action.objects.filter(state="no_action").count() == 1


def test_fields_and_transition_go_together_or_not_at_all(cast):
    one = action(cast)

    with pytest.raises(Invalid):
        patch_action(action=one, by=cast.mona, fields={"cause": "roles"}, state="done")
    one.refresh_from_db()
    assert (one.state, one.cause) == ("open", "")

    fields: Any = {"cause": "roles", "evidence": "A new rota hangs there."}
    done = patch_action(action=one, by=cast.mona, fields=fields, state="done")
    assert (done.state, done.cause, done.evidence) == ("done", "roles", "A new rota hangs there.")
    verified = patch_action(action=done, by=cast.cleo, fields={}, state="verified")
    assert verified.state == "verified"
    again = patch_action(action=verified, by=cast.mona, fields={"owner": None}, state="open")
    assert (again.state, again.owner, again.reopened) == ("open", None, 1)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_act_at_once_make_one_action(cast):
    def act(who):
        try:
            create_action(
                by=who, location=cast.l1, programme=cast.programme, standard="GREET", fields={}
            )
        except AlreadyExists:
            return "already_exists"
        return "made"

    told = together(lambda: act(cast.cleo), lambda: act(cast.mona))

    assert sorted(told) == ["already_exists", "made"]
    assert Action.objects.count() == 1


def test_owner_who_steps_aside_after_closing_does_not_verify(cast):
    one = action(cast)
    close_action(action=one, by=cast.mona, evidence="A new rota hangs there.")
    fields: Any = {"owner": cast.cleo, "verifier": cast.mona}

    with pytest.raises(Forbidden):
        patch_action(action=one, by=cast.mona, fields=fields, state="verified")

    change_action(action=one, by=cast.mona, fields=fields)
    reopen_action(action=one, by=cast.mona)
    close_action(action=one, by=cast.cleo, evidence="A new rota hangs there.")

    assert verify_action(action=one, by=cast.mona).state == "verified"
