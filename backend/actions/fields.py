"""The fields of an action that people set: which they are, and what may be wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypedDict

from backend import clock
from backend.accounts.models import Person
from backend.actions.models import Action
from backend.network.models import Location
from shopper_forms.findings import Finding

MOST_LETTERS = 4000
_FARTHEST_YEARS = 3

Faults = list[Finding]


class ActionFields(TypedDict, total=False):
    """What is to be set; a key that is missing stays as it is. Causes are "" while unknown."""

    cause: str
    secondary: str
    owner: Person | None
    verifier: Person | None
    due: date
    reason: str
    evidence: str


def faults_of(
    fields: ActionFields,
    location: Location,
    people: Sequence[Person],
    action: Action | None = None,
) -> Faults:
    """Everything that is wrong with `fields`, for an action as it stands or a new one.

    Owner and verifier are managers of the location or client admins of its brand, `people`, and
    never the same person. Whoever stands there already may stay, though they have moved on.
    """
    faults: Faults = []
    eligible = {one.pk for one in people}
    for name in ("owner", "verifier"):
        chosen = fields.get(name)
        stays = action is not None and getattr(action, name) == chosen
        if isinstance(chosen, Person) and not stays and chosen.pk not in eligible:
            faults.append(Finding((name,), "not_responsible", _RESPONSIBLE))
    owner = fields.get("owner", action and action.owner)
    verifier = fields.get("verifier", action and action.verifier)
    if owner is not None and verifier is not None and owner.pk == verifier.pk:
        faults.append(SAME_PERSON)
    due = fields.get("due")
    if due is not None and (action is None or action.due != due):
        today = clock.today(location.time_zone)
        if due < today:
            faults.append(Finding(("due",), "out_of_range", "Choose today or a later day."))
        elif due.year > today.year + _FARTHEST_YEARS:
            faults.append(
                Finding(("due",), "out_of_range", "Choose a day in the next three years.")
            )
    return faults


def shown(action: Action, fields: ActionFields) -> dict[str, list[Any]]:
    """What `fields` change of the action: {name: [before, after]} as codes, ids and dates."""
    changes = {}
    for name, after in fields.items():
        before = getattr(action, name)
        if before != after:
            changes[name] = [_plain(before), _plain(after)]
    return changes


def _plain(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value.pk) if isinstance(value, Person) else str(value)


SAME_PERSON = Finding(("verifier",), "same_person", "Somebody other than the owner verifies.")
_RESPONSIBLE = "Choose a manager of the location's region or a client admin of its brand."
