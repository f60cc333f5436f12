"""The actions of a location as its gap report tells them."""

from __future__ import annotations

from typing import cast

from django.db.models import Q

from backend.actions.models import Action, ActionState
from backend.fieldwork.models import Programme
from backend.network.models import Location
from reports import analysis_shape
from reports.periods import Period, previous_period

_ORDER = {state: number for number, state in enumerate(ActionState)}


def actions_of(
    location: Location, programme: Programme, period: Period
) -> list[analysis_shape.Action]:
    """The actions on what was missed up to the end of the period, as they stand now: those to do
    first, by day. One query.

    What was done or decided before the previous period began is past and left out. Read no clock
    here: whoever is shown this says itself what is late, and on which day.
    """
    since = previous_period(period).start
    actions = (
        Action.objects.filter(
            Q(closed_on__isnull=True) | Q(closed_on__gte=since),
            location=location,
            programme=programme,
            noticed_on__lte=period.end,
        )
        .select_related("owner")
        .order_by("due", "standard", "id")
    )
    return [_shown(one) for one in sorted(actions, key=lambda one: _ORDER[ActionState(one.state)])]


def _shown(action: Action) -> analysis_shape.Action:
    return {
        "id": str(action.pk),
        "standard": action.standard,
        "cause": action.cause or None,
        "secondary": action.secondary or None,
        "owner": action.owner.name if action.owner else "",
        "due": action.due.isoformat(),
        "state": cast(analysis_shape.ActionWord, action.state),
        "reason": action.reason,
        "closed": action.closed_on.isoformat() if action.closed_on else None,
    }
