"""What was counted has changed: the month's tally, and a log that whoever draws figures reads."""

from __future__ import annotations

from backend import clock
from backend.visits.models import FiguresChange, Visit
from backend.visits.rollup import recount


def note_change(visit: Visit) -> FiguresChange:
    """Note that the figures of the visit's location and programme on its day are no longer what
    they were: it was released, corrected after release, or voided. Counts its month anew.

    Call it after the audit event of the same transaction: the chain's lock makes writers take
    turns, so that a change with a lower id is never seen after one with a higher id, and no tally
    misses the visit before.
    """
    recount(visit)
    return FiguresChange.objects.create(
        programme_id=visit.programme_id,
        location_id=visit.location_id,
        visit_date=visit.visit_date,
        visit=visit,
        changed_at=clock.now(),
    )
