"""Appeals as each role may see them, with the words of the question.

Client staff see what was decided and why, on which day; who reviewed it, and when to the minute,
they do not. The visit itself is shown by `visits.presenter`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.accounts.models import CLIENT_ROLES, STAFF_ROLES, Person
from backend.review.models import Appeal, AppealQuerySet
from backend.standards.documents import document_of
from backend.visits.models import COUNTED, Visit

Shown = dict[str, Any]


def with_visits(appeals: AppealQuerySet) -> AppealQuerySet:
    """The appeals with all that showing them reads of their visits, in the same query."""
    return appeals.select_related("visit__location", "visit__questionnaire_version", "by").defer(
        "visit__questionnaire_version__frozen"
    )


def present_appeal(appeal: Appeal, person: Person) -> Shown:
    """An appeal as this person may see it; it must come from `visible_to(person)`.

    The day of a visit that became void is absent for client staff: void visits are a number to
    them, never a date.
    """
    visit = appeal.visit
    shown: Shown = {
        "id": appeal.pk,
        "visit": visit.pk,
        "location": visit.location_id,
        "programme": visit.programme_id,
        "question": appeal.question,
        "question_text": text_of_question(appeal),
        "category": appeal.category,
        "text": appeal.text,
        "by": appeal.by_id,
        "appealed_on": _local_day(appeal.at, visit),
        "state": appeal.state,
        "reason": appeal.reason,
        "decided_on": _local_day(appeal.decided_at, visit),
    }
    if person.role in STAFF_ROLES or visit.state in COUNTED:
        shown |= {"visit_date": visit.visit_date, "daypart": visit.daypart}
    if person.role not in CLIENT_ROLES:
        shown |= {
            "at": appeal.at,
            "decided_by": appeal.decided_by_id,
            "decided_at": appeal.decided_at,
        }
    return shown


def appeals_by_visit(visits: Sequence[Visit], person: Person) -> dict[UUID, list[Shown]]:
    """The appeals of these visits that the person may see, oldest first: one query for all."""
    rows: Iterable[Appeal] = ()
    if person.role in (*STAFF_ROLES, *CLIENT_ROLES):
        visible = Appeal.objects.visible_to(person)
        rows = with_visits(visible.filter(visit__in=[visit.pk for visit in visits]))
    found: dict[UUID, list[Shown]] = defaultdict(list)
    for appeal in rows:
        found[appeal.visit_id].append(present_appeal(appeal, person))
    return found


def text_of_question(appeal: Appeal) -> str:
    """What was asked, in the questionnaire's own language."""
    document = document_of(appeal.visit.questionnaire_version)
    for question in document.questions:
        if question.code == appeal.question:
            return question.text[document.default_language]
    return appeal.question


def _local_day(moment: datetime | None, visit: Visit) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(ZoneInfo(visit.location.time_zone)).date().isoformat()
