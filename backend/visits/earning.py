"""What shoppers earn by their visits, derived from how each of them was decided.

own visits ── one a visit to be made: the one that earns, else the one that may ── its line

A fee is earned when the visit is released, or void and payable; before that it waits. An appeal
is the client's and the agency's affair: it takes nothing from the shopper.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from backend.accounts.models import Person
from backend.visits.models import COUNTED, FiguresChange, Visit, VisitQuerySet, VisitState


class EarningState(StrEnum):
    """Whether a fee is earned."""

    WAITING = "waiting"
    EARNED = "earned"
    NOT_PAID = "not_paid"


_RANK = Case(
    When(state__in=COUNTED, then=Value(3)),
    When(state=VisitState.VOID, payable=True, then=Value(2)),
    When(~Q(state=VisitState.VOID), then=Value(1)),
    default=Value(0),
    output_field=IntegerField(),
)


def earning_visits(person: Person) -> VisitQuerySet:
    """The person's own visits, one an assignment, each with the moment its fee was earned in
    `decided_at` (which says nothing of those that earn none).

    Of several visits of an assignment only one is paid: the one that counts, else a payable void
    one, else one that waits; of equals the latest.
    """
    visits = Visit.objects.visible_to(person).filter(owner=person).annotate(rank=_RANK)
    better = Visit.objects.filter(owner=OuterRef("owner"), assignment=OuterRef("assignment"))
    later = Q(received_at__gt=OuterRef("received_at"))
    later |= Q(received_at=OuterRef("received_at"), id__gt=OuterRef("id"))
    better = better.annotate(rank=_RANK).filter(
        Q(rank__gt=OuterRef("rank")) | Q(rank=OuterRef("rank")) & later
    )
    # nothing changes a void visit any more: its last change is the moment it became void
    changes = FiguresChange.objects.filter(visit=OuterRef("pk")).order_by("-id")
    ended = Subquery(changes.values("changed_at")[:1])
    return visits.filter(~Exists(better)).annotate(decided_at=Coalesce("released_at", ended))


def earning_state(visit: Visit) -> EarningState:
    """What became of the fee of a visit."""
    if visit.state in COUNTED or (visit.state == VisitState.VOID and visit.payable):
        return EarningState.EARNED
    return EarningState.NOT_PAID if visit.state == VisitState.VOID else EarningState.WAITING


def promised_on(visit: Visit, decided_at: datetime | None, within_days: int) -> date | None:
    """The day (UTC) by which an earned fee is paid at the latest; None while nothing is earned."""
    if decided_at is None or earning_state(visit) != EarningState.EARNED:
        return None
    return decided_at.date() + timedelta(days=within_days)
