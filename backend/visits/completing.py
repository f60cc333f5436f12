"""A visit becomes complete: `received`, scored, and its assignment with it."""

from __future__ import annotations

from uuid import UUID

from backend import clock
from backend.errors import NotFound
from backend.fieldwork.models import Assignment
from backend.fieldwork.receiving import assignment_for_sender, receive
from backend.visits.flags import raise_flags
from backend.visits.models import Visit, VisitState
from backend.visits.observations import Effective
from backend.visits.scoring import score_visit


def complete(
    visit: Visit, *, assignment: Assignment | None = None, of: Effective | None = None
) -> None:
    """Everything is there, or waived.

    Runs in a transaction with the visit (and `assignment`, if given) locked; the caller records
    the event, because only it knows who brought this about. `of` are the answers, if at hand.
    """
    is_first = visit.completed_at is None
    visit.state = VisitState.RECEIVED
    visit.completed_at = clock.now()
    visit.save(update_fields=["state", "completed_at"])
    settle_completion(visit, assignment=assignment if is_first else None, of=of, is_first=is_first)


def settle_completion(
    visit: Visit, *, assignment: Assignment | None, of: Effective | None, is_first: bool = True
) -> None:
    """What follows for assignment and score when a visit stands as complete in the database."""
    if is_first:
        assignment = assignment or _lock_assignment(visit)
        raise_flags(visit, receive(assignment, visit.owner, visit.received_at).flags)
    score_visit(visit, of=of)


def lock_visit(visit_id: UUID) -> Visit | None:
    """The visit as it stands, held until the transaction ends."""
    return (
        Visit.objects.select_for_update(of=("self",))
        .select_related("owner", "questionnaire_version")
        .defer("questionnaire_version__frozen")
        .filter(pk=visit_id)
        .first()
    )


def _lock_assignment(visit: Visit) -> Assignment:
    assignment = assignment_for_sender(visit.assignment_id, visit.owner)
    if assignment is None:
        raise NotFound
    return assignment
