"""The gap analysis against a bare float loop over the same numbers: `python -m benchmarks.gaps`.

The loop only adds up: a mean per location, and earned, possible and lost per standard, for each
period. It ranks, judges and prints nothing, so it is a floor to measure from and not a rival.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from statistics import median
from time import perf_counter

from reports.gaps import analyse_location, analyse_region
from reports.gaps_facts import LocationFacts, Place, RegionFacts, StandardFacts, VisitFacts
from reports.periods import Period, trend_periods

ROUNDS = 9
SEED = 2026
QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
STAGES = ("pre_transaction", "transaction", "post_transaction")
DIMENSIONS = ("reliability", "assurance", "tangibles", "empathy", "responsiveness")
BEHAVIOURS = ("broad_knowledge", "sincere_interest", "understanding", "respect", "empowered")
TRUST = ("best_interest", "honesty", "timeliness", "fair_price", "guarantee")


@dataclass(frozen=True)
class Race:
    """Two ways over the same numbers, each run `repeats` times a round to be long enough."""

    name: str
    analysis: Callable[[], object]
    floor: Callable[[], object]
    repeats: int


def main() -> None:
    """Print a line for each race: medians of interleaved rounds, and their ratio."""
    print(f"medians of {ROUNDS} interleaved rounds, seed {SEED}")
    print(f"{'':50}{'analysis ms':>14}{'float loop ms':>14}{'ratio':>8}")
    for race in races():
        analysis, floor = run(race)
        print(f"{race.name:50}{analysis * 1e3:14.2f}{floor * 1e3:14.2f}{analysis / floor:8.1f}")


def races() -> list[Race]:
    """One location over six periods with a network of 2,000; a region of one period, and of six."""
    chance = random.Random(SEED)
    standards = [standard_facts(number) for number in range(14)]
    six = trend_periods(QUARTER)
    visits = visits_of(chance, "L000", 30, six)
    location = LocationFacts(
        location="L000",
        programme="P",
        period=QUARTER,
        target=90,
        visits=visits,
        standards=standards,
        network_scores=[Fraction(chance.randrange(5_000_000), 50_000) for _ in range(2_000)],
    )
    places = [Place(f"L{number:03}", f"Place {number}") for number in range(500)]
    found = [
        Race(
            "location: 30 visits x 14 standards x 6 periods",
            partial(analyse_location, location),
            partial(add_up, visits),
            repeats=10,
        )
    ]
    for name, periods in (("1 period", (QUARTER,)), ("6 periods", six)):
        visits = [one for place in places for one in visits_of(chance, place.code, 5, periods)]
        region = RegionFacts(
            region="R",
            programme="P",
            period=QUARTER,
            target=90,
            places=places,
            visits=visits,
            standards=standards,
        )
        found.append(
            Race(
                f"region: 500 locations x 5 visits x 14 x {name}",
                partial(analyse_region, region),
                partial(add_up, visits),
                repeats=1,
            )
        )
    return found


def add_up(visits: list[VisitFacts]) -> object:
    """The floor: the sums every analysis of these visits must at least make, in floats."""
    starts = [period.start for period in trend_periods(QUARTER)]
    percents: dict[tuple[int, str], list[float]] = {}
    sums: dict[tuple[int, str], list[float]] = {}
    for visit in visits:
        period = sum(visit.date >= start for start in starts)
        percents.setdefault((period, visit.location), []).append((visit.percent or 0) / 10_000)
        for code, (earned, possible, lost) in visit.standards.items():
            pool = sums.setdefault((period, code), [0.0, 0.0, 0.0])
            pool[0] += earned / 10_000
            pool[1] += possible / 10_000
            pool[2] += lost / 10_000
    means = {key: sum(found) / len(found) for key, found in percents.items()}
    shares = {key: 100 * earned / possible for key, (earned, possible, _) in sums.items()}
    return means, shares


def run(race: Race) -> tuple[float, float]:
    """Seconds for one analysis and one floor: medians over rounds that take turns."""
    race.analysis(), race.floor()
    rounds = [
        (timed(race.analysis, race.repeats), timed(race.floor, race.repeats)) for _ in range(ROUNDS)
    ]
    return median(one[0] for one in rounds), median(one[1] for one in rounds)


def timed(work: Callable[[], object], repeats: int) -> float:
    """Seconds of one call, averaged over a few."""
    start = perf_counter()
    for _ in range(repeats):
        work()
    return (perf_counter() - start) / repeats


def standard_facts(number: int) -> StandardFacts:
    """A standard with a stage, a dimension, two behaviours and a trust belief."""
    return StandardFacts(
        code=f"S{number:02}",
        text=f"Standard {number}",
        stage=STAGES[number % 3],
        dimension=DIMENSIONS[number % 5],
        behaviours=(BEHAVIOURS[number % 5], BEHAVIOURS[(number + 2) % 5]),
        trust=(TRUST[number % 5],),
        target_percent=90,
        owner_role="Manager",
    )


def visits_of(
    chance: random.Random, place: str, each: int, periods: tuple[Period, ...]
) -> list[VisitFacts]:
    """So many visits of a place in each period, with met-rates drawn by chance."""
    return [
        visit_facts(chance, place, period, f"{place}-{period.start}-{number}")
        for period in periods
        for number in range(each)
    ]


def visit_facts(chance: random.Random, place: str, period: Period, name: str) -> VisitFacts:
    """A visit of all standards, 1 to 5 points each, 80 % of them earned on average."""
    possible = [chance.randint(1, 5) for _ in range(14)]
    earned = [points if chance.random() < 0.8 else points / 2 for points in possible]
    total = sum(possible)
    cells = {
        f"S{number:02}": (
            round(got * 10_000),
            points * 10_000,
            round(1_000_000 * (points - got) / total),
        )
        for number, (got, points) in enumerate(zip(earned, possible, strict=True))
    }
    return VisitFacts(
        id=name,
        date=period.start + timedelta(days=chance.randrange(period.days)),
        daypart="midday",
        percent=round(1_000_000 * sum(earned) / total),
        outcome="pass",
        band="Developing",
        standards=cells,
        location=place,
    )


if __name__ == "__main__":
    main()
