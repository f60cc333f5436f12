"""What the gap analysis of a location or region answers, field by field."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from backend.api.measure_schemas import MeasureGapOut
from backend.api.schemas import Out

Status = Literal["not_measured", "too_few", "met", "gap", "watch"]
Verdict = Literal["not_measured", "too_few", "within_noise", "better", "worse"]


class _Spanning(Out):
    """Something over local dates, both included: `from` is a word of Python, hence the alias."""

    model_config = ConfigDict(populate_by_name=True)

    starts: str = Field(alias="from")
    to: str


class ScoreOut(Out):
    """A mean with its 95 % interval."""

    percent: str | None
    n: int
    low: str | None
    high: str | None
    minimum: str | None
    maximum: str | None
    target: str


class RegionScoreOut(ScoreOut):
    """`n` counts the locations that have a score, `visits` their visits."""

    visits: int


class ChangeOut(Out):
    """The step since the period before; up to `noise` it may be chance."""

    points: str | None
    verdict: Verdict
    noise: str | None


class TrendOut(_Spanning):
    """The score of one period."""

    percent: str | None
    n: int
    low: str | None
    high: str | None


class StandardTrendOut(_Spanning):
    """A standard in one period."""

    percent: str | None
    n: int


class StandardGapOut(Out):
    """A standard against its target."""

    code: str
    text: str
    stage: str
    dimension: str
    owner_role: str
    critical: bool
    percent: str | None
    low: str | None
    high: str | None
    n: int
    target: str
    gap: str | None
    status: Status
    lost: str
    trend: list[StandardTrendOut]


class SliceOut(Out):
    """All standards that carry a stage, dimension, behaviour or trust belief."""

    percent: str | None
    n: int
    lost: str
    target: str | None
    gap: str | None


class MeasuredOut(Out):
    """A duration (seconds), number or amount (minor units) with what was answered."""

    question: str
    n: int
    mean: str | None
    median: str | None
    p90: str | None
    within: str | None
    text: str
    standard: str
    type: Literal["duration", "number", "money"]
    currency: str | None
    better: Literal["lower", "higher"]
    target: str | None
    values: list[str]


class RecommendOut(Out):
    """The shoppers' view; not the customers' NPS."""

    n: int
    promoters: int
    detractors: int
    nps: str | None


class BenchmarkOut(Out):
    """The mean of several locations, and the percent of the others this one stands above."""

    percent: str
    locations: int
    percentile: str


class BenchmarksOut(Out):
    """Null with fewer than three locations."""

    region: BenchmarkOut | None
    network: BenchmarkOut | None


class CompetitorOut(Out):
    """A standard at competitors; `difference` is ours less theirs."""

    percent: str | None
    n: int
    difference: str | None


class CriticalMissOut(Out):
    """A critical question that failed."""

    visit: str
    date: str
    daypart: str
    question: str
    standard: str
    comment: str | None
    photos: list[str]


class RegionCriticalMissOut(CriticalMissOut):
    """The same, and where."""

    location: str


class VisitGapOut(Out):
    """A visit: date and day-part, never a time."""

    visit: str
    date: str
    daypart: str
    percent: str | None
    outcome: str
    band: str | None


class PassedOut(Out):
    """Visits passed of visits scored."""

    passed: int
    scored: int


class _GapsOut(_Spanning):
    """What both analyses have."""

    programme: str
    void: int | None
    not_scored: int
    passed: PassedOut
    status: Status
    change: ChangeOut
    trend: list[TrendOut]
    standards: list[StandardGapOut]
    priorities: list[str]
    strengths: list[str]
    stages: dict[str, SliceOut]
    dimensions: dict[str, SliceOut]
    behaviours: dict[str, SliceOut]
    trust: dict[str, SliceOut]
    competitors: dict[str, CompetitorOut]


class WorkedOut(Out):
    """A standard in the `n` visits since its action was done, and in those before."""

    status: Literal["met", "watch", "gap", "too_early"]
    percent: str | None
    low: str | None
    high: str | None
    n: int
    before: str | None
    before_n: int
    target: str


class ActionGapOut(Out):
    """An action of the location; `owner` is a name of client staff, empty while there is none.
    `worked` is null until it is done."""

    id: str
    standard: str
    cause: str | None
    secondary: str | None
    owner: str
    due: str
    state: Literal["open", "done", "verified", "no_action"]
    reason: str
    closed: str | None
    worked: WorkedOut | None = None


class LocationGapsOut(_GapsOut):
    """The gap analysis of a location: the very numbers of its report."""

    location: str
    score: ScoreOut
    band: str | None
    shortest_way: list[str] | None
    measured: list[MeasuredOut]
    recommend: RecommendOut
    benchmarks: BenchmarksOut
    critical_misses: list[CriticalMissOut]
    visits: list[VisitGapOut]
    customer_measures: list[MeasureGapOut]
    actions: list[ActionGapOut]


class LeagueRowOut(Out):
    """A location in the league; the rank is hidden below three visits."""

    location: str
    name: str
    percent: str | None
    low: str | None
    high: str | None
    n: int
    status: Status
    rank: int | None
    change: ChangeOut
    worst_standard: str | None


class FunnelPointOut(Out):
    """Where chance alone would put a location of so many visits."""

    location: str
    n: int
    percent: str
    low: str | None
    high: str | None
    outer_low: str | None
    outer_high: str | None
    place: Literal["below", "inside", "above"] | None


class FunnelOut(Out):
    """Score against number of visits."""

    centre: str | None
    s: str | None
    limits: list[FunnelPointOut]


class RegionGapsOut(_GapsOut):
    """The gap analysis of a region with all below it, and the league of its locations."""

    region: str
    score: RegionScoreOut
    critical_misses: list[RegionCriticalMissOut]
    league: list[LeagueRowOut]
    funnel: FunnelOut
