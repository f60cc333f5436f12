"""The figures of any set of locations: what overview, league and heat map show.

Whose locations they are is settled before (`visible_to`); see `counted_visits`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from backend.fieldwork.models import Programme
from backend.gap_reports.counted_visits import (
    CountedVisit,
    read_counted,
    visits_of_programme,
    whole_trend,
)
from backend.gap_reports.versions import PeriodVersions, read_versions
from backend.network.models import Location
from reports.gaps_facts import Percent
from reports.periods import Period, trend_periods
from reports.scope import ScopeFacts, ScopePlace, analyse_scope
from reports.scope import where_to_go as where_to_go
from reports.scope_shape import ScopeFigures
from reports.tallies import EMPTY, Counted, Tally, tally


def read_scope(
    *, programme: Programme, period: Period, locations: QuerySet[Location]
) -> ScopeFigures:
    """The figures of these locations in the programme: the active ones, and all with visits.

    For the locations of one region, score, change, standards, league and funnel are those of
    `analyse_region_gaps`. Raises PeriodOutOfRange as that does.
    """
    counted = visits_of_programme(programme, whole_trend(period)).filter(
        location__in=locations.order_by().values("pk")
    )
    trend = read_counted(counted)
    visits = [visit for visit in trend if visit.date >= period.start]
    versions = read_versions(programme, visits)
    by_period = _tallies_by_period(period, trend)
    tallies = {place: six[-1] for place, six in by_period.items()}
    places = _places(programme, locations, set(by_period))
    return analyse_scope(
        ScopeFacts(
            period=period,
            target=programme.target_score,
            places=places,
            samples={place: [one.sample for one in six] for place, six in by_period.items()},
            tallies=tallies,
            standards=versions.standards(),
            targets=_own_targets(versions, places, tallies),
        )
    )


def _places(
    programme: Programme, locations: QuerySet[Location], visited: set[str]
) -> list[ScopePlace]:
    """Visited places that are closed by now stay in the figures of the days they were open."""
    rows = locations.order_by("pk").values_list("pk", "name", "region_id", "region__name", "active")
    served = set(programme.locations.filter(active=True).order_by().values_list("pk", flat=True))
    return [
        ScopePlace(code, name, region, region_name)
        for code, name, region, region_name, active in rows
        if code in visited or (active and code in served)
    ]


def _tallies_by_period(period: Period, visits: Sequence[CountedVisit]) -> dict[str, list[Tally]]:
    periods = trend_periods(period)
    found: dict[str, list[list[Counted]]] = defaultdict(lambda: [[] for _ in periods])
    for visit in visits:
        index = next(i for i, one in enumerate(periods) if visit.date <= one.end)
        found[visit.location][index].append(_counted(visit))
    return {place: [tally(one) if one else EMPTY for one in six] for place, six in found.items()}


def _counted(visit: CountedVisit) -> Counted:
    return Counted(
        percent=visit.percent_e4,
        passed=visit.outcome == "pass",
        critical=len(visit.critical),
        version=visit.version,
        moment=(visit.date.isoformat(), visit.released_at.isoformat(), visit.id),
        standards=visit.standards,
    )


def _own_targets(
    versions: PeriodVersions, places: Sequence[ScopePlace], tallies: Mapping[str, Tally]
) -> dict[str, Mapping[str, Percent]]:
    """What the versions of each place's own visits say, where several versions count."""
    if len(versions.by_id) < 2:
        return {}
    known: dict[tuple[int, ...], Mapping[str, Percent]] = {}
    found: dict[str, Mapping[str, Percent]] = {}
    for place in places:
        used = _latest_first(tallies.get(place.code, EMPTY))
        if used not in known:
            known[used] = versions.targets(used)
        found[place.code] = known[used]
    return found


def _latest_first(of: Tally) -> tuple[int, ...]:
    """The versions of the visits, that of the latest visit first."""
    return tuple(sorted(of.latest, key=lambda version: of.latest[version], reverse=True))
