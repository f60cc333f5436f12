"""The statistics of the gap analysis: exact samples, and the intervals that are drawn around them.

Sums, means and degrees of freedom are exact; floating point begins at the square root.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Self

from reports.exact import SCALE

Interval = tuple[float, float]
Verdict = Literal["not_measured", "too_few", "within_noise", "better", "worse"]

WILSON_Z = 1.96
NPS_Z = 1.96
FUNNEL_INNER_Z = 1.960
FUNNEL_OUTER_Z = 3.090

_NORMAL_975 = 1.959964
# Student's t at 0.975 for 1 to 30 degrees of freedom. Six decimals and not the four of a printed
# table: at n = 3 and a standard error of 9 points four move an interval by 0.0004, more than the
# worked cases allow.
_T_975 = (
    *(12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004),
    *(2.262157, 2.228139, 2.200985, 2.178813, 2.160369, 2.144787, 2.131450, 2.119905),
    *(2.109816, 2.100922, 2.093024, 2.085963, 2.079614, 2.073873, 2.068658, 2.063899),
    *(2.059539, 2.055529, 2.051831, 2.048407, 2.045230, 2.042272),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """What a mean and its spread need of some numbers: kept as whole numbers of 1/scale.

    Whole numbers make the sums exact and independent of the order, and a spread of nothing
    exactly zero, which the verdict on a change depends on.
    """

    n: int
    total: int
    squares: int
    lowest: int
    highest: int
    scale: int

    @classmethod
    def of(cls, values: Sequence[int], scale: int = SCALE) -> Self:
        """A sample of whole numbers of 1/scale (ten-thousandths unless told)."""
        if not values:
            return cls(0, 0, 0, 0, 0, scale)
        squares = sum([value * value for value in values])
        return cls(len(values), sum(values), squares, min(values), max(values), scale)

    @classmethod
    def of_means(cls, samples: Iterable[Self]) -> Self:
        """The means of those samples that have one, as a sample: one vote each."""
        means, scale = on_one_scale([sample for sample in samples if sample.n])
        return cls.of(means, scale)

    @property
    def mean(self) -> Fraction | None:
        """The mean; None when there is nothing to take it of."""
        return Fraction(self.total, self.n * self.scale) if self.n else None

    @property
    def minimum(self) -> Fraction | None:
        """The smallest value; None when there is none."""
        return Fraction(self.lowest, self.scale) if self.n else None

    @property
    def maximum(self) -> Fraction | None:
        """The largest value; None when there is none."""
        return Fraction(self.highest, self.scale) if self.n else None

    @property
    def spread(self) -> int:
        """The sum of squared deviations times n, in 1/scale squared; 0 only when all are equal."""
        return self.n * self.squares - self.total * self.total

    @property
    def squared_error(self) -> float:
        """The squared standard error of the mean, sd^2 / n with n - 1 in sd; needs n >= 2."""
        return self.spread / (self.n * self.n * (self.n - 1) * self.scale * self.scale)


def on_one_scale(samples: Sequence[Sample]) -> tuple[list[int], int]:
    """The means of samples that are not empty, as whole numbers of 1/scale, and that scale.

    Means of thousands of locations are sorted and added this way; as fractions they are slow.
    """
    scale = math.lcm(*{sample.n * sample.scale for sample in samples})
    return [sample.total * (scale // (sample.n * sample.scale)) for sample in samples], scale


@dataclass(frozen=True, slots=True)
class Change:
    """A score against the one before: the points, what may be said of them, the limit of noise."""

    points: Fraction | None
    verdict: Verdict
    noise: float | None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Answers to "would you recommend", counted: 9 and 10 promote, 0 to 6 detract."""

    n: int
    promoters: int
    detractors: int

    @property
    def nps(self) -> Fraction | None:
        """Percent of promoters less percent of detractors; None without answers."""
        return Fraction(100 * (self.promoters - self.detractors), self.n) if self.n else None

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval of the NPS, held to -100..100; None when n < 2.

        The variance of a difference of two shares of one multinomial, p + d - (p - d)^2
        (Agresti, Categorical Data Analysis, section on dependent proportions).
        """
        if self.n < 2:
            return None
        p, d = self.promoters / self.n, self.detractors / self.n
        half = 100 * NPS_Z * math.sqrt(max(0.0, p + d - (p - d) ** 2) / self.n)
        return max(-100.0, 100 * (p - d) - half), min(100.0, 100 * (p - d) + half)


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """Where chance alone puts a mean of n visits: 95 in 100 inside, 998 in 1,000 in the outer."""

    low: float
    high: float
    outer_low: float
    outer_high: float


def t_975(degrees: int) -> float:
    """Student's t at 0.975 for whole degrees of freedom; ValueError below 1.

    A table up to 30; beyond it the expansion of Cornish and Fisher around the
    normal quantile (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5).
    """
    if degrees < 1:
        raise ValueError("Student's t needs at least one degree of freedom")
    if degrees <= len(_T_975):
        return _T_975[degrees - 1]
    z, v = _NORMAL_975, degrees
    return z + (z**3 + z) / (4 * v) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)


def mean_interval(sample: Sample) -> Interval | None:
    """The 95 % interval of a mean of percents, held to 0..100; None when n < 2.

    mean +- t(0.975, n - 1) x sd / sqrt(n) (Student, Biometrika 6, 1908).
    """
    if sample.n < 2:
        return None
    mean = sample.total / (sample.n * sample.scale)
    half = t_975(sample.n - 1) * math.sqrt(sample.squared_error)
    return _held(mean - half), _held(mean + half)


def wilson_interval(percent: Fraction, n: int) -> Interval | None:
    """The 95 % score interval of a percent seen in n visits, held to 0..100; None when n = 0.

    Wilson, Journal of the American Statistical Association 22, 1927. A standard's percent is
    pooled points and not a count of hits, so here it is an approximation.
    Raises ValueError for a percent outside 0..100.
    """
    if not 0 <= percent <= 100:
        raise ValueError("A share must lie between 0 and 100 percent")
    if n == 0:
        return None
    p, z2 = float(percent) / 100, WILSON_Z**2
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = WILSON_Z / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return _held(100 * (centre - half)), _held(100 * (centre + half))


def compare_means(now: Sample, before: Sample) -> Change:
    """The change from one mean to another, and whether chance could explain it.

    Within noise up to t(0.975, v) x sqrt(se1^2 + se2^2) (Welch, Biometrika 34, 1947). The
    degrees of freedom are floored exactly: two equal samples have 2 (n - 1), where floating
    point could fall just below and lose one. Without any spread only "no change" is noise.
    """
    if now.n == 0 or before.n == 0:
        return Change(None, "not_measured", None)
    points = Fraction(
        now.total * before.n * before.scale - before.total * now.n * now.scale,
        now.n * now.scale * before.n * before.scale,
    )
    if now.n < 2 or before.n < 2:
        return Change(points, "too_few", None)
    noise = 0.0
    if now.spread or before.spread:
        error = math.sqrt(now.squared_error + before.squared_error)
        noise = t_975(_welch_degrees(now, before)) * error
    # Rounding keeps the order, so floats decide unless they are equal: fractions are slow.
    size = abs(float(points))
    if size < noise or (size == noise and abs(points) <= noise):
        return Change(points, "within_noise", noise)
    return Change(points, "better" if points > 0 else "worse", noise)


def count_recommendations(answers: Sequence[Fraction | int]) -> Recommendation:
    """Promoters and detractors among answers from 0 to 10 (Reichheld, HBR, December 2003)."""
    promoters = sum(1 for answer in answers if answer >= 9)
    detractors = sum(1 for answer in answers if answer <= 6)
    return Recommendation(len(answers), promoters, detractors)


def pooled_deviation(samples: Sequence[Sample]) -> float | None:
    """The standard deviation within samples, pooled over those of n >= 2; None without one.

    s = sqrt(sum (n - 1) sd^2 / sum (n - 1)), the within-group mean square of an analysis of
    variance. fsum makes it the same in whatever order the samples come.
    """
    spread = [sample for sample in samples if sample.n >= 2]
    degrees = sum(sample.n - 1 for sample in spread)
    if degrees == 0:
        return None
    squares = math.fsum(sample.spread / (sample.n * sample.scale**2) for sample in spread)
    return math.sqrt(squares / degrees)


def funnel_limits(centre: Fraction, deviation: float, n: int) -> FunnelLimits:
    """Control limits of a funnel plot at n visits, held to 0..100; ValueError when n < 1.

    centre +- z s / sqrt(n), z = 1.960 and 3.090 (Spiegelhalter, Statistics in Medicine 24, 2005).
    """
    if n < 1:
        raise ValueError("A funnel has no limits at less than one visit")
    middle, error = float(centre), deviation / math.sqrt(n)
    inner, outer = FUNNEL_INNER_Z * error, FUNNEL_OUTER_Z * error
    return FunnelLimits(
        _held(middle - inner), _held(middle + inner), _held(middle - outer), _held(middle + outer)
    )


def _welch_degrees(one: Sample, two: Sample) -> int:
    """Welch's degrees of freedom, floored, in whole numbers.

    With se^2 = spread / (n^2 (n - 1) scale^2) both sides are brought to one denominator.
    """
    a = one.spread * two.n**2 * (two.n - 1) * two.scale**2
    b = two.spread * one.n**2 * (one.n - 1) * one.scale**2
    above = (a + b) ** 2 * (one.n - 1) * (two.n - 1)
    return max(1, above // (a * a * (two.n - 1) + b * b * (one.n - 1)))


def _held(percent: float) -> float:
    return min(100.0, max(0.0, percent))
