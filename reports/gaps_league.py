"""The league of a region's locations, and the funnel that says what luck alone would do."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from reports.exact import SCALE, four_places, four_places_or_none, ratio_in_four_places
from reports.gaps_facts import Place, VisitFacts
from reports.gaps_region_shape import Funnel, FunnelPoint, LeagueRow
from reports.gaps_scores import change_figures
from reports.gaps_standards import FEWEST_TO_JUDGE, priorities, status_of
from reports.gaps_visits import PeriodVisits
from reports.statistics import (
    FunnelLimits,
    Sample,
    funnel_limits,
    mean_interval,
    on_one_scale,
    pooled_deviation,
)


def samples_by_place(places: Sequence[Place], visits: PeriodVisits) -> dict[str, Sample]:
    """Each place's scored visits as a sample, empty where there were none.

    Raises ValueError for a visit to a location that is not among the places.
    """
    percents: dict[str, list[int]] = {place.code: [] for place in places}
    for visit, percent in zip(visits.scored, visits.percents, strict=True):
        if visit.location not in percents:
            raise ValueError(f"Visit {visit.id} is of {visit.location!r}, no place of the region")
        percents[visit.location].append(percent)
    return {code: Sample.of(found) for code, found in percents.items()}


def league(
    places: Sequence[Place],
    target: Fraction,
    now: Mapping[str, Sample],
    before: Mapping[str, Sample],
    worst: Mapping[str, str],
) -> list[LeagueRow]:
    """Every place, highest percent first, those without one last, ties by code.

    `worst` names the standard that cost a place most (`costliest_standards`).

    Ranks count the places that have one, so a place of one lucky visit pushes nobody down;
    equal percents share a rank.
    """
    positions = _positions(now)
    ranks = _ranks(now, positions)
    rows: list[LeagueRow] = []
    for place in sorted(places, key=lambda place: (-positions[place.code], place.code)):
        sample = now[place.code]
        mean = sample.mean
        low, high = mean_interval(sample) or (None, None)
        rows.append(
            {
                "location": place.code,
                "name": place.name,
                "percent": four_places_or_none(mean),
                "low": four_places_or_none(low),
                "high": four_places_or_none(high),
                "n": sample.n,
                "status": status_of(mean, sample.n, target, high),
                "rank": ranks[positions[place.code]] if sample.n >= FEWEST_TO_JUDGE else None,
                "change": change_figures(sample, before[place.code]),
                "worst_standard": worst.get(place.code),
            }
        )
    return rows


def funnel(now: Mapping[str, Sample]) -> Funnel:
    """Each place with a score against the limits of chance around the mean of all visits.

    There are no limits when no place has two visits: nothing says how visits differ by chance.
    """
    visits = sum(sample.n for sample in now.values())
    total = sum(sample.total for sample in now.values())
    centre = Fraction(total, visits * SCALE) if visits else None
    s = pooled_deviation(list(now.values()))
    sizes = {sample.n for sample in now.values() if sample.n}
    limits = {} if centre is None or s is None else _limits(centre, s, sizes)
    by_n = sorted(now, key=lambda code: (now[code].n, code))
    return {
        "centre": four_places_or_none(centre),
        "s": four_places_or_none(s),
        "limits": [_funnel_point(code, now[code], limits) for code in by_n if now[code].n],
    }


def costliest_standards(visits: Sequence[VisitFacts]) -> dict[str, str]:
    """By place, the standard that lost it most: points lost are per visit, so sums decide."""
    lost: dict[str, dict[str, int]] = {}
    for visit in visits:
        here = lost.setdefault(visit.location, {})
        for code, cell in visit.standards.items():
            here[code] = here.get(code, 0) + cell[2]
    return {place: order[0] for place, here in lost.items() if (order := priorities(here))}


def _limits(
    centre: Fraction, s: float, sizes: Iterable[int]
) -> dict[int, tuple[FunnelLimits, list[str]]]:
    """The limits by number of visits, and in print: a thousand places have twenty of them."""
    limits = {n: funnel_limits(centre, s, n) for n in sizes}
    return {
        n: (one, [four_places(end) for end in (one.low, one.high, one.outer_low, one.outer_high)])
        for n, one in limits.items()
    }


def _funnel_point(
    code: str, sample: Sample, limits: Mapping[int, tuple[FunnelLimits, list[str]]]
) -> FunnelPoint:
    point: FunnelPoint = {
        "location": code,
        "n": sample.n,
        "percent": ratio_in_four_places(sample.total, sample.n * sample.scale),
        "low": None,
        "high": None,
        "outer_low": None,
        "outer_high": None,
        "place": None,
    }
    if sample.n not in limits:
        return point
    here, printed = limits[sample.n]
    point["low"], point["high"], point["outer_low"], point["outer_high"] = printed
    # As floats, so that a mean that is the centre is inside limits of no width.
    mean = sample.total / (sample.n * sample.scale)
    point["place"] = "below" if mean < here.low else "above" if mean > here.high else "inside"
    return point


def _ranks(samples: Mapping[str, Sample], positions: Mapping[str, int]) -> dict[int, int]:
    """The rank of each mean: one more than the number of ranked places above it."""
    ranked = [positions[code] for code, sample in samples.items() if sample.n >= FEWEST_TO_JUDGE]
    ranks: dict[int, int] = {}
    for rank, position in enumerate(sorted(ranked, reverse=True), start=1):
        ranks.setdefault(position, rank)
    return ranks


def _positions(samples: Mapping[str, Sample]) -> dict[str, int]:
    """What the league sorts by: the means on one scale, below every percent where there is none."""
    with_mean = {code: sample for code, sample in samples.items() if sample.n}
    means, _ = on_one_scale(list(with_mean.values()))
    return {**dict.fromkeys(samples, -1), **dict(zip(with_mean, means, strict=True))}
