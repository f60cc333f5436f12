"""The gap analysis: many scorecards to one location's, or one region's, gaps against target."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import TypedDict

from reports.analysis_shape import Analysis, Slice, StandardFigures
from reports.gaps_actions import judge_actions
from reports.gaps_facts import LocationFacts, RegionFacts, StandardFacts
from reports.gaps_league import (
    costliest_standards,
    funnel,
    league,
    samples_by_place,
)
from reports.gaps_measured import benchmark, measured_figures, recommendation
from reports.gaps_pools import Pool, Pooled, measured_in, pool_earlier, pool_standards
from reports.gaps_region_shape import RegionAnalysis, RegionCriticalMiss
from reports.gaps_scores import (
    band_of,
    change_figures,
    sample_status,
    score_figures,
    trend_points,
)
from reports.gaps_standards import (
    competitor_figures,
    priorities,
    shortest_way,
    slices,
    standard_figures,
    strengths,
)
from reports.gaps_visits import (
    PeriodVisits,
    critical_misses,
    sort_into_periods,
    visit_figure,
    visits_passed,
)
from reports.statistics import Sample


class Slices(TypedDict):
    """What carries standards together, by kind of tag."""

    stages: dict[str, Slice]
    dimensions: dict[str, Slice]
    behaviours: dict[str, Slice]
    trust: dict[str, Slice]


def analyse_location(facts: LocationFacts) -> Analysis:
    """The object of `GET /locations/{code}/gaps`: JSON-ready, decimals as four-place strings.

    Raises ValueError when a visit of the period scores a standard that `facts` do not describe,
    PeriodOutOfRange when the six periods of the trend would begin before the calendar.
    """
    periods = sort_into_periods(facts.period, facts.visits)
    samples = [Sample.of(one.percents) for one in periods]
    now, current, target = samples[-1], periods[-1], Fraction(facts.target)
    pools = pool_standards(current.scored, facts.standards)
    lost = {code: pool.lost for code, pool in pools.items()}
    order = priorities(lost)
    return {
        "location": facts.location,
        "programme": facts.programme,
        "from": facts.period.start.isoformat(),
        "to": facts.period.end.isoformat(),
        "void": facts.void,
        "not_scored": len(current.released) - len(current.scored),
        "passed": visits_passed(current.scored),
        "status": sample_status(now, target),
        "band": band_of(now.mean, facts.bands),
        "score": score_figures(now, target),
        "change": change_figures(now, samples[-2]),
        "trend": trend_points([one.period for one in periods], samples),
        "standards": _standards(periods, facts.standards, pools),
        "priorities": order,
        "strengths": strengths(facts.standards, pools),
        "shortest_way": shortest_way(now.mean, target, order, lost, now.n),
        **tag_slices(facts.standards, pools, now.n, partial(measured_in, pools)),
        "measured": [measured_figures(question) for question in facts.measured],
        "recommend": recommendation(facts.recommend),
        "benchmarks": {
            "region": benchmark(now.mean, facts.region_scores),
            "network": benchmark(now.mean, facts.network_scores),
        },
        "competitors": competitor_figures(facts.competitors, pools),
        "critical_misses": [miss for _, miss in critical_misses(current.released)],
        "visits": [visit_figure(visit) for visit in current.released],
        "customer_measures": list(facts.customer_measures),
        "actions": judge_actions(
            facts.actions, [*periods[-2].scored, *current.scored], facts.standards
        ),
    }


def analyse_region(facts: RegionFacts) -> RegionAnalysis:
    """The object of `GET /regions/{code}/gaps`: a location has one vote, standards pool all visits.

    Raises ValueError when a visit names a location that is not among the places, and as
    `analyse_location` does.
    """
    periods = sort_into_periods(facts.period, facts.visits)
    by_place = [samples_by_place(facts.places, one) for one in periods]
    samples = [Sample.of_means(one.values()) for one in by_place]
    now, current, target = samples[-1], periods[-1], Fraction(facts.target)
    pools = pool_standards(current.scored, facts.standards)
    worst = costliest_standards(current.scored)
    misses: list[RegionCriticalMiss] = [
        {**miss, "location": visit.location} for visit, miss in critical_misses(current.released)
    ]
    return {
        "region": facts.region,
        "programme": facts.programme,
        "from": facts.period.start.isoformat(),
        "to": facts.period.end.isoformat(),
        "void": facts.void,
        "not_scored": len(current.released) - len(current.scored),
        "passed": visits_passed(current.scored),
        "status": sample_status(now, target),
        "score": {**score_figures(now, target), "visits": len(current.scored)},
        "change": change_figures(now, samples[-2]),
        "trend": trend_points([one.period for one in periods], samples),
        "standards": _standards(periods, facts.standards, pools),
        "priorities": priorities({code: pool.lost for code, pool in pools.items()}),
        "strengths": strengths(facts.standards, pools),
        **tag_slices(facts.standards, pools, len(current.scored), partial(measured_in, pools)),
        "critical_misses": misses,
        "competitors": competitor_figures(facts.competitors, pools),
        "league": league(facts.places, target, by_place[-1], by_place[-2], worst),
        "funnel": funnel(by_place[-1]),
    }


def tag_slices(
    standards: Sequence[StandardFacts],
    pools: Mapping[str, Pooled],
    visits: int,
    measured_in: Callable[[frozenset[str]], int],
) -> Slices:
    """Stages, dimensions, behaviours and trust beliefs over the standards that carry them."""

    def pooled(tags_of: Callable[[StandardFacts], Iterable[str]]) -> dict[str, Slice]:
        return slices(standards, pools, visits, tags_of, measured_in)

    return {
        "stages": pooled(lambda standard: (standard.stage,)),
        "dimensions": pooled(lambda standard: (standard.dimension,)),
        "behaviours": pooled(lambda standard: standard.behaviours),
        "trust": pooled(lambda standard: standard.trust),
    }


def _standards(
    periods: Sequence[PeriodVisits], standards: Sequence[StandardFacts], pools: Mapping[str, Pool]
) -> list[StandardFigures]:
    earlier = [(one.period, pool_earlier(one.scored, standards)) for one in periods[:-1]]
    history = [*earlier, (periods[-1].period, pools)]
    return standard_figures(standards, pools, len(periods[-1].scored), history)
