"""Visits added up: what the visits of a span come to, in sums that can be added again.

Everything is whole numbers, so that sums of sums are exactly the sums of the visits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import NamedTuple, TypeVar

from reports.exact import SCALE
from reports.gaps_facts import Cell
from reports.gaps_pools import pooled_percent
from reports.statistics import Sample

Moment = str
"""What visits are ordered by, as text that sorts: visit date, release in UTC, id."""

Version = TypeVar("Version", int, str)

COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Counted:
    """One released visit, as it is added up; `standards` and `critical` of its scorecard."""

    percent: int | None
    passed: bool
    critical: int
    version: int
    moment: Moment
    standards: Mapping[str, Cell]


class StandardSums(NamedTuple):
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
NO_SAMPLE = Sample(0, 0, 0, 0, 0, SCALE)


@dataclass(frozen=True, slots=True)
class Tally:
    """Released visits added up.

    `sample` is of the visits that have a percent, and so are `passed`, the sums and `together`:
    how many visits measured exactly these standards, which tells in how many visits at least one
    standard of a stage was. `sums` holds the four of `StandardSums` for each of `codes`, which
    are in order: one row of numbers is what makes adding up thousands fast. `latest` is the last
    visit of each questionnaire version, with a percent or without; so are `released` and
    `critical`.
    """

    released: int = 0
    sample: Sample = NO_SAMPLE
    passed: int = 0
    critical: int = 0
    codes: tuple[str, ...] = ()
    sums: tuple[int, ...] = ()
    together: Mapping[frozenset[str], int] = field(default_factory=dict)
    latest: Mapping[int, Moment] = field(default_factory=dict)

    @property
    def standards(self) -> dict[str, StandardSums]:
        """The sums of each standard."""
        each = [iter(self.sums)] * COLUMNS
        return dict(zip(self.codes, map(StandardSums._make, zip(*each, strict=True)), strict=True))


EMPTY = Tally()


def tally(visits: Iterable[Counted]) -> Tally:
    """The visits added up, in whatever order they come.

    A cell without possible points is no measurement; what it lost is lost all the same.
    """
    every = list(visits)
    scored = [(visit.percent, visit) for visit in every if visit.percent is not None]
    together: Counter[frozenset[str]] = Counter()
    rows: dict[str, list[StandardSums]] = {}
    for _, visit in scored:
        measured = frozenset(code for code, cell in visit.standards.items() if cell[1] > 0)
        together[measured] += 1
        for code, (earned, possible, lost) in visit.standards.items():
            one = StandardSums(1, earned, possible, lost)
            rows.setdefault(code, []).append(one if code in measured else _only_lost(lost))
    return Tally(
        released=len(every),
        sample=Sample.of([percent for percent, _ in scored]),
        passed=sum(visit.passed for _, visit in scored),
        critical=sum(visit.critical for visit in every),
        codes=tuple(sorted(rows)),
        sums=tuple(total for code in sorted(rows) for total in add_rows(rows[code])),
        together=dict(together),
        latest=latest_of((visit.version, visit.moment) for visit in every),
    )


def moment_of(day: date, released_at: datetime | None, visit: str) -> Moment:
    """When a visit was; microseconds are always written, or text would not sort as time does."""
    released = ""
    if released_at is not None:
        released = released_at.astimezone(UTC).isoformat(timespec="microseconds")
    return f"{day.isoformat()} {released} {visit}"


def add_up(tallies: Iterable[Tally]) -> Tally:
    """Tallies of visits that have none in common, as one."""
    parts = list(tallies)
    codes, sums = add_standards([(part.codes, part.sums) for part in parts])
    together: Counter[frozenset[str]] = Counter()
    for part in parts:
        for measured, n in part.together.items():
            together[measured] += n
    return Tally(
        released=sum([part.released for part in parts]),
        sample=add_samples([part.sample for part in parts]),
        passed=sum([part.passed for part in parts]),
        critical=sum([part.critical for part in parts]),
        codes=codes,
        sums=sums,
        together=dict(together),
        latest=latest_of(each for part in parts for each in part.latest.items()),
    )


def add_samples(samples: Iterable[Sample]) -> Sample:
    """Samples in ten-thousandths as one."""
    parts = [sample for sample in samples if sample.n]
    if not parts:
        return NO_SAMPLE
    return Sample(
        n=sum([part.n for part in parts]),
        total=sum([part.total for part in parts]),
        squares=sum([part.squares for part in parts]),
        lowest=min([part.lowest for part in parts]),
        highest=max([part.highest for part in parts]),
        scale=SCALE,
    )


def add_standards(
    parts: Sequence[tuple[tuple[str, ...], Sequence[int]]],
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Codes with their sums as one; parts with the same codes are added by columns, in C."""
    alike: dict[tuple[str, ...], list[Sequence[int]]] = {}
    for codes, sums in parts:
        alike.setdefault(codes, []).append(sums)
    alike.pop((), None)
    if len(alike) < 2:
        return next(((codes, add_rows(rows)) for codes, rows in alike.items()), ((), ()))
    rows_of: dict[str, list[Sequence[int]]] = {}
    for codes, rows in alike.items():
        total = add_rows(rows)
        for place, code in enumerate(codes):
            rows_of.setdefault(code, []).append(total[place * COLUMNS : (place + 1) * COLUMNS])
    every = tuple(sorted(rows_of))
    return every, tuple(total for code in every for total in add_rows(rows_of[code]))


def add_rows(rows: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Rows of equal length, added by columns."""
    return tuple(rows[0]) if len(rows) == 1 else tuple(map(sum, zip(*rows, strict=True)))


def latest_of(moments: Iterable[tuple[Version, Moment]]) -> dict[Version, Moment]:
    """The last moment of each questionnaire version."""
    latest: dict[Version, Moment] = {}
    for version, moment in moments:
        if version not in latest or moment > latest[version]:
            latest[version] = moment
    return latest


def _only_lost(lost: int) -> StandardSums:
    return StandardSums(0, 0, 0, lost)
