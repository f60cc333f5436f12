"""Keeping the month tallies: always counted anew from a month's own visits, never added to.

So a tally cannot drift: whatever happened to the visits of its month, in whatever order, it says
what they come to now. A month of one location is a handful of visits.
"""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from backend.audit import chain
from backend.fieldwork.models import Programme
from backend.visits.models import COUNTED, MonthTally, Visit
from reports.tallies import Counted, moment_of, tally
from reports.tally_columns import TallyColumns, as_columns

FIGURES = (
    "released",
    "n",
    "total_e4",
    "squares_e8",
    "lowest_e4",
    "highest_e4",
    "passed",
    "critical",
    "codes",
    "sums",
    "together",
    "latest",
)
"""The columns of a month tally, in the order of `TallyColumns`."""

_KEYS = ("programme_id", "location_id", "month")
_BATCH = 100


class Month(NamedTuple):
    """A programme, a location and the number of a month (`month_number`)."""

    programme: str
    location: str
    month: int


def month_number(day: date) -> int:
    """A month as a number that counts on without a break: 12 x year + month - 1."""
    return 12 * day.year + day.month - 1


def recount(visit: Visit) -> None:
    """Count the visit's month anew.

    Call it in the transaction that changes what counts, after its audit event: the chain's lock
    makes writers take turns, so that the later of two sees the visit of the earlier.
    """
    day = visit.visit_date
    month = Month(visit.programme_id, visit.location_id, month_number(day))
    here = Visit.objects.filter(
        programme=month.programme,
        location=month.location,
        visit_date__gte=day.replace(day=1),
        visit_date__lte=day.replace(day=monthrange(day.year, day.month)[1]),
    )
    found = dict(count_months(here))
    if month in found:
        _store([MonthTally(**columns_of(month, found[month]))])
    else:
        _forget(month)


def rebuild(programme: Programme) -> int:
    """Count every month of the programme anew; how many tallies were missing, wrong or left over.

    By a hundred locations at a time, each in a short transaction of its own that holds the chain,
    so that releases wait for a moment and none is lost.
    """
    changed = 0
    for locations in _in_batches(programme):
        with transaction.atomic():
            chain.record(
                actor=chain.SYSTEM,
                verb="rollup.rebuilt",
                subject=programme,
                data={"locations": len(locations)},
            )
            wrong = _differences(programme, locations)
            for month, now in wrong:
                if now is None:
                    _forget(month)
            _store(MonthTally(**columns_of(month, now)) for month, now in wrong if now is not None)
            changed += len(wrong)
    return changed


def differences(programme: Programme) -> list[Month]:
    """The months whose tally is not what their visits come to; empty when all is well."""
    return [
        month
        for locations in _in_batches(programme)
        for month, _ in _differences(programme, locations)
    ]


def count_months(visits: QuerySet[Visit]) -> Iterator[tuple[Month, TallyColumns]]:
    """What each month of these visits comes to; only counted ones are counted."""
    rows = (
        visits.filter(state__in=COUNTED)
        .order_by("programme", "location", "visit_date")
        .values_list(
            "programme_id",
            "location_id",
            "visit_date",
            "released_at",
            "id",
            "questionnaire_version_id",
            "percent_e4",
            "scorecard__outcome",
            "scorecard__vector",
        )
    )
    for month, group in groupby(rows.iterator(chunk_size=2_000), key=_month_of):
        yield month, as_columns(tally(_counted(row) for row in group))


def columns_of(month: Month, figures: TallyColumns) -> dict[str, Any]:
    """A month and its figures by column."""
    return dict(zip((*_KEYS, *FIGURES), (*month, *figures), strict=True))


def _counted(row: tuple[Any, ...]) -> Counted:
    """A row of `count_months`; without a scorecard its last two are null."""
    day, released_at, visit, version, percent, outcome, text = row[2:]
    vector = json.loads(text) if text else {}
    return Counted(
        percent=percent,
        passed=outcome == "pass",
        critical=len(vector.get("critical", ())),
        version=version,
        moment=moment_of(day, released_at, str(visit)),
        standards={
            code: (_e4(earned), _e4(possible), _e4(lost))
            for code, (earned, possible, lost) in vector.get("standards", {}).items()
        },
    )


def _e4(four_places: str) -> int:
    """A stored decimal as whole ten-thousandths: it always has its four places."""
    return int(four_places.replace(".", ""))


def _month_of(row: tuple[Any, ...]) -> Month:
    return Month(row[0], row[1], month_number(row[2]))


def _store(rows: Iterable[MonthTally]) -> None:
    """Insert the tallies, or put them in the place of older ones."""
    MonthTally.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["programme", "location", "month"],
        update_fields=FIGURES,
    )


def _in_batches(programme: Programme) -> Iterator[Sequence[str]]:
    """The locations that have visits or tallies, a hundred at a time."""
    visited = Visit.objects.filter(programme=programme).order_by().values_list("location_id")
    kept = MonthTally.objects.filter(programme=programme).order_by().values_list("location_id")
    locations = [code for (code,) in sorted(visited.union(kept))]
    for start in range(0, len(locations), _BATCH):
        yield locations[start : start + _BATCH]


def _differences(
    programme: Programme, locations: Sequence[str]
) -> list[tuple[Month, TallyColumns | None]]:
    """Months of these locations whose tally is wrong, and what they come to; None for nothing."""
    here = Visit.objects.filter(programme=programme, location__in=locations)
    counted = dict(count_months(here))
    kept = {
        Month(*row[:3]): TallyColumns(*row[3:])
        for row in MonthTally.objects.filter(programme=programme, location__in=locations)
        .order_by()
        .values_list(*_KEYS, *FIGURES)
    }
    return [
        (month, counted.get(month))
        for month in sorted(counted.keys() | kept.keys())
        if counted.get(month) != kept.get(month)
    ]


def _forget(month: Month) -> None:
    MonthTally.objects.filter(**dict(zip(_KEYS, month, strict=True))).delete()
