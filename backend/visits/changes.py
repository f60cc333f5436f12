"""What was counted has changed: a log that whoever draws figures reads, and nobody writes above."""

from __future__ import annotations

from backend import clock
from backend.visits.models import FiguresChange, Visit


def note_change(visit: Visit) -> FiguresChange:
    """Note that the figures of the visit's location and programme on its day are no longer what
    they were: it was released, corrected after release, or voided.

    Call it after the audit event of the same transaction: the chain's lock makes writers take
    turns, so that a change with a lower id is never seen after one with a higher id.
    """
    return FiguresChange.objects.create(
        programme_id=visit.programme_id,
        location_id=visit.location_id,
        visit_date=visit.visit_date,
        visit=visit,
        changed_at=clock.now(),
    )
