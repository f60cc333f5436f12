"""The clock's own transition: what was not begun when window and grace are over."""

from __future__ import annotations

from django.db import transaction

from backend import clock
from backend.audit import chain
from backend.fieldwork.models import Assignment, AssignmentState, Holding
from backend.fieldwork.states import EXPIRABLE, end_holding, move

_BATCH = 200


def expire_due() -> int:
    """`open`, `offered` and `accepted` -> `expired` where window and grace are over.

    Returns how many. Work in short transactions, so that nobody waits for all of it; any number
    of processes may do it at once. `in_progress` never expires.
    """
    expired = 0
    while True:
        batch = _expire_batch()
        expired += batch
        if batch < _BATCH:
            return expired


@transaction.atomic
def _expire_batch() -> int:
    due = list(
        Assignment.objects.select_for_update(skip_locked=True)
        .filter(state__in=EXPIRABLE, submit_by_utc__lt=clock.now())
        .order_by("submit_by_utc", "id")[:_BATCH]
    )
    for assignment in due:
        end_holding(assignment, Holding.Ending.EXPIRED)
        move(assignment, AssignmentState.EXPIRED, by=chain.SYSTEM, verb="expired")
    return len(due)
