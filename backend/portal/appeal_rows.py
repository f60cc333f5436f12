"""Appeals as the desk lists them, and the share of them that was upheld."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.urls import reverse

from backend import clock
from backend.accounts.models import STAFF_ROLES, Person
from backend.portal.ledger_rows import when
from backend.portal.marks import Chip
from backend.review.appealing import is_window_open, last_full_day
from backend.review.models import Appeal, AppealQuerySet, AppealState
from backend.review.presenting import present_appeal
from backend.visits.models import COUNTED, Visit
from reports import labels, printed
from reports.appeals import Share, share_upheld

# work, not a result: never in the colours of one
CHIPS = {
    AppealState.OPEN: Chip("none", "○", "open"),
    AppealState.UPHELD: Chip("none", "✓", "upheld"),
    AppealState.REJECTED: Chip("none", "✕", "rejected"),
    AppealState.LAPSED: Chip("none", "–", "lapsed"),
}


@dataclass(frozen=True)
class AppealRow:
    """An appeal in a list. `visit` is the address of its visit, empty when the reader cannot open
    it, as `when` is of a visit that became void; `decided_by` is for the agency alone."""

    id: str
    place: str
    code: str
    when: str
    visit: str
    question: str
    asked: str
    category: str
    said: str
    by: str
    appealed: str
    age: str
    window: str
    chip: Chip
    decided: str
    reason: str
    decided_by: str


@dataclass(frozen=True)
class ShareRow:
    """How the appeals of one category ended; `share` is of the `decided` ones."""

    category: str
    appeals: int
    open: int
    decided: int
    upheld: int
    share: str


def appeal_row(appeal: Appeal, person: Person) -> AppealRow:
    """An appeal as this person may see it; its visit, location and programme are loaded."""
    shown = present_appeal(appeal, person)
    visit, place = appeal.visit, appeal.visit.location
    is_agency = person.role in STAFF_ROLES
    opens = is_agency or visit.state in COUNTED
    return AppealRow(
        id=str(appeal.pk),
        place=place.name,
        code=place.code,
        when=_when(shown),
        visit=f"{reverse('visit', args=[visit.pk])}#q-{appeal.question}" if opens else "",
        question=appeal.question,
        asked=shown["question_text"],
        category=labels.APPEALS[appeal.category],
        said=appeal.text,
        by=appeal.by.name,
        appealed=printed.day(shown["appealed_on"], short=True, year=True),
        age=_age(appeal),
        window=window_words(visit),
        chip=CHIPS[AppealState(appeal.state)],
        decided=printed.day(shown["decided_on"], short=True, year=True),
        reason=_VOID if appeal.state == AppealState.LAPSED else appeal.reason,
        decided_by=appeal.decided_by.name if is_agency and appeal.decided_by else "",
    )


def window_words(visit: Visit) -> str:
    """Until when questions of the visit may be appealed; the day, never the minute."""
    last = last_full_day(visit)
    if last is None or not is_window_open(visit):
        return "closed"
    return f"to the end of {printed.day(last.isoformat(), short=True, year=True)}"


def share_rows(appeals: AppealQuerySet) -> list[ShareRow]:
    """How these appeals ended, by category in the order of the form, then all: one query."""
    states: dict[str, list[str]] = defaultdict(list)
    counted = appeals.order_by().values_list("category", "state").annotate(many=Count("pk"))
    for category, state, many in counted:
        states[category] += [state] * many
    rows = [_share(words, states[code]) for code, words in labels.APPEALS.items() if states[code]]
    return [*rows, _share("All", [state for found in states.values() for state in found])]


def _share(words: str, states: Sequence[str]) -> ShareRow:
    share: Share = share_upheld(states)
    return ShareRow(
        category=words,
        appeals=len(states),
        open=share.open,
        decided=share.decided,
        upheld=share.upheld,
        share=f"{printed.number(share.percent)}\u00a0%" if share.decided else printed.DASH,
    )


_VOID = "The visit was made void and counts no more."


def _when(shown: dict[str, object]) -> str:
    if "visit_date" not in shown:
        return ""
    return when(f"{shown['visit_date']}", f"{shown['daypart']}", year=True)


def _age(appeal: Appeal) -> str:
    """Days since it was made, by the calendar of its location."""
    zone = appeal.visit.location.time_zone
    days = (clock.today(zone) - appeal.at.astimezone(ZoneInfo(zone)).date()).days
    return "today" if days < 1 else printed.things(days, "day")
