"""Figures beside the score: measured values in their own units, recommendation, benchmarks."""

from collections.abc import Sequence
from fractions import Fraction

from reports.analysis_shape import Benchmark, Measured, Recommend
from reports.exact import four_places, four_places_or_none
from reports.gaps_facts import MeasuredFacts
from reports.statistics import count_recommendations

FEWEST_TO_COMPARE = 3


def measured_figures(facts: MeasuredFacts) -> Measured:
    """Mean, median, 90th percentile and the share within target of one question's answers."""
    values = sorted(Fraction(value) for value in facts.values)
    n = len(values)
    return {
        "question": facts.question,
        "n": n,
        "mean": four_places(sum(values) / Fraction(n)) if n else None,
        "median": four_places((values[(n - 1) // 2] + values[n // 2]) / 2) if n else None,
        "p90": four_places(_percentile_90(values, facts.better)) if n else None,
        "within": four_places_or_none(_within(values, facts)),
        "text": facts.text,
        "standard": facts.standard,
        "type": facts.type,
        "currency": facts.currency,
        "better": facts.better,
        "target": four_places_or_none(facts.target),
        "values": [four_places(value) for value in facts.values],
    }


def recommendation(answers: Sequence[Fraction | int]) -> Recommend:
    """The shoppers' recommendation: never to be called the customers' NPS."""
    counted = count_recommendations(answers)
    return {
        "n": counted.n,
        "promoters": counted.promoters,
        "detractors": counted.detractors,
        "nps": four_places_or_none(counted.nps),
    }


def benchmark(own: Fraction | None, others: Sequence[Fraction]) -> Benchmark | None:
    """The mean over this location and the others, and the percent of the others it stands above.

    Others that are equal count half. None without an own score and with fewer than three
    locations, this one included: of two, each could read the other's score off the mean.
    """
    if own is None or len(others) + 1 < FEWEST_TO_COMPARE:
        return None
    lower = equal = 0
    here, per = own.as_integer_ratio()
    # By denominator: there are few (numbers of visits), and a running sum of 2,000 fractions
    # would reduce each time.
    sums: dict[int, int] = {per: here}
    for other in others:
        numerator, denominator = other.as_integer_ratio()
        sums[denominator] = sums.get(denominator, 0) + numerator
        difference = numerator * per - here * denominator
        lower += difference < 0
        equal += difference == 0
    total = sum(Fraction(numerator, denominator) for denominator, numerator in sums.items())
    return {
        "percent": four_places(Fraction(total) / (len(others) + 1)),
        "locations": len(others) + 1,
        "percentile": four_places(Fraction(100 * (2 * lower + equal), 2 * len(others))),
    }


def _percentile_90(values: Sequence[Fraction], better: str) -> Fraction:
    """The ceil(0.9 n)-th value from the better side: nine in ten were at least this good."""
    rank = (9 * len(values) + 9) // 10
    return values[rank - 1] if better == "lower" else values[-rank]


def _within(values: Sequence[Fraction], facts: MeasuredFacts) -> Fraction | None:
    if facts.target is None or not values:
        return None
    target = Fraction(facts.target)
    if facts.better == "lower":
        good = sum(value <= target for value in values)
    else:
        good = sum(value >= target for value in values)
    return Fraction(100 * good, len(values))
