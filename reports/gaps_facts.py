"""What the gap analysis is told: visits, standards and the things beside them, as plain values.

Percents, points and points lost are whole ten-thousandths, the unit of the stored four-place
decimals (`reports.exact.ten_thousandths` makes them): a region has 35,000 of these numbers, and
whole numbers are exact and fast where a fraction for each would be exact and slow.

LocationFacts
 ├─ visits ─ VisitFacts ─ critical ─ CriticalMissFacts
 ├─ standards ─ StandardFacts
 ├─ measured ─ MeasuredFacts
 └─ competitors ─ CompetitorFacts
RegionFacts
 ├─ places ─ Place (a row of the league)
 └─ visits, standards, competitors as above
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from reports.analysis_shape import Action, CustomerMeasure, Daypart
from reports.periods import Period

Percent = Fraction | Decimal | int
Cell = tuple[int, int, int]
"""One standard in one visit: earned, possible and points lost, in ten-thousandths."""


@dataclass(frozen=True, slots=True)
class CriticalMissFacts:
    """A critical question that failed; `photos` are what the reader may see of it."""

    question: str
    standard: str
    comment: str | None = None
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A released visit with its current scorecard; `date` is the local visit date.

    `percent` is in ten-thousandths, None when nothing was scored: such a visit is counted apart
    and enters no figure. `location` matters in a region only.
    """

    id: str
    date: date
    daypart: Daypart
    percent: int | None
    outcome: str
    band: str | None
    standards: Mapping[str, Cell]
    critical: tuple[CriticalMissFacts, ...] = ()
    location: str = ""


@dataclass(frozen=True, slots=True)
class StandardFacts:
    """A service standard as the questionnaire version that counts for this analysis has it."""

    code: str
    text: str
    stage: str
    dimension: str
    behaviours: tuple[str, ...]
    trust: tuple[str, ...]
    target_percent: Percent
    owner_role: str
    critical: bool = False


@dataclass(frozen=True, slots=True)
class MeasuredFacts:
    """A scored duration, number or money question, with the answers in the order of the visits.

    `values` are of visits that have a percent. `target` is None for a table rule; `better` then
    is the side on which its points are.
    """

    question: str
    better: Literal["lower", "higher"]
    target: Fraction | Decimal | int | None
    values: Sequence[Fraction | Decimal | int]
    type: Literal["duration", "number", "money"] = "number"
    currency: str | None = None
    text: str = ""
    standard: str = ""


@dataclass(frozen=True, slots=True)
class CompetitorFacts:
    """One standard pooled over n visits to competitors' locations, in ten-thousandths."""

    earned: int
    possible: int
    n: int


@dataclass(frozen=True, slots=True)
class Place:
    """A location as the league names it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationFacts:
    """Everything one location's analysis needs.

    `visits` reach over the six periods of the trend; those outside it are passed over.
    `standards` are all of the versions that count in the period. `bands` are of the version of
    the latest visit, ascending. `recommend` are the answers, from 0 to 10, of visits that have a
    percent. `region_scores` and `network_scores` are the location scores of the *other*
    locations. `void` is None until the period is over in the location's zone.
    """

    location: str
    programme: str
    period: Period
    target: Percent
    visits: Sequence[VisitFacts]
    standards: Sequence[StandardFacts]
    void: int | None = None
    bands: Sequence[tuple[Percent, str]] = ()
    measured: Sequence[MeasuredFacts] = ()
    recommend: Sequence[Fraction | int] = ()
    region_scores: Sequence[Fraction] = ()
    network_scores: Sequence[Fraction] = ()
    competitors: Mapping[str, CompetitorFacts] = field(default_factory=dict)
    customer_measures: Sequence[CustomerMeasure] = ()
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionFacts:
    """Everything the analysis of a region, with all regions below it, needs.

    `places` are its locations in the programme, visited or not; each visit names one of them.
    """

    region: str
    programme: str
    period: Period
    target: Percent
    places: Sequence[Place]
    visits: Sequence[VisitFacts]
    standards: Sequence[StandardFacts]
    void: int | None = None
    competitors: Mapping[str, CompetitorFacts] = field(default_factory=dict)
