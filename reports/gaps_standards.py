"""Standards and their tags against target: gap, status, points lost, priorities, strengths."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from reports.analysis_shape import (
    Competitor,
    Slice,
    StandardFigures,
    StandardScore,
    Status,
    TrendPoint,
)
from reports.exact import SCALE, four_places, four_places_or_none
from reports.gaps_facts import CompetitorFacts, StandardFacts
from reports.gaps_pools import Pooled, points_lost, pooled_percent
from reports.periods import Period
from reports.statistics import wilson_interval

MOST_STRENGTHS = 3
FEWEST_TO_JUDGE = 3
_TO_WITHIN = Fraction(1, 1000)


def status_of(score: Fraction | None, n: int, target: Fraction, high: float | None) -> Status:
    """What may be said of a score: the order of the questions is the definition."""
    if score is None or n == 0:
        return "not_measured"
    if n < FEWEST_TO_JUDGE:
        return "too_few"
    if score >= target:
        return "met"
    return "gap" if high is not None and high < target else "watch"


def standard_figures(
    standards: Sequence[StandardFacts],
    pools: Mapping[str, Pooled],
    visits: int,
    history: Sequence[tuple[Period, Mapping[str, Pooled]]],
) -> list[StandardFigures]:
    """Every standard by code; `visits` are all that have a percent, `history` the six periods."""
    spans = [(period.start.isoformat(), period.end.isoformat(), then) for period, then in history]
    figures: list[StandardFigures] = []
    for standard in sorted(standards, key=lambda standard: standard.code):
        trend: list[TrendPoint] = [
            {
                "from": start,
                "to": end,
                "percent": four_places_or_none(then[standard.code].percent),
                "n": then[standard.code].n,
            }
            for start, end, then in spans
        ]
        score = standard_score(standard, pools[standard.code], visits)
        figures.append({**score, "trend": trend})
    return figures


def standard_score(standard: StandardFacts, pool: Pooled, visits: int) -> StandardScore:
    """One standard against its target; `visits` are all that have a percent."""
    percent, target = pool.percent, Fraction(standard.target_percent)
    interval = None if percent is None else wilson_interval(percent, pool.n)
    low, high = interval or (None, None)
    return {
        "code": standard.code,
        "text": standard.text,
        "stage": standard.stage,
        "dimension": standard.dimension,
        "owner_role": standard.owner_role,
        "critical": standard.critical,
        "percent": four_places_or_none(percent),
        "low": four_places_or_none(low),
        "high": four_places_or_none(high),
        "n": pool.n,
        "target": four_places(target),
        "gap": None if percent is None else four_places(percent - target),
        "status": status_of(percent, pool.n, target, high),
        "lost": four_places(points_lost(pool.lost, visits)),
    }


def priorities(lost: Mapping[str, int]) -> list[str]:
    """The codes that cost points, most lost first; ties by code."""
    return sorted((code for code in lost if lost[code] > 0), key=lambda code: (-lost[code], code))


def strengths(standards: Sequence[StandardFacts], pools: Mapping[str, Pooled]) -> list[str]:
    """The three standards farthest above target, by gap and then by code.

    Of the statuses only `met` and `too_few` can have a gap of 0 or more.
    """
    gaps = {
        standard.code: percent - Fraction(standard.target_percent)
        for standard in standards
        if (percent := pools[standard.code].percent) is not None
    }
    above = [code for code, gap in gaps.items() if gap >= 0]
    return sorted(above, key=lambda code: (-gaps[code], code))[:MOST_STRENGTHS]


def shortest_way(
    score: Fraction | None,
    target: Fraction,
    order: Sequence[str],
    lost: Mapping[str, int],
    visits: int,
) -> list[str] | None:
    """The fewest priorities, from the top, that bring the score to target (to within 0.001).

    Stored points lost are rounded, hence the tolerance. Empty when the target is reached as it
    is; None when even all of them do not reach it, or without a score. An estimate: bonus, cap
    and critical effect are left out of it.
    """
    if score is None:
        return None
    needed = (target - _TO_WITHIN - score) * SCALE * visits
    recovered = 0
    for count, code in enumerate(order):
        if recovered >= needed:
            return list(order[:count])
        recovered += lost[code]
    return list(order) if recovered >= needed else None


def slices(
    standards: Sequence[StandardFacts],
    pools: Mapping[str, Pooled],
    visits: int,
    tags_of: Callable[[StandardFacts], Iterable[str]],
    measured_in: Callable[[frozenset[str]], int],
) -> dict[str, Slice]:
    """A stage, dimension, behaviour or trust belief, pooled over the standards that carry it.

    Its target is the targets of those standards weighted by the points possible under each.
    `measured_in` tells how many visits measured at least one of some standards.
    """
    carriers: dict[str, list[StandardFacts]] = {}
    for standard in standards:
        for tag in tags_of(standard):
            carriers.setdefault(tag, []).append(standard)
    return {tag: _slice(carriers[tag], pools, visits, measured_in) for tag in sorted(carriers)}


def competitor_figures(
    competitors: Mapping[str, CompetitorFacts], pools: Mapping[str, Pooled]
) -> dict[str, Competitor]:
    """Each standard at competitors, and ours less theirs; None where either has no measurement."""
    figures: dict[str, Competitor] = {}
    for code in sorted(competitors):
        theirs = pooled_percent(competitors[code].earned, competitors[code].possible)
        ours = pools[code].percent if code in pools else None
        difference = None if ours is None or theirs is None else ours - theirs
        figures[code] = {
            "percent": four_places_or_none(theirs),
            "n": competitors[code].n,
            "difference": four_places_or_none(difference),
        }
    return figures


def _slice(
    carriers: Sequence[StandardFacts],
    pools: Mapping[str, Pooled],
    visits: int,
    measured_in: Callable[[frozenset[str]], int],
) -> Slice:
    members = [pools[standard.code] for standard in carriers]
    possible = sum(pool.possible for pool in members)
    percent = pooled_percent(sum(pool.earned for pool in members), possible)
    target = gap = None
    if percent is not None:
        weighted = sum(
            Fraction(standard.target_percent) * pools[standard.code].possible
            for standard in carriers
        )
        target = weighted / possible
        gap = percent - target
    return {
        "percent": four_places_or_none(percent),
        "n": measured_in(frozenset(standard.code for standard in carriers)),
        "lost": four_places(points_lost(sum(pool.lost for pool in members), visits)),
        "target": four_places_or_none(target),
        "gap": four_places_or_none(gap),
    }
