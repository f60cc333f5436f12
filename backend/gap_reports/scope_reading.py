"""What the figures of some locations are made from: month tallies where they fit, else visits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import ExpressionWrapper, F, IntegerField, QuerySet, Sum

from backend.fieldwork.models import Programme
from backend.gap_reports.counted_visits import (
    CountedVisit,
    read_counted,
    visits_of_programme,
    whole_trend,
)
from backend.network.models import Location
from backend.visits.models import MonthTally
from backend.visits.rollup import FIGURES, month_number
from reports.exact import SCALE
from reports.periods import TREND_LENGTH, Period, trend_periods
from reports.statistics import Sample
from reports.tallies import NO_SAMPLE, Counted, StandardSums, Tally, moment_of, tally
from reports.tally_columns import TallyColumns, from_columns, sum_columns


@dataclass(frozen=True, slots=True)
class Reading:
    """By location: the samples of the six periods that end with this one, of which only the last
    knows its lowest and highest, and the tally of this one. Locations without visits are missing.
    """

    samples: Mapping[str, Sequence[Sample]]
    tallies: Mapping[str, Tally]


def read_tallies(programme: Programme, period: Period, locations: QuerySet[Location]) -> Reading:
    """The locations' visits of six periods, added up, in two queries when months are whole."""
    if period.months is None:
        return count_visits(programme, period, locations)
    return _read_months(programme, period, period.months, locations)


def count_visits(programme: Programme, period: Period, locations: QuerySet[Location]) -> Reading:
    """The same from the visits themselves, whatever the period."""
    periods = trend_periods(period)
    visits = read_counted(
        visits_of_programme(programme, whole_trend(period)).filter(location__in=_keys(locations))
    )
    found: dict[str, list[list[Counted]]] = defaultdict(lambda: [[] for _ in periods])
    for visit in visits:
        index = next(place for place, one in enumerate(periods) if visit.date <= one.end)
        found[visit.location][index].append(_counted(visit))
    tallies = {place: [tally(one) for one in six] for place, six in found.items()}
    return Reading(
        samples={place: [one.sample for one in six] for place, six in tallies.items()},
        tallies={place: six[-1] for place, six in tallies.items()},
    )


def read_period(
    programme: Programme, period: Period, locations: QuerySet[Location]
) -> dict[str, Tally]:
    """By location, the visits of this period alone, in one query."""
    if period.months is None:
        found: dict[str, list[Counted]] = defaultdict(list)
        here = visits_of_programme(programme, period).filter(location__in=_keys(locations))
        for visit in read_counted(here):
            found[visit.location].append(_counted(visit))
        return {place: tally(visits) for place, visits in found.items()}
    first = month_number(period.start)
    months: dict[str, list[TallyColumns]] = defaultdict(list)
    now = MonthTally.objects.filter(
        programme=programme,
        location__in=_keys(locations),
        month__gte=first,
        month__lt=first + period.months,
    )
    for place, *figures in now.order_by().values_list("location_id", *FIGURES):
        months[place].append(TallyColumns._make(figures))
    return from_columns(months)


def read_earlier_standards(
    programme: Programme, period: Period, length: int, locations: QuerySet[Location]
) -> list[dict[str, StandardSums]]:
    """The standards over all these locations, in each of the five periods of `length` months
    before."""
    first = month_number(period.start) - (TREND_LENGTH - 1) * length
    kept = MonthTally.objects.filter(
        programme=programme,
        location__in=_keys(locations),
        month__gte=first,
        month__lt=first + (TREND_LENGTH - 1) * length,
    )
    rows: list[list[tuple[str, str]]] = [[] for _ in range(TREND_LENGTH - 1)]
    for month, codes, sums in kept.order_by().values_list("month", "codes", "sums"):
        rows[(month - first) // length].append((codes, sums))
    return [sum_columns(each) for each in rows]


def _read_months(
    programme: Programme, period: Period, length: int, locations: QuerySet[Location]
) -> Reading:
    first = month_number(period.start)
    tallies = read_period(programme, period, locations)
    samples: dict[str, list[Sample]] = defaultdict(lambda: [NO_SAMPLE] * TREND_LENGTH)
    for place, one in tallies.items():
        samples[place][-1] = one.sample
    earlier = first - (TREND_LENGTH - 1) * length
    kept = MonthTally.objects.filter(
        programme=programme,
        location__in=_keys(locations),
        month__gte=earlier,
        month__lt=first,
    )
    for place, index, n, total, squares in _by_period(kept, earlier, length):
        samples[place][index] = Sample(n, int(total), int(squares), 0, 0, SCALE)
    return Reading(samples, tallies)


def _by_period(
    kept: QuerySet[MonthTally], first: int, length: int
) -> list[tuple[str, int, int, int, int]]:
    """Each location's sums in each period of so many months: added up by the database, from an
    index that has all of it. Read as they come, for Django would look at each of the thousands of
    numbers; PostgreSQL's sums of whole numbers are decimals."""
    index = ExpressionWrapper((F("month") - first) / length, output_field=IntegerField())
    sums = (
        kept.order_by()
        .annotate(period=index)
        .values_list("location_id", "period")
        .annotate(Sum("n"), Sum("total_e4"), Sum("squares_e8"))
    )
    try:
        statement, values = sums.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _keys(locations: QuerySet[Location]) -> QuerySet[Location, str]:
    return locations.order_by().values_list("pk", flat=True)


def _counted(visit: CountedVisit) -> Counted:
    return Counted(
        percent=visit.percent_e4,
        passed=visit.outcome == "pass",
        critical=len(visit.critical),
        version=visit.version,
        moment=moment_of(visit.date, visit.released_at, visit.id),
        standards=visit.standards,
    )
