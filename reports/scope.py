"""The figures of any set of locations, from the tallies of their visits: score, league, cells.

The definitions are those of a region (`reports.gaps.analyse_region`): each location has one vote
in the score, and standards pool all visits. Only the way there differs: tallies are sums that may
have been kept, so that nobody has to open 100,000 visits for one page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial

from reports.exact import SCALE, four_places, four_places_or_none, ratio_in_four_places
from reports.gaps_facts import Percent, Place, StandardFacts
from reports.gaps_league import funnel, league
from reports.gaps_scores import change_figures, sample_status, score_figures, trend_points
from reports.gaps_standards import (
    FEWEST_TO_JUDGE,
    priorities,
    slices,
    standard_score,
    status_of,
)
from reports.periods import Period, trend_periods
from reports.scope_shape import Cell, ScopeFigures, ScopeRow
from reports.statistics import Sample, wilson_interval
from reports.tallies import EMPTY, NOTHING_MEASURED, StandardSums, Tally, add_up
from reports.tally_pools import costliest, pool_tally, samples_by_period, visits_with

POINTS_PER_CRITICAL_MISS = 2


@dataclass(frozen=True, slots=True)
class ScopePlace(Place):
    """A location as the league names it, and its region."""

    region: str
    region_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeFacts:
    """Everything the figures of some locations need.

    `places` are the locations in the programme, visited or not. `samples` are by location those
    of the six periods that end with this one; who has no visit in them may be missing. `tallies`
    are of the visits of this period. `standards` are all of the versions that count. `targets`
    are by location what the versions of its own visits say; missing where they say the same.
    """

    period: Period
    target: Percent
    places: Sequence[ScopePlace]
    samples: Mapping[str, Sequence[Sample]]
    tallies: Mapping[str, Tally]
    standards: Sequence[StandardFacts]
    targets: Mapping[str, Mapping[str, Percent]]


def analyse_scope(facts: ScopeFacts) -> ScopeFigures:
    """The figures of the locations, decimals as four-place strings.

    Raises ValueError when a visit of the period scores a standard that `facts` do not describe,
    PeriodOutOfRange when the six periods of the trend would begin before the calendar.
    """
    periods = trend_periods(facts.period)
    history = samples_by_period(facts.places, facts.samples)
    votes = [Sample.of_means(places.values()) for places in history]
    now, target = votes[-1], Fraction(facts.target)
    whole = add_up(facts.tallies.values())
    pools = pool_tally(whole, facts.standards)
    visits = whole.sample.n
    rows = _rows(facts, history, target)
    return {
        "from": facts.period.start.isoformat(),
        "to": facts.period.end.isoformat(),
        "previous": {"from": periods[-2].start.isoformat(), "to": periods[-2].end.isoformat()},
        "target": four_places(target),
        "visits": visits,
        "released": whole.released,
        "not_scored": whole.released - visits,
        "status": sample_status(now, target),
        "score": {**score_figures(now, target), "visits": visits},
        "change": change_figures(now, votes[-2]),
        "trend": trend_points(periods, votes),
        "standards": [
            standard_score(standard, pools[standard.code], visits)
            for standard in sorted(facts.standards, key=lambda standard: standard.code)
        ],
        "priorities": priorities({code: pool.lost for code, pool in pools.items()}),
        "stages": slices(
            facts.standards,
            pools,
            visits,
            lambda standard: (standard.stage,),
            partial(visits_with, whole),
        ),
        "critical": whole.critical,
        "critical_locations": sum(bool(row["critical"]) for row in rows),
        "league": rows,
        "funnel": funnel(history[-1]),
        "cells": Cells(facts),
    }


def where_to_go(figures: ScopeFigures) -> list[ScopeRow]:
    """The locations to see first: by what is missing to the target, in points, and 2 points for
    each critical miss; ties by code. Locations with neither are not listed."""
    target = Decimal(figures["target"])
    needs = {row["location"]: _need(row, target) for row in figures["league"]}
    listed = [row for row in figures["league"] if needs[row["location"]] > 0]
    return sorted(listed, key=lambda row: (-needs[row["location"]], row["location"]))


class Cells(Mapping[str, Mapping[str, Cell]]):
    """By location and standard; a location's are worked out when they are asked for."""

    def __init__(self, facts: ScopeFacts) -> None:
        """Remember what they are worked out from."""
        self._facts = facts
        self._places = {place.code: None for place in facts.places}

    def __getitem__(self, location: str) -> Mapping[str, Cell]:
        """The cells of a location, all standards of the scope; KeyError for one outside it."""
        self._places[location]
        own = self._facts.targets.get(location, {})
        tally = self._facts.tallies.get(location, EMPTY)
        sums = tally.standards
        return {
            standard.code: _cell(
                sums.get(standard.code, NOTHING_MEASURED),
                own.get(standard.code, standard.target_percent),
                tally.sample.n,
            )
            for standard in self._facts.standards
        }

    def __iter__(self) -> Iterator[str]:
        """The locations' codes."""
        return iter(self._places)

    def __len__(self) -> int:
        """How many locations there are."""
        return len(self._places)


def _rows(
    facts: ScopeFacts, history: Sequence[Mapping[str, Sample]], target: Fraction
) -> list[ScopeRow]:
    places = {place.code: place for place in facts.places}
    worst = costliest(facts.tallies)
    named = {place: code for place, (code, _) in worst.items()}
    listed = league(facts.places, target, history[-1], history[-2], named)
    rows: list[ScopeRow] = []
    for row in listed:
        code = row["location"]
        here = facts.tallies.get(code, EMPTY)
        most = worst.get(code)
        rows.append(
            {
                **row,
                "worst_lost": (
                    ratio_in_four_places(most[1], SCALE * here.sample.n) if most else None
                ),
                "region": places[code].region,
                "region_name": places[code].region_name,
                "trend": [_mean(samples[code]) for samples in history],
                "critical": here.critical,
            }
        )
    return rows


def _mean(sample: Sample) -> str | None:
    return ratio_in_four_places(sample.total, sample.n * sample.scale) if sample.n else None


def _cell(sums: StandardSums, target: Percent, visits: int) -> Cell:
    """As `standard_score`, without what a cell does not show."""
    percent, goal = sums.percent, Fraction(target)
    high = None
    if percent is not None and percent < goal and sums.n >= FEWEST_TO_JUDGE:
        _, high = wilson_interval(percent, sums.n) or (None, None)
    return {
        "percent": four_places_or_none(percent),
        "target": four_places(goal),
        "gap": None if percent is None else four_places(percent - goal),
        "n": sums.n,
        "lost": ratio_in_four_places(sums.lost, SCALE * max(1, visits)),
        "status": status_of(percent, sums.n, goal, high),
    }


def _need(row: ScopeRow, target: Decimal) -> Decimal:
    missing = Decimal(0)
    if row["percent"] is not None:
        missing = max(missing, target - Decimal(row["percent"]))
    return missing + POINTS_PER_CRITICAL_MISS * row["critical"]
