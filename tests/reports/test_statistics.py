"""Intervals, verdicts and limits against values worked out by hand."""

from dataclasses import astuple
from fractions import Fraction

import pytest

from reports.statistics import (
    Change,
    Recommendation,
    Sample,
    compare_means,
    count_recommendations,
    funnel_limits,
    mean_interval,
    pooled_deviation,
    t_975,
    wilson_interval,
)


def sample(*percents: int) -> Sample:
    return Sample.of([percent * 10_000 for percent in percents])


def limits_at(n: int) -> tuple[float, ...]:
    return astuple(funnel_limits(Fraction(75), 10.0, n))


@pytest.mark.parametrize(
    ("degrees", "expected"),
    # 31, 60 and 1000 by the expansion; the exact quantiles are 2.039513, 2.000298 and 1.962339.
    [
        (1, 12.706205),
        (2, 4.302653),
        (30, 2.042272),
        (31, 2.039426),
        (60, 2.000286),
        (1000, 1.962339),
    ],
)
def test_t_at_degrees(degrees, expected):
    assert t_975(degrees) == pytest.approx(expected, abs=5e-7)


def test_t_without_a_degree_is_refused():
    with pytest.raises(ValueError, match="at least one degree"):
        t_975(0)


def test_sample_of_nothing_has_no_figures():
    nothing = Sample.of([])

    assert (nothing.n, nothing.mean, nothing.minimum, nothing.maximum) == (0, None, None, None)
    assert mean_interval(nothing) is None


def test_sample_of_means_is_exact():
    one, two, three = Sample.of([0, 0, 1], 1), Sample.of([0, 1], 1), Sample.of([0, 1, 1], 1)

    thirds = Sample.of_means([one, Sample.of([]), two, three])

    assert (thirds.n, thirds.mean) == (3, Fraction(1, 2))
    assert (thirds.minimum, thirds.maximum) == (Fraction(1, 3), Fraction(2, 3))
    # Deviations -1/6, 0, 1/6: variance (1/36 + 1/36) / 2 = 1/36, over n = 3: 1/108.
    assert thirds.squared_error == pytest.approx(1 / 108)


def test_mean_interval_of_one_value_is_none():
    assert mean_interval(sample(80)) is None


def test_mean_interval_is_held_to_percents():
    # Mean 85, sd sqrt(50), standard error 5, t(1) = 12.706205: 85 +- 63.531025.
    assert mean_interval(sample(80, 90)) == pytest.approx((21.468975, 100.0))


def test_mean_interval_of_equal_values_has_no_width():
    assert mean_interval(sample(70, 70, 70)) == (70.0, 70.0)


@pytest.mark.parametrize(
    ("percent", "n", "expected"),
    [
        # z^2 = 3.8416: half = 1.96 / 4.8416 x sqrt(0.25 + 0.9604) = 0.445381.
        (Fraction(50), 1, (5.461896, 94.538104)),
        (Fraction(100), 1, (20.654329, 100.0)),
        (Fraction(0), 1, (0.0, 79.345671)),
    ],
)
def test_wilson_interval_of_few_visits(percent, n, expected):
    assert wilson_interval(percent, n) == pytest.approx(expected, abs=1e-4)


def test_wilson_interval_of_no_visit_is_none():
    assert wilson_interval(Fraction(50), 0) is None


@pytest.mark.parametrize("percent", [Fraction(-1), Fraction(101)])
def test_wilson_interval_refuses_what_is_no_share(percent):
    with pytest.raises(ValueError, match="between 0 and 100"):
        wilson_interval(percent, 3)


def test_compare_means_without_a_score_is_not_measured():
    assert compare_means(sample(80, 90), sample()) == Change(None, "not_measured", None)
    assert compare_means(sample(), sample(80, 90)) == Change(None, "not_measured", None)


def test_compare_means_of_one_visit_is_too_few():
    assert compare_means(sample(80), sample(60, 70)) == Change(Fraction(15), "too_few", None)


