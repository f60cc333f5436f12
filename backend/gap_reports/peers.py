"""What a location or region stands beside: the other locations' scores, and competitors."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Count, Sum

from backend.fieldwork.models import Programme
from backend.gap_reports.counted_visits import read_counted, visits_of_programme
from backend.network.models import Brand, Location, Region
from reports.exact import SCALE
from reports.gaps_facts import CompetitorFacts
from reports.periods import Period


class PeerScores(NamedTuple):
    """The location scores of the others: in the location's region with all below it, and of the
    whole brand."""

    region: list[Fraction]
    network: list[Fraction]


def read_peer_scores(location: Location, programme: Programme, period: Period) -> PeerScores:
    """Mean of the visits' percents of every other location that has any.

    The database sums by location on an index that has all it needs; which locations are the
    brand's, and where, is asked apart, for a join would be made for each visit. The division is
    here, so that equal scores stay equal.
    """
    paths = dict(
        Location.objects.filter(brand=location.brand_id)
        .exclude(pk=location.pk)
        .order_by()
        .values_list("pk", "region__path")
    )
    sums = (
        visits_of_programme(programme, period)
        .filter(percent_e4__isnull=False)
        .order_by()
        .values_list("location")
        .annotate(total=Sum("percent_e4"), n=Count("percent_e4"))
    )
    scores = [
        (paths[code], Fraction(int(total), n * SCALE)) for code, total, n in sums if code in paths
    ]
    own = location.region.path
    return PeerScores(
        region=[score for path, score in scores if path.startswith(own)],
        network=[score for _, score in scores],
    )


def read_competitors(
    programme: Programme, period: Period, region: Region
) -> Mapping[str, CompetitorFacts]:
    """Each standard pooled over the programme's visits to competitors' locations in the region."""
    visits = visits_of_programme(programme, period).filter(
        percent_e4__isnull=False,
        location__brand__kind=Brand.Kind.COMPETITOR,
        location__region__path__startswith=region.path,
    )
    pools: dict[str, CompetitorFacts] = {}
    for visit in read_counted(visits):
        for code, (earned, possible, _) in visit.standards.items():
            if possible > 0:
                so_far = pools.get(code, CompetitorFacts(0, 0, 0))
                pools[code] = CompetitorFacts(
                    so_far.earned + earned, so_far.possible + possible, so_far.n + 1
                )
    return pools
