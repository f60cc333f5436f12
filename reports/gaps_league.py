"""The league of a region's locations, and the funnel that says what luck alone would do."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from reports.exact import SCALE, four_places, four_places_or_none
from reports.gaps_facts import Place, VisitFacts
from reports.gaps_region_shape import Funnel, FunnelPoint, LeagueRow
from reports.gaps_scores import change_figures, sample_status
from reports.gaps_standards import FEWEST_TO_JUDGE, priorities
from reports.gaps_visits import PeriodVisits
from reports.statistics import Sample, funnel_limits, mean_interval, pooled_deviation


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


def sample_of_means(places: Mapping[str, Sample]) -> Sample:
    """A region's sample: the mean of each location that has one, one vote each."""
    means = [sample.mean for sample in places.values()]
    return Sample.of_fractions([mean for mean in means if mean is not None])


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
    ranks = _ranks(now)
    rows: list[LeagueRow] = []
    for place in sorted(places, key=lambda place: (-_position(now[place.code]), place.code)):
        sample = now[place.code]
        low, high = mean_interval(sample) or (None, None)
        rows.append(
            {
                "location": place.code,
                "name": place.name,
                "percent": four_places_or_none(sample.mean),
                "low": four_places_or_none(low),
                "high": four_places_or_none(high),
                "n": sample.n,
                "status": sample_status(sample, target),
                "rank": ranks[sample.mean] if sample.n >= FEWEST_TO_JUDGE else None,
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
    by_n = sorted(now, key=lambda code: (now[code].n, code))
    points = [_funnel_point(code, now[code], centre, s) for code in by_n]
    return {
        "centre": four_places_or_none(centre),
        "s": four_places_or_none(s),
        "limits": [point for point in points if point is not None],
    }


def costliest_standards(visits: Sequence[VisitFacts]) -> dict[str, str]:
    """By place, the standard that lost it most: points lost are per visit, so sums decide."""
    lost: dict[str, dict[str, int]] = {}
    for visit in visits:
        here = lost.setdefault(visit.location, {})
        for code, cell in visit.standards.items():
            here[code] = here.get(code, 0) + cell[2]
    return {place: order[0] for place, here in lost.items() if (order := priorities(here))}


def _funnel_point(
    code: str, sample: Sample, centre: Fraction | None, s: float | None
) -> FunnelPoint | None:
    mean = sample.mean
    if mean is None or centre is None:
        return None
    point: FunnelPoint = {
        "location": code,
        "n": sample.n,
        "percent": four_places(mean),
        "low": None,
        "high": None,
        "outer_low": None,
        "outer_high": None,
        "place": None,
    }
    if s is None:
        return point
    limits = funnel_limits(centre, s, sample.n)
    point["low"], point["high"] = four_places(limits.low), four_places(limits.high)
    point["outer_low"] = four_places(limits.outer_low)
    point["outer_high"] = four_places(limits.outer_high)
    point["place"] = "inside"
    # As floats, so that a mean that is the centre is inside limits of no width.
    if float(mean) < limits.low:
        point["place"] = "below"
    elif float(mean) > limits.high:
        point["place"] = "above"
    return point


def _ranks(samples: Mapping[str, Sample]) -> dict[Fraction | None, int]:
    """The rank of each mean: one more than the number of ranked places above it."""
    ranked = [sample for sample in samples.values() if sample.n >= FEWEST_TO_JUDGE]
    ranks: dict[Fraction | None, int] = {}
    for rank, sample in enumerate(sorted(ranked, key=_position, reverse=True), start=1):
        ranks.setdefault(sample.mean, rank)
    return ranks


def _position(sample: Sample) -> Fraction:
    """What the league sorts by: below every percent when there is none."""
    return Fraction(-1) if sample.mean is None else sample.mean
