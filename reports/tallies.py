"""Visits added up: what a location's visits of a span come to, in sums that can be added again.

Everything is whole numbers, so that sums of sums are exactly the sums of the visits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from reports.exact import SCALE
from reports.gaps_facts import Cell
from reports.gaps_pools import pooled_percent
from reports.statistics import Sample

Moment = tuple[str, str, str]
"""What visits are ordered by: visit date, release (ISO, UTC, microseconds), id."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One released visit, as it is added up; `standards` and `critical` of its scorecard."""

    percent: int | None
    passed: bool
    critical: int
    version: int
    moment: Moment
    standards: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class StandardSums:
    """One standard over n visits with P > 0: earned, possible and lost in ten-thousandths."""

    n: int
    earned: int
    possible: int
    lost: int

    @property
    def percent(self) -> Fraction | None:
        """100 x max(0, sum E) / sum P; None where nothing was measured, never 0."""
        return pooled_percent(self.earned, self.possible)


NOTHING_MEASURED = StandardSums(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Tally:
    """Released visits added up.

    `sample` is of the visits that have a percent, and so are `passed`, `standards` and
    `together`: how many visits measured exactly these standards, which tells in how many visits
    at least one standard of a stage was. `latest` is the last visit of each questionnaire
    version, with a percent or without; so are `released` and `critical`.
    """

    released: int
    sample: Sample
    passed: int
    critical: int
    standards: Mapping[str, StandardSums] = field(default_factory=dict)
    together: Mapping[frozenset[str], int] = field(default_factory=dict)
    latest: Mapping[int, Moment] = field(default_factory=dict)


NO_SAMPLE = Sample(0, 0, 0, 0, 0, SCALE)
EMPTY = Tally(0, NO_SAMPLE, 0, 0)


def tally(visits: Iterable[Counted]) -> Tally:
    """The visits added up, in whatever order they come.

    A cell without possible points is no measurement; what it lost is lost all the same.
    """
    every = list(visits)
    scored = [visit for visit in every if visit.percent is not None]
    together: Counter[frozenset[str]] = Counter()
    sums: dict[str, StandardSums] = {}
    for visit in scored:
        measured = frozenset(code for code, cell in visit.standards.items() if cell[1] > 0)
        together[measured] += 1
        for code, (earned, possible, lost) in visit.standards.items():
            here = code in measured
            one = StandardSums(here, earned * here, possible * here, lost)
            sums[code] = _both(sums.get(code, NOTHING_MEASURED), one)
    latest: dict[int, Moment] = {}
    for visit in every:
        latest[visit.version] = max(latest.get(visit.version, visit.moment), visit.moment)
    return Tally(
        released=len(every),
        sample=Sample.of([visit.percent for visit in scored if visit.percent is not None]),
        passed=sum(visit.passed for visit in scored),
        critical=sum(visit.critical for visit in every),
        standards=sums,
        together=dict(together),
        latest=latest,
    )


def add_up(tallies: Iterable[Tally]) -> Tally:
    """Tallies of visits that have none in common, as one."""
    parts = list(tallies)
    if len(parts) == 1:
        return parts[0]
    together: Counter[frozenset[str]] = Counter()
    sums: dict[str, StandardSums] = {}
    latest: dict[int, Moment] = {}
    for part in parts:
        together.update(part.together)
        for code, one in part.standards.items():
            sums[code] = _both(sums[code], one) if code in sums else one
        for version, moment in part.latest.items():
            latest[version] = max(latest.get(version, moment), moment)
    return Tally(
        released=sum(part.released for part in parts),
        sample=add_samples(part.sample for part in parts),
        passed=sum(part.passed for part in parts),
        critical=sum(part.critical for part in parts),
        standards=sums,
        together=dict(together),
        latest=latest,
    )


def add_samples(samples: Iterable[Sample]) -> Sample:
    """Samples in ten-thousandths as one."""
    parts = [sample for sample in samples if sample.n]
    if not parts:
        return NO_SAMPLE
    return Sample(
        n=sum(part.n for part in parts),
        total=sum(part.total for part in parts),
        squares=sum(part.squares for part in parts),
        lowest=min(part.lowest for part in parts),
        highest=max(part.highest for part in parts),
        scale=SCALE,
    )


def _both(one: StandardSums, two: StandardSums) -> StandardSums:
    return StandardSums(
        one.n + two.n, one.earned + two.earned, one.possible + two.possible, one.lost + two.lost
    )
