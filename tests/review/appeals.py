"""Dull factories of appeals: rows as they lie there, without the use cases."""

from __future__ import annotations

from typing import Any

from backend.accounts.models import Person
from backend.review.models import Appeal
from backend.visits.models import Visit
from tests.cast import NOW

WORDS = "The till roll shows that we did charge the right price."


def appealed(visit: Visit, by: Person, question: str = "greeted", **fields: Any) -> Appeal:
    """An appeal as it stands in the database; the visit's state is left alone."""
    defaults: dict[str, Any] = {"category": "scoring_error", "text": WORDS, "at": NOW}
    return Appeal.objects.create(visit=visit, by=by, question=question, **{**defaults, **fields})
