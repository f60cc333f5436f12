"""Actions as the desk lists them: days in words, states as chips, causes as a Pareto chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backend.actions.models import Action, ActionState
from backend.gap_reports.exporting import Row
from backend.portal.marks import Chip
from reports import labels, printed

COLUMNS = (
    *("id", "location", "location_name", "standard", "state", "kind", "cause", "secondary"),
    *("owner", "verifier", "due", "days_late", "noticed", "closed", "reopened"),
    *("reason", "evidence"),
)
CHIPS = {
    "open": Chip("none", "○", "open"),
    "done": Chip("watch", "◐", "done"),
    "verified": Chip("met", "✓", "verified"),
    "no_action": Chip("none", "–", "no action"),
}
NOT_FOUND = "not yet found"
_PARETO_WIDTH, _PARETO_ROW = 240, 28
_MOST_LETTERS = 140


@dataclass(frozen=True)
class ActionRow:
    """An action in a list."""

    id: str
    standard: str
    location: str
    location_code: str
    due: str
    late: bool
    what: str
    cause: str
    owner: str
    chip: Chip


@dataclass(frozen=True)
class CauseRow:
    """A root cause: how many actions name it, its share and the share with all before it; the bar
    in pixels of its SVG, from the top."""

    cause: str
    many: int
    share: str
    together: str
    width: float
    top: int


@dataclass(frozen=True)
class Pareto:
    """Causes, most frequent first; `unknown` actions have none yet."""

    rows: list[CauseRow]
    height: int
    known: int
    unknown: int


def action_row(action: Action, today: date) -> ActionRow:
    """An action; its location and owner are already loaded."""
    late = action.state == ActionState.OPEN and action.due < today
    return ActionRow(
        id=str(action.pk),
        standard=action.standard,
        location=action.location.name,
        location_code=action.location_id,
        due=due_words(action.due, today) if action.state == ActionState.OPEN else closed(action),
        late=late,
        what=shortened(action.reason),
        cause=labels.label(labels.CAUSES, action.cause) if action.cause else NOT_FOUND,
        owner=action.owner.name if action.owner else "nobody yet",
        chip=CHIPS[action.state],
    )


def due_words(due: date, today: date) -> str:
    """The day something is due as people say it: 2 days late, today, tomorrow, Mon 12 Oct."""
    days = (due - today).days
    if days < 0:
        return f"{printed.things(-days, 'day')} late"
    if days <= 1:
        return "tomorrow" if days else "today"
    far = due - today > timedelta(days=300)
    return f"{due:%a} {printed.day(due.isoformat(), short=True, year=far)}"


def closed(action: Action) -> str:
    """Since which day it is settled."""
    day = action.closed_on
    return printed.day(day.isoformat(), short=True, year=True) if day else printed.DASH


def shortened(text: str) -> str:
    """The beginning of a text, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= _MOST_LETTERS:
        return line
    return f"{line[:_MOST_LETTERS].rpartition(' ')[0] or line[:_MOST_LETTERS]} …"


def pareto(causes: Iterable[str]) -> Pareto:
    """The causes of actions, "" where none was found, as bars with their shares of those known.

    Shares are of the actions with a cause; equal counts in the order of PRIDE.
    """
    counts = Counter(causes)
    unknown = counts.pop("", 0)
    known = sum(counts.values())
    order = sorted(counts, key=lambda cause: (-counts[cause], list(labels.CAUSES).index(cause)))
    most = max(counts.values(), default=1)
    rows, so_far = [], 0
    for place, cause in enumerate(order):
        so_far += counts[cause]
        rows.append(
            CauseRow(
                cause=labels.label(labels.CAUSES, cause),
                many=counts[cause],
                share=_share(counts[cause], known),
                together=_share(so_far, known),
                width=round(_PARETO_WIDTH * counts[cause] / most, 1),
                top=place * _PARETO_ROW,
            )
        )
    return Pareto(rows, _PARETO_ROW * len(rows), known, unknown)


def action_cells(actions: Sequence[Action], today: date) -> Iterable[Row]:
    """The same actions for a CSV."""
    for one in actions:
        late = (today - one.due).days if one.state == ActionState.OPEN else 0
        yield [
            *(str(one.pk), one.location_id, one.location.name, one.standard, one.state, one.kind),
            *(one.cause, one.secondary),
            one.owner.name if one.owner else "",
            one.verifier.name if one.verifier else "",
            *(one.due.isoformat(), max(0, late), one.noticed_on.isoformat()),
            one.closed_on.isoformat() if one.closed_on else "",
            *(one.reopened, one.reason, one.evidence),
        ]


def _share(part: int, whole: int) -> str:
    """A share in whole percent, halves up."""
    return f"{(200 * part + whole) // (2 * whole)} %"
