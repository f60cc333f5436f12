"""Visits in their periods: which of them count, what became of them, what they missed."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reports.analysis_shape import CriticalMiss, Passed, VisitFigure
from reports.exact import SCALE, four_places
from reports.gaps_facts import CriticalMissFacts, VisitFacts
from reports.periods import Period, trend_periods


@dataclass(frozen=True, slots=True)
class PeriodVisits:
    """The released visits of one period, by date; `scored` are those that have a percent."""

    period: Period
    released: list[VisitFacts]
    scored: list[VisitFacts]

    @property
    def percents(self) -> list[int]:
        """What the scored visits came to, in ten-thousandths."""
        return [visit.percent for visit in self.scored if visit.percent is not None]


def sort_into_periods(period: Period, visits: Sequence[VisitFacts]) -> list[PeriodVisits]:
    """The six periods that end with this one, each with its visits; other visits are passed over.

    Sorted by date and id, so that the result does not depend on the order of reading.
    """
    periods = trend_periods(period)
    starts = [one.start for one in periods]
    found: list[list[VisitFacts]] = [[] for _ in periods]
    for visit in visits:
        if starts[0] <= visit.date <= period.end:
            found[bisect_right(starts, visit.date) - 1].append(visit)
    for released in found:
        released.sort(key=lambda visit: (visit.date, visit.id))
    return [
        PeriodVisits(one, released, [visit for visit in released if visit.percent is not None])
        for one, released in zip(periods, found, strict=True)
    ]


def visits_passed(scored: Sequence[VisitFacts]) -> Passed:
    """The "4 of 5 visits passed": of those that were scored, which passed."""
    return {
        "passed": sum(visit.outcome == "pass" for visit in scored),
        "scored": len(scored),
    }


def visit_figure(visit: VisitFacts) -> VisitFigure:
    """One visit as the analysis lists it: never a time, never a person."""
    return {
        "visit": visit.id,
        "date": visit.date.isoformat(),
        "daypart": visit.daypart,
        "percent": None if visit.percent is None else four_places(Fraction(visit.percent, SCALE)),
        "outcome": visit.outcome,
        "band": visit.band,
    }


def critical_misses(released: Sequence[VisitFacts]) -> Iterator[tuple[VisitFacts, CriticalMiss]]:
    """Every critical question failed, of visits without a percent too: it is not a figure."""
    for visit in released:
        for miss in visit.critical:
            yield visit, _critical_miss(visit, miss)


def _critical_miss(visit: VisitFacts, miss: CriticalMissFacts) -> CriticalMiss:
    return {
        "visit": visit.id,
        "date": visit.date.isoformat(),
        "daypart": visit.daypart,
        "question": miss.question,
        "standard": miss.standard,
        "comment": miss.comment,
        "photos": list(miss.photos),
    }
