"""Scores in print: a mean with its interval, a change with its verdict, a trend, a band."""

from collections.abc import Sequence
from fractions import Fraction

from reports.analysis_shape import Change, Score, Status, TrendPoint
from reports.exact import four_places, four_places_or_none
from reports.gaps_facts import Percent
from reports.gaps_standards import status_of
from reports.periods import Period
from reports.statistics import Sample, compare_means, mean_interval


def score_figures(sample: Sample, target: Fraction) -> Score:
    """The score with its t interval, against target."""
    low, high = mean_interval(sample) or (None, None)
    return {
        "percent": four_places_or_none(sample.mean),
        "n": sample.n,
        "low": four_places_or_none(low),
        "high": four_places_or_none(high),
        "minimum": four_places_or_none(sample.minimum),
        "maximum": four_places_or_none(sample.maximum),
        "target": four_places(target),
    }


def sample_status(sample: Sample, target: Fraction) -> Status:
    """The status of a location, or of a region whose sample is its locations."""
    _, high = mean_interval(sample) or (None, None)
    return status_of(sample.mean, sample.n, target, high)


def change_figures(now: Sample, before: Sample) -> Change:
    """The change since the period before; `noise` is what it must exceed to mean anything."""
    change = compare_means(now, before)
    return {
        "points": four_places_or_none(change.points),
        "verdict": change.verdict,
        "noise": four_places_or_none(change.noise),
    }


def trend_points(periods: Sequence[Period], samples: Sequence[Sample]) -> list[TrendPoint]:
    """The score of each period with its interval, nulls kept."""
    points: list[TrendPoint] = []
    for period, sample in zip(periods, samples, strict=True):
        low, high = mean_interval(sample) or (None, None)
        points.append(
            {
                "from": period.start.isoformat(),
                "to": period.end.isoformat(),
                "percent": four_places_or_none(sample.mean),
                "n": sample.n,
                "low": four_places_or_none(low),
                "high": four_places_or_none(high),
            }
        )
    return points


def band_of(score: Fraction | None, bands: Sequence[tuple[Percent, str]]) -> str | None:
    """The last band that begins at or below the score, on the exact value; None without one."""
    if score is None:
        return None
    reached = [label for start, label in bands if Fraction(start) <= score]
    return reached[-1] if reached else None
