"""What a person chose to be told by mail."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Max, QuerySet

from backend import clock
from backend.accounts.models import CLIENT_ROLES, Person
from backend.audit import chain
from backend.delivery.models import Kind, Subscription
from backend.fieldwork.models import Programme
from backend.visits.models import FiguresChange

ALERTS = (Kind.LOW_SCORE, Kind.CRITICAL_MISS)
MARGINS = (0, 5, 10, 20)
USUAL_MARGIN = 10
"""Points below target from which a single visit is a low score. One visit is no rating of a
location, and most miss the target by a little: who wants each of those chooses 0."""


@transaction.atomic
def choose(
    *,
    person: Person,
    kinds: Collection[Kind],
    programme: Programme | None = None,
    margin: int = USUAL_MARGIN,
) -> list[Subscription]:
    """Be mailed these kinds and nothing else, of one programme or of all.

    What is switched on begins now: visits released before are no news. What stays on keeps its
    beginning.
    """
    Person.objects.get_queryset().select_for_update().get(pk=person.pk)
    mine = Subscription.objects.filter(person=person)
    mine.exclude(kind__in=kinds).delete()
    newest = FiguresChange.objects.aggregate(newest=Max("pk"))["newest"] or 0
    for kind in kinds:
        chosen = {"programme": programme, "margin": margin if kind == Kind.LOW_SCORE else 0}
        began = {"since": clock.now(), "since_change": newest}
        Subscription.objects.update_or_create(
            person=person, kind=kind, defaults=chosen, create_defaults={**chosen, **began}
        )
    chain.record(
        actor=person,
        verb="mail.chosen",
        subject=person,
        data={"kinds": sorted(kinds), "programme": programme.pk if programme else None},
    )
    return list(mine)


def readers() -> QuerySet[Subscription]:
    """The subscriptions of those who may still have mail: active people of a client."""
    return Subscription.objects.filter(
        person__is_active=True, person__role__in=CLIENT_ROLES
    ).select_related("person")