def test_compare_means_below_the_limit_is_noise():
    change = compare_means(sample(80, 90), sample(60, 70))

    # Both standard errors are 5, v = 2 exactly: 4.302653 x sqrt(50) = 30.424351.
    assert (change.points, change.verdict) == (Fraction(20), "within_noise")
    assert change.noise == pytest.approx(30.424351)


def test_compare_means_above_the_limit_is_better_or_worse():
    up = compare_means(sample(80, 82), sample(60, 62))
    down = compare_means(sample(60, 62), sample(80, 82))

    # Both standard errors are 1: 4.302653 x sqrt(2) = 6.084870.
    assert (up.points, up.verdict) == (Fraction(20), "better")
    assert (down.points, down.verdict) == (Fraction(-20), "worse")
    assert up.noise == pytest.approx(6.084870)
    assert down.noise == pytest.approx(6.084870)


def test_compare_means_floors_the_degrees_of_freedom():
    change = compare_means(sample(70, 80, 90), sample(60, 80))

    # se^2 = 100/3 and 100: v = 133.33^2 / (33.33^2 / 2 + 100^2 / 1) = 1.68, floored to 1;
    # 12.706205 x sqrt(133.3333) = 146.718619.
    assert change.noise == pytest.approx(146.718619)


def test_compare_means_keeps_whole_degrees_whole():
    seven = (61, 64, 67, 70, 73, 76, 79)

    change = compare_means(sample(*seven), sample(*seven))

    # Equal samples of 7 have v = 12: variance 42, se^2 = 6, 2.178813 x sqrt(12) = 7.547630.
    assert change.noise == pytest.approx(7.547630)


def test_compare_means_without_spread_calls_any_difference_a_change():
    same = compare_means(sample(80, 80), sample(80, 80, 80))
    apart = compare_means(Sample.of([800_001, 800_001]), sample(80, 80))

    assert same == Change(Fraction(0), "within_noise", 0.0)
    assert apart == Change(Fraction(1, 10_000), "better", 0.0)


def test_compare_means_with_spread_on_one_side_only():
    change = compare_means(sample(80, 80, 80), sample(70, 90))

    # se 0 and 10: v = 1, 12.706205 x 10.
    assert change.verdict == "within_noise"
    assert change.noise == pytest.approx(127.06205)


def test_recommendations_are_counted_at_the_edges():
    counted = count_recommendations([10, 9, 8, 7, 6, 0])

    # p = d = 1/3: half = 196 x sqrt((2/3) / 6) = 65.333333.
    assert counted == Recommendation(n=6, promoters=2, detractors=2)
    assert counted.nps == 0
    assert counted.interval == pytest.approx((-65.333333, 65.333333))


def test_recommendations_interval_is_held_and_needs_two():
    assert count_recommendations([9]).interval is None
    assert count_recommendations([9, 10]).interval == (100.0, 100.0)
    # p = 3/4, d = 0: 75 +- 196 x sqrt((3/4 - 9/16) / 4) = 75 +- 42.435244.
    assert count_recommendations([9, 10, 9, 7]).interval == pytest.approx((32.564756, 100.0))


def test_recommendations_without_answers_have_no_nps():
    assert count_recommendations([]).nps is None
    assert count_recommendations([]).interval is None


def test_pooled_deviation_takes_samples_of_two_and_more():
    # (80, 90) and (60, 70) add 50 each over 2 degrees; the single 10 has nothing to say.
    assert pooled_deviation([sample(80, 90), sample(60, 70), sample(10)]) == pytest.approx(50**0.5)
    assert pooled_deviation([sample(80), sample(10), sample()]) is None


def test_funnel_limits_narrow_with_n():
    # s = 10: s / sqrt(4) = 5, inner 9.8, outer 15.45; s / sqrt(1) = 10, inner 19.6, outer 30.9.
    assert limits_at(4) == pytest.approx((65.2, 84.8, 59.55, 90.45))
    assert limits_at(1) == pytest.approx((55.4, 94.6, 44.1, 100.0))


def test_funnel_limits_of_no_visit_are_refused():
    with pytest.raises(ValueError, match="less than one visit"):
        funnel_limits(Fraction(75), 10.0, 0)
