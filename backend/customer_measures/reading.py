"""Customer measures of a location as the gap analysis carries them: beside the score."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from backend.customer_measures.models import CustomerMeasure
from backend.network.models import Location
from reports.analysis_shape import CustomerMeasure as Figures
from reports.analysis_shape import MeasurePoint
from reports.exact import four_places
from reports.periods import Period, trend_periods

_ORDER = {measure: number for number, measure in enumerate(CustomerMeasure.Measure.values)}


def measures_of(location: Location, period: Period) -> list[Figures]:
    """The measures whose own period lies within this one, newest first of each kind, those of the
    whole period with their six periods; one query.

    One that reaches beyond it also tells of other days, so it is not of this period.
    """
    periods = trend_periods(period)
    found = CustomerMeasure.objects.filter(
        location=location, starts__gte=periods[0].start, ends__lte=period.end
    )
    known = {
        (one.measure, one.currency, one.starts, one.ends): four_places(one.value) for one in found
    }
    figures: list[Figures] = []
    for one in _in_order(one for one in found if one.starts >= period.start):
        whole = (one.starts, one.ends) == (period.start, period.end)
        trend: list[MeasurePoint] = [
            {
                "from": each.start.isoformat(),
                "to": each.end.isoformat(),
                "value": known.get((one.measure, one.currency, each.start, each.end)),
            }
            for each in (periods if whole else ())
        ]
        figures.append({**figures_of(one), "trend": trend})
    return figures


def measures_by_location(locations: QuerySet[Location], period: Period) -> dict[str, list[Figures]]:
    """The same for many locations, by code; one query whatever their number."""
    found = CustomerMeasure.objects.filter(
        location__in=locations.order_by().values("pk"),
        starts__gte=period.start,
        ends__lte=period.end,
    )
    by_place: dict[str, list[CustomerMeasure]] = {}
    for one in found:
        by_place.setdefault(one.location_id, []).append(one)
    return {code: [figures_of(one) for one in _in_order(all_)] for code, all_ in by_place.items()}


def figures_of(one: CustomerMeasure) -> Figures:
    """A measure as JSON carries it: decimals as four-place strings, revenue in minor units."""
    return {
        "measure": one.measure,
        "from": one.starts.isoformat(),
        "to": one.ends.isoformat(),
        "value": four_places(one.value),
        "n": one.n,
        "currency": one.currency or None,
        "weights": list(one.weights),
    }


def _in_order(measures: Iterable[CustomerMeasure]) -> list[CustomerMeasure]:
    return sorted(
        measures, key=lambda one: (_ORDER[one.measure], -one.ends.toordinal(), one.starts)
    )
