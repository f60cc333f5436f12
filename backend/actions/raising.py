"""Actions by rule: what the release of a visit, or a correction after it, calls for.

A critical miss, or a standard below target over the last k visits, has an action; one that was
done is open again on a repeat miss. A person's decision not to act stands: only a critical miss of
a later visit raises a new action beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from backend import clock
from backend.accounts.models import Person
from backend.actions.misses import Miss, find_misses, pooled
from backend.actions.models import (
    UNSETTLED,
    Action,
    ActionEvent,
    ActionKind,
    ActionState,
)
from backend.actions.owners import people_for, usual_owner, usual_verifier
from backend.audit import chain
from backend.network.models import Location
from backend.visits.models import Visit
from reports import printed
from reports.exact import four_places, four_places_or_none

What = ActionEvent.What


class Told(NamedTuple):
    """One thing that a rule did, for history and audit."""

    action: Action
    what: ActionEvent.What
    words: str


@transaction.atomic(savepoint=False)
def raise_actions(visit: Visit) -> list[Action]:
    """Raise, or open again, the actions that a counted visit calls for; those it did.

    Call it in the transaction that makes the visit count or changes what it says, once the visit
    is saved and before the audit event: whoever writes actions locks the location first and the
    audit chain last. The same visit again does nothing, and of two visits at the same time one
    raises an action.
    """
    if visit.location.brand_id != visit.programme.brand_id:  # a competitor's
        return []
    lock_location(visit.location)
    misses = find_misses(visit)
    if not misses:
        return []
    newest = _newest_actions(visit, [miss.standard for miss in misses])
    people = people_for(visit.location)
    done = [
        told
        for miss in misses
        for told in [_answered(visit, miss, newest.get(miss.standard), people)]
        if told is not None
    ]
    for action, what, words in done:
        ActionEvent.objects.create(
            action=action, at=clock.now(), by=None, what=what, words=words, visit=visit
        )
    for action, what, _ in done:
        chain.record(
            actor=chain.SYSTEM,
            verb=f"action.{what.value}",
            subject=action,
            data={
                "location": action.location_id,
                "standard": action.standard,
                "kind": action.kind,
                "visit": visit.pk,
            },
        )
    return [told.action for told in done if told.what != What.MISSED_AGAIN]


def lock_location(location: Location) -> None:
    """Take turns with everybody else who opens actions of the location."""
    list(Location.objects.select_for_update(no_key=True).filter(pk=location.pk).values_list("pk"))


def usual_due(kind: str, location: Location) -> date:
    """The day an action of this kind is due, counted from today at the location."""
    days = settings.ACTION_DAYS_CRITICAL if kind == ActionKind.CRITICAL else settings.ACTION_DAYS
    return clock.today(location.time_zone) + timedelta(days=days)


def _newest_actions(visit: Visit, standards: Sequence[str]) -> dict[str, Action]:
    """By standard the action that is not settled, else the newest one; held until the end."""
    rows = (
        Action.objects.select_for_update(of=("self",))
        .filter(programme=visit.programme_id, location=visit.location_id, standard__in=standards)
        .order_by("opened_at", "id")
    )
    found: dict[str, Action] = {}
    for action in rows:
        known = found.get(action.standard)
        if known is None or known.state not in UNSETTLED:
            found[action.standard] = action
    return found


def _answered(
    visit: Visit, miss: Miss, action: Action | None, people: Sequence[Person]
) -> Told | None:
    """What the miss makes of the action there is; None when nothing."""
    if action is None:
        return _raised(visit, miss, people)
    if action.state == ActionState.OPEN:
        return _noted(visit, miss, action)
    closed = action.closed_on or date.min
    if action.state == ActionState.NO_ACTION:
        is_new = miss.critical is not None and visit.visit_date > closed
        return _raised(visit, miss, people) if is_new else None
    return _reopened(visit, miss, action, closed)


def _raised(visit: Visit, miss: Miss, people: Sequence[Person]) -> Told:
    kind = ActionKind.BELOW_TARGET if miss.critical is None else ActionKind.CRITICAL
    owner = usual_owner(list(people))
    action = Action.objects.create(
        location=visit.location,
        programme=visit.programme,
        standard=miss.standard,
        standard_text=miss.text,
        visit=visit,
        kind=kind,
        owner=owner,
        verifier=usual_verifier(list(people), owner),
        due=usual_due(kind, visit.location),
        reason=_words(visit, miss),
        noticed_on=visit.visit_date,
        opened_at=clock.now(),
    )
    return Told(action, What.RAISED, action.reason)


def _noted(visit: Visit, miss: Miss, action: Action) -> Told | None:
    """A critical miss while the action is open is a line of its history, once for each visit."""
    if miss.critical is None or action.visit_id == visit.pk:
        return None
    if ActionEvent.objects.filter(action=action, visit=visit).exists():
        return None
    return Told(action, What.MISSED_AGAIN, _words(visit, miss))


def _reopened(visit: Visit, miss: Miss, action: Action, closed: date) -> Told | None:
    """A repeat miss is one after the action was done: a critical one of a later visit, or k later
    visits that are below target together."""
    later = [seen for seen in miss.seen if seen.date > closed]
    is_below = len(later) == settings.ACTION_VISITS and (pooled(later) or 0) < miss.target
    is_critical = miss.critical is not None and visit.visit_date > closed
    if not (is_below or is_critical):
        return None
    words = _words(visit, miss)
    action.location = visit.location  # read already
    action.kind = ActionKind.CRITICAL if is_critical else ActionKind.BELOW_TARGET
    open_again(action)
    return Told(action, What.REOPENED, words)


def open_again(action: Action) -> None:
    """Let an action that was settled be open; its evidence stays in the history alone."""
    action.state = ActionState.OPEN
    action.closed_on = None
    action.evidence = ""
    action.reopened += 1
    action.told = Action.Told.NOTHING
    action.due = usual_due(action.kind, action.location)
    action.save()


def _words(visit: Visit, miss: Miss) -> str:
    """Why, in one sentence: no more than the report itself says of a visit."""
    if miss.critical is not None:
        day = printed.day(visit.visit_date.isoformat(), short=True, year=True)
        return f"Critical miss on {day}: “{miss.critical}”"
    target = four_places(miss.target)
    shown = printed.number(four_places_or_none(miss.percent), target)
    visits = printed.count(len(miss.seen))
    return f"{shown} % over the last {visits} visits; the target is {printed.number(target)}."
