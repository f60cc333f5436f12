"""A change of fields and a transition in one call, both or neither."""

from __future__ import annotations

from django.db import transaction

from backend.accounts.models import Person
from backend.actions import handling
from backend.actions.fields import ActionFields, faults_of
from backend.actions.models import Action, ActionState
from backend.actions.owners import people_for
from backend.errors import Invalid, WrongState


@transaction.atomic
def patch_action(
    *, action: Action, by: Person, fields: ActionFields, state: str | None = None
) -> Action:
    """Set `fields` and move the action to `state`; the state it is in already is no move.

    `evidence` goes with "done" and `reason` with "no action", as the words of that transition.
    Raises what `actions.handling` raises; faults of the fields come before a wrong state.
    """
    faults = faults_of(fields, action.location, people_for(action.location), action)
    if faults:
        raise Invalid(errors=faults)
    rest = fields.copy()
    match state if state != action.state else None:
        case None:
            pass
        case ActionState.DONE:
            evidence = rest.pop("evidence", action.evidence)
            action = handling.close_action(action=action, by=by, evidence=evidence)
        case ActionState.VERIFIED:
            # first, so that the verifier may be named in the same call
            action = handling.change_action(action=action, by=by, fields=rest)
            return handling.verify_action(action=action, by=by)
        case ActionState.NO_ACTION:
            reason = rest.pop("reason", "")
            action = handling.decide_no_action(action=action, by=by, reason=reason)
        case ActionState.OPEN:
            action = handling.reopen_action(action=action, by=by)
        case _:
            raise WrongState
    return handling.change_action(action=action, by=by, fields=rest)
