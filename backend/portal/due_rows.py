"""Actions due, as the overview lists them: what is late first, days in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from backend.actions.counting import DueAction
from reports import printed

DUE_ROWS = 5


@dataclass(frozen=True)
class DueRow:
    """An action and when it is due."""

    standard: str
    place: str
    address: str
    when: str
    late: bool


@dataclass(frozen=True)
class Due:
    """All actions that are late or due within seven days, the first of them as rows; `undecided`
    are misses with neither an action nor a decision."""

    many: int
    late: int
    rows: list[DueRow]
    undecided: int


def due_figures(actions: Sequence[DueAction], undecided: int) -> Due:
    """The card of actions due; they come earliest first."""
    return Due(
        many=len(actions),
        late=sum(action.is_late for action in actions),
        rows=[
            DueRow(
                standard=action.standard,
                place=action.location_name,
                address=reverse("action", args=[action.id]),
                when=due_words(action.due, action.days),
                late=action.is_late,
            )
            for action in actions[:DUE_ROWS]
        ],
        undecided=undecided,
    )


def due_by_place(actions: Sequence[DueAction]) -> dict[str, str]:
    """By location's code, how many are due: "3, 1 late"."""
    every = Counter(action.location for action in actions)
    late = Counter(action.location for action in actions if action.is_late)
    return {
        code: f"{many}, {late[code]} late" if late[code] else f"{many}"
        for code, many in every.items()
    }


def due_words(due: date, days: int) -> str:
    """When something is due, so many days from today: "2 days late", "tomorrow", "Mon 12 Oct"."""
    if days < 0:
        return f"{printed.things(-days, 'day')} late"
    if days <= 1:
        return ("today", "tomorrow")[days]
    return f"{due:%a} {printed.day(due.isoformat(), short=True)}"
