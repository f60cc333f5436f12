"""Any set of locations beside the competitors that lie in the same regions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from backend.fieldwork.models import Programme
from backend.gap_reports.scope_reading import read_tallies
from backend.gap_reports.versions import read_used_versions
from backend.network.models import Brand, Location
from reports.competition import Compared, compare_standards
from reports.periods import Period
from reports.tallies import add_up


@dataclass(frozen=True)
class Competition:
    """The standards, and how many scored visits on each side they rest on; `places` are the
    competitors' locations that were visited."""

    standards: list[Compared]
    visits: int
    their_visits: int
    places: int


def read_competition(
    *,
    programme: Programme,
    period: Period,
    locations: QuerySet[Location],
    region_paths: Iterable[str],
) -> Competition:
    """The locations beside the competitors' in the regions of these paths, with all below them.

    For the locations of one region the figures are those of `analyse_region_gaps`. Competitors
    are pooled: nothing of a single visit to one of them is read.
    """
    within = Q(pk__in=[])
    for path in region_paths:
        within |= Q(region__path__startswith=path)
    rivals = Location.objects.filter(within, brand__kind=Brand.Kind.COMPETITOR)
    our_tallies = read_tallies(programme, period, locations).tallies
    their_tallies = read_tallies(programme, period, rivals).tallies
    ours, theirs = add_up(our_tallies.values()), add_up(their_tallies.values())
    latest = {**theirs.latest, **ours.latest}
    versions = read_used_versions(
        programme, tuple(sorted(latest, key=latest.__getitem__, reverse=True))
    )
    texts = {standard.code: standard.text for standard in versions.standards()}
    return Competition(
        standards=compare_standards(ours.standards, theirs.standards, texts),
        visits=ours.sample.n,
        their_visits=theirs.sample.n,
        places=len(their_tallies),
    )
