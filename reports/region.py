"""A region's analysis from tallies: what `analyse_region` says, without opening every visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from reports.gaps import tag_slices
from reports.gaps_facts import CompetitorFacts, Percent, Place, StandardFacts
from reports.gaps_league import funnel, league
from reports.gaps_region_shape import RegionAnalysis, RegionCriticalMiss
from reports.gaps_scores import change_figures, sample_status, score_figures, trend_points
from reports.gaps_standards import competitor_figures, priorities, standard_figures, strengths
from reports.periods import Period, trend_periods
from reports.statistics import Sample
from reports.tallies import StandardSums, Tally, add_up
from reports.tally_pools import costliest, pool_sums, pool_tally, samples_by_period, visits_with


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionTallies:
    """Everything the analysis of a region needs, as in `RegionFacts`, with its visits added up.

    `samples` are by location those of the six periods that end with this one, `tallies` of this
    one; `earlier` are the standards over all places in the five before. `misses` are by visit
    date and id.
    """

    region: str
    programme: str
    period: Period
    target: Percent
    places: Sequence[Place]
    samples: Mapping[str, Sequence[Sample]]
    tallies: Mapping[str, Tally]
    earlier: Sequence[Mapping[str, StandardSums]]
    misses: Sequence[RegionCriticalMiss]
    standards: Sequence[StandardFacts]
    void: int | None
    competitors: Mapping[str, CompetitorFacts]


def analyse_tallies(facts: RegionTallies) -> RegionAnalysis:
    """The object of `GET /regions/{code}/gaps`; raises as `analyse_region`."""
    periods = trend_periods(facts.period)
    history = samples_by_period(facts.places, facts.samples)
    votes = [Sample.of_means(places.values()) for places in history]
    now, target = votes[-1], Fraction(facts.target)
    whole = add_up(facts.tallies.values())
    pools, visits = pool_tally(whole, facts.standards), whole.sample.n
    pooled = [*(pool_sums(sums, facts.standards) for sums in facts.earlier), pools]
    worst = {place: code for place, (code, _) in costliest(facts.tallies).items()}
    return {
        "region": facts.region,
        "programme": facts.programme,
        "from": facts.period.start.isoformat(),
        "to": facts.period.end.isoformat(),
        "void": facts.void,
        "not_scored": whole.released - visits,
        "passed": {"passed": whole.passed, "scored": visits},
        "status": sample_status(now, target),
        "score": {**score_figures(now, target), "visits": visits},
        "change": change_figures(now, votes[-2]),
        "trend": trend_points(periods, votes),
        "standards": standard_figures(
            facts.standards, pools, visits, list(zip(periods, pooled, strict=True))
        ),
        "priorities": priorities({code: pool.lost for code, pool in pools.items()}),
        "strengths": strengths(facts.standards, pools),
        **tag_slices(facts.standards, pools, visits, partial(visits_with, whole)),
        "critical_misses": list(facts.misses),
        "competitors": competitor_figures(facts.competitors, pools),
        "league": league(facts.places, target, history[-1], history[-2], worst),
        "funnel": funnel(history[-1]),
    }
