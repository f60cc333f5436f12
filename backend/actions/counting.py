"""How many actions are due where, and which missed standards nobody has decided anything about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from backend.accounts.models import Person
from backend.actions.models import UNSETTLED, Action, ActionQuerySet, ActionState
from backend.fieldwork.models import Programme
from backend.network.models import Location

DUE_WITHIN_DAYS = 7

Gap = tuple[str, str]
"""A missed standard: the codes of the location and of the standard."""


@dataclass(frozen=True, slots=True)
class DueAction:
    """An open action that is late or due soon; `days` are left until it is due, negative ones
    are days late."""

    id: UUID
    standard: str
    location: str
    location_name: str
    due: date
    days: int

    @property
    def is_late(self) -> bool:
        """Whether the day it was due is over."""
        return self.days < 0


@dataclass(frozen=True, slots=True)
class DueCount:
    """Of one location: how many open actions are late or due soon, and how many of them late."""

    due: int
    late: int


def due_actions(
    person: Person,
    programme: Programme | None,
    locations: QuerySet[Location] | None,
    today: date,
    within_days: int = DUE_WITHIN_DAYS,
) -> list[DueAction]:
    """The open actions the person sees that are late or due within so many days, earliest first.

    Of one programme and of these locations, where given. One query, two for a manager.
    """
    rows = (
        _due(person, programme, locations, today, within_days)
        .order_by("due", "location__name", "standard", "id")
        .values_list("id", "standard", "location_id", "location__name", "due")
    )
    return [
        DueAction(key, standard, code, name, due, (due - today).days)
        for key, standard, code, name, due in rows
    ]


def due_by_location(
    person: Person,
    programme: Programme | None,
    locations: QuerySet[Location] | None,
    today: date,
    within_days: int = DUE_WITHIN_DAYS,
) -> dict[str, DueCount]:
    """The same, counted by the code of the location; one without any is not listed."""
    counts = (
        _due(person, programme, locations, today, within_days)
        .order_by()
        .values_list("location_id")
        .annotate(every=Count("pk"), late=Count("pk", filter=Q(due__lt=today)))
    )
    return {code: DueCount(every, late) for code, every, late in counts}


def count_due(person: Person, today: date, within_days: int = DUE_WITHIN_DAYS) -> int:
    """How many open actions the person sees are late or due soon: the number in the header."""
    return _due(person, None, None, today, within_days).count()


def misses_without_action(
    programme: Programme, gaps: Iterable[Gap], since: date | None = None
) -> list[Gap]:
    """Of these gaps, in their order, those with neither an action nor a decision.

    An action counts while it is open or done; a verified one only when it was closed on `since`
    (the first day of the figures that show the gap) or later, for then the figures still hold
    visits from before it. A decision not to act counts until somebody reopens it.
    """
    asked = list(gaps)
    if not asked:
        return []
    settled = _settled(programme, {location for location, _ in asked}, since)
    return [gap for gap in asked if gap not in settled]


def _settled(programme: Programme, locations: Collection[str], since: date | None) -> set[Gap]:
    stands = Q(state__in=[*UNSETTLED, ActionState.NO_ACTION])
    if since is not None:
        stands |= Q(state=ActionState.VERIFIED, closed_on__gte=since)
    actions = Action.objects.filter(stands, programme=programme)
    if len(locations) <= _MOST_NAMED:
        actions = actions.filter(location__in=locations)
    return set(actions.order_by().values_list("location_id", "standard").distinct())


_MOST_NAMED = 500  # more names than that in one query are slower than reading them all


def _due(
    person: Person,
    programme: Programme | None,
    locations: QuerySet[Location] | None,
    today: date,
    within_days: int,
) -> ActionQuerySet:
    actions = Action.objects.visible_to(person).filter(
        state=ActionState.OPEN, due__lte=today + timedelta(days=within_days)
    )
    if programme is not None:
        actions = actions.filter(programme=programme)
    if locations is not None:
        actions = actions.filter(location__in=locations.order_by().values("pk"))
    return actions
