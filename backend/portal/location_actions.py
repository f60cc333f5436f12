"""The actions of one location, for the card on its page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from backend import clock
from backend.accounts.models import Person
from backend.actions.models import Action, ActionState
from backend.fieldwork.models import Programme
from backend.network.models import Location
from backend.portal.action_rows import ActionRow, action_row

_MOST_SETTLED = 5
_ORDER = {state: number for number, state in enumerate(ActionState)}


@dataclass(frozen=True)
class LocationActions:
    """Rows for `portal/_location_actions.html`: all that is to be done, and what was settled last;
    `open` and `late` count, `said` says it, `all` is the address of the list."""

    rows: list[ActionRow]
    open: int
    late: int
    said: str
    all: str


def location_actions(person: Person, location: Location, programme: Programme) -> LocationActions:
    """The actions of the location in the programme that the person may see; one query (two for a
    manager)."""
    today = clock.today(location.time_zone)
    found = list(
        Action.objects.visible_to(person)
        .filter(location=location, programme=programme)
        .select_related("location", "owner")
        .order_by("due", "id")
    )
    standing = [one for one in found if one.state in (ActionState.OPEN, ActionState.DONE)]
    settled = sorted(
        (one for one in found if one not in standing), key=lambda one: one.closed_on or today
    )[::-1][:_MOST_SETTLED]
    shown = sorted(standing, key=lambda one: _ORDER[ActionState(one.state)]) + settled
    opened = [one for one in found if one.state == ActionState.OPEN]
    late = sum(one.due < today for one in opened)
    query = urlencode({"programme": programme.pk, "region": location.region_id, "state": "all"})
    return LocationActions(
        rows=[action_row(one, today) for one in shown],
        open=len(opened),
        late=late,
        said=f"{len(opened)} open" + (f", {late} late" if late else ""),
        all=f"{reverse('actions')}?{query}",
    )
