"""The figures of any set of locations: what overview, league and heat map show.

Whose locations they are is settled before (`visible_to`); see `counted_visits`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from backend.fieldwork.models import Programme
from backend.gap_reports.scope_reading import read_tallies
from backend.gap_reports.versions import PeriodVersions, read_used_versions
from backend.network.models import Location
from reports.gaps_facts import Percent
from reports.periods import Period
from reports.scope import ScopeFacts, ScopePlace, analyse_scope
from reports.scope import where_to_go as where_to_go
from reports.scope_shape import ScopeFigures
from reports.tallies import EMPTY, Moment, Tally, latest_of


def read_scope(
    *, programme: Programme, period: Period, locations: QuerySet[Location]
) -> ScopeFigures:
    """The figures of these locations in the programme: the active ones, and all with visits.

    For the locations of one region, score, change, standards, league and funnel are those of
    `analyse_region_gaps`. Raises PeriodOutOfRange as that does.
    """
    reading = read_tallies(programme, period, locations)
    latest = latest_of(each for one in reading.tallies.values() for each in one.latest.items())
    versions = read_used_versions(programme, _latest_first(latest))
    places = _places(programme, locations, reading.samples)
    return analyse_scope(
        ScopeFacts(
            period=period,
            target=programme.target_score,
            places=places,
            samples=reading.samples,
            tallies=reading.tallies,
            standards=versions.standards(),
            targets=_own_targets(versions, places, reading.tallies),
        )
    )


def _places(
    programme: Programme, locations: QuerySet[Location], visited: Mapping[str, object]
) -> list[ScopePlace]:
    """Visited places that are closed by now stay in the figures of the days they were open."""
    rows = locations.order_by("pk").values_list("pk", "name", "region_id", "region__name", "active")
    served = set(programme.locations.filter(active=True).order_by().values_list("pk", flat=True))
    return [
        ScopePlace(code, name, region, region_name)
        for code, name, region, region_name, active in rows
        if code in visited or (active and code in served)
    ]


def _own_targets(
    versions: PeriodVersions, places: Sequence[ScopePlace], tallies: Mapping[str, Tally]
) -> dict[str, Mapping[str, Percent]]:
    """What the versions of each place's own visits say, where several versions count."""
    if len(versions.by_id) < 2:
        return {}
    known: dict[tuple[int, ...], Mapping[str, Percent]] = {}
    found: dict[str, Mapping[str, Percent]] = {}
    for place in places:
        used = _latest_first(tallies.get(place.code, EMPTY).latest)
        if used not in known:
            known[used] = versions.targets(used)
        found[place.code] = known[used]
    return found


def _latest_first(moments: Mapping[int, Moment]) -> tuple[int, ...]:
    """The versions, that of the latest visit first."""
    return tuple(sorted(moments, key=lambda version: moments[version], reverse=True))
