"""The gap analysis of a location or region: read what counts, then let `reports` work it out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q

from backend import clock
from backend.actions.reading import actions_of
from backend.customer_measures.reading import measures_of
from backend.errors import invalid
from backend.fieldwork.models import Programme
from backend.gap_reports.counted_visits import (
    critical_misses,
    read_counted,
    visit_facts,
    visits_of_programme,
    whole_trend,
)
from backend.gap_reports.peers import read_competitors, read_peer_scores
from backend.gap_reports.scope_reading import read_earlier_standards, read_tallies
from backend.gap_reports.versions import (
    PeriodVersions,
    read_used_versions,
    read_versions,
    recommendations,
)
from backend.network.models import Location, Region
from backend.visits.models import Visit, VisitState
from reports.analysis_shape import Analysis
from reports.gaps import analyse_location, analyse_region
from reports.gaps_facts import LocationFacts, Place, RegionFacts
from reports.gaps_region_shape import RegionAnalysis, RegionCriticalMiss
from reports.gaps_visits import critical_misses as misses_of
from reports.periods import Period
from reports.region import RegionTallies, analyse_tallies
from reports.tallies import Tally, latest_of


def analyse_location_gaps(*, location: Location, programme: Programme, period: Period) -> Analysis:
    """A location's analysis, in a number of queries that the number of visits does not change.

    Raises `Invalid` when the programme is of another brand.
    """
    _refuse_other_brand(programme, location.brand_id)
    return analyse_location(gather_location(location=location, programme=programme, period=period))


def analyse_region_gaps(*, region: Region, programme: Programme, period: Period) -> RegionAnalysis:
    """The analysis of a region with all below it; otherwise as `analyse_location_gaps`."""
    _refuse_other_brand(programme, region.brand_id)
    if period.months is None:
        return analyse_region(gather_region(region=region, programme=programme, period=period))
    return analyse_tallies(gather_tallies(region, programme, period, period.months))


def gather_location(*, location: Location, programme: Programme, period: Period) -> LocationFacts:
    """What the analysis of a location has to know."""
    ours = visits_of_programme(programme, whole_trend(period)).filter(location=location)
    trend = read_counted(ours)
    visits = [visit for visit in trend if visit.date >= period.start]
    versions = read_versions(programme, visits)
    peers = read_peer_scores(location, programme, period)
    return LocationFacts(
        location=location.code,
        programme=programme.code,
        period=period,
        target=programme.target_score,
        visits=visit_facts(trend, critical_misses(visits, versions.standard_of())),
        standards=versions.standards(),
        void=_count_void(programme, period, Q(location=location), [location.time_zone]),
        bands=versions.bands(),
        measured=versions.measured(visits),
        recommend=recommendations(visits),
        region_scores=peers.region,
        network_scores=peers.network,
        competitors=read_competitors(programme, period, location.region),
        actions=actions_of(location, programme, period),
        customer_measures=measures_of(location, period),
    )


def gather_region(*, region: Region, programme: Programme, period: Period) -> RegionFacts:
    """What the analysis of a region has to know: its own brand's locations, visited or not."""
    here = Q(location__region__path__startswith=region.path, location__brand=region.brand_id)
    counted = visits_of_programme(programme, whole_trend(period)).filter(here)
    trend = read_counted(counted)
    visits = [visit for visit in trend if visit.date >= period.start]
    versions = read_versions(programme, visits)
    listed = Q(active=True, programmes=programme) | Q(pk__in=counted.order_by().values("location"))
    places = list(
        Location.objects.filter(
            listed, region__path__startswith=region.path, brand=region.brand_id
        ).distinct()
    )
    return RegionFacts(
        region=region.code,
        programme=programme.code,
        period=period,
        target=programme.target_score,
        places=[Place(place.code, place.name) for place in places],
        visits=visit_facts(trend, critical_misses(visits, versions.standard_of())),
        standards=versions.standards(),
        void=_count_void(programme, period, here, {place.time_zone for place in places}),
        competitors=read_competitors(programme, period, region),
    )


def gather_tallies(
    region: Region, programme: Programme, period: Period, months: int
) -> RegionTallies:
    """The same with the visits added up by whole months: of the visits themselves only those of
    locations with a critical miss are read."""
    locations = Location.objects.filter(region__path__startswith=region.path, brand=region.brand_id)
    reading = read_tallies(programme, period, locations)
    latest = latest_of(each for one in reading.tallies.values() for each in one.latest.items())
    versions = read_used_versions(
        programme, sorted(latest, key=lambda version: latest[version], reverse=True)
    )
    listed = Q(active=True, programmes=programme) | Q(pk__in=list(reading.samples))
    places = list(locations.filter(listed).distinct())
    here = Q(location__region__path__startswith=region.path, location__brand=region.brand_id)
    return RegionTallies(
        region=region.code,
        programme=programme.code,
        period=period,
        target=programme.target_score,
        places=[Place(place.code, place.name) for place in places],
        samples=reading.samples,
        tallies=reading.tallies,
        earlier=read_earlier_standards(programme, period, months, locations),
        misses=_read_misses(programme, period, reading.tallies, versions),
        standards=versions.standards(),
        void=_count_void(programme, period, here, {place.time_zone for place in places}),
        competitors=read_competitors(programme, period, region),
    )


def _read_misses(
    programme: Programme, period: Period, tallies: Mapping[str, Tally], versions: PeriodVersions
) -> list[RegionCriticalMiss]:
    missed = [place for place, one in tallies.items() if one.critical]
    visits = [
        visit
        for visit in read_counted(
            visits_of_programme(programme, period).filter(location__in=missed)
        )
        if visit.critical
    ]
    facts = visit_facts(visits, critical_misses(visits, versions.standard_of()))
    facts.sort(key=lambda visit: (visit.date, visit.id))
    return [{**miss, "location": visit.location} for visit, miss in misses_of(facts)]


def _count_void(programme: Programme, period: Period, where: Q, zones: Iterable[str]) -> int | None:
    """How many visits of the period are void; None before it is over in every zone.

    While visits are still being made, the number would tell staff that somebody has been there.
    Where no place is listed any more, void visits may be: then it is over when it is everywhere.
    """
    if any(clock.today(zone) <= period.end for zone in set(zones) or {_LAST_ZONE}):
        return None
    void = Visit.objects.filter(
        where,
        programme=programme,
        state=VisitState.VOID,
        visit_date__gte=period.start,
        visit_date__lte=period.end,
    )
    return void.count()


_LAST_ZONE = "Etc/GMT+12"
"""Where a day ends last."""


def _refuse_other_brand(programme: Programme, brand: str) -> None:
    if programme.brand_id != brand:
        raise invalid((("query", "programme"), "other_brand", "This programme is another brand's."))
