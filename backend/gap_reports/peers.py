"""What a location or region stands beside: the other locations' scores, and competitors."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum

from backend.fieldwork.models import Programme
from backend.gap_reports.counted_visits import visits_of_programme
from backend.gap_reports.scope_reading import read_period
from backend.network.models import Brand, Location, Region
from backend.visits.models import MonthTally, Visit
from backend.visits.rollup import month_number
from reports.exact import SCALE
from reports.gaps_facts import CompetitorFacts
from reports.periods import Period
from reports.tallies import add_up


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
    scores = [
        (paths[code], Fraction(int(total), n * SCALE))
        for code, total, n in _sums_by_location(programme, period)
        if code in paths
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
    rivals = Location.objects.filter(
        brand__kind=Brand.Kind.COMPETITOR, region__path__startswith=region.path
    )
    theirs = add_up(read_period(programme, period, rivals).values())
    return {
        code: CompetitorFacts(sums.earned, sums.possible, sums.n)
        for code, sums in theirs.standards.items()
        if sums.n
    }


def _sums_by_location(
    programme: Programme, period: Period
) -> QuerySet[MonthTally, tuple[str, int, int]] | QuerySet[Visit, tuple[str, int, int]]:
    """Location, sum of the percents, how many: of the months' tallies when months are whole."""
    if period.months is None:
        visits = visits_of_programme(programme, period).filter(percent_e4__isnull=False)
        return (
            visits.order_by()
            .values_list("location")
            .annotate(total=Sum("percent_e4"), n=Count("percent_e4"))
        )
    first = month_number(period.start)
    kept = MonthTally.objects.filter(
        programme=programme, month__gte=first, month__lt=first + period.months, n__gt=0
    )
    return kept.order_by().values_list("location").annotate(Sum("total_e4"), Sum("n"))
