"""The shape of the gap analysis inside a snapshot: the object of `GET /locations/{code}/gaps`."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

Percent = str | None
"""A percent or a number of points as a decimal string with four places; null: not measured."""

Daypart = Literal["morning", "midday", "afternoon", "evening", "night"]
Status = Literal["not_measured", "too_few", "met", "gap", "watch"]


class Score(TypedDict):
    """The location score with its 95 % interval."""

    percent: Percent
    n: int
    low: Percent
    high: Percent
    minimum: Percent
    maximum: Percent
    target: Percent


class Change(TypedDict):
    """The step from the previous period; `noise` is the size a change must exceed to count."""

    points: Percent
    verdict: Literal["not_measured", "too_few", "within_noise", "better", "worse"]
    noise: NotRequired[Percent]


TrendPoint = TypedDict(
    "TrendPoint",
    {
        "from": str,
        "to": str,
        "percent": Percent,
        "n": int,
        "low": NotRequired[Percent],
        "high": NotRequired[Percent],
    },
)
"""One of six consecutive periods, the reported one last."""


class StandardScore(TypedDict):
    """One service standard over the visits of the period."""

    code: str
    text: str
    stage: str
    dimension: str
    owner_role: str
    percent: Percent
    low: Percent
    high: Percent
    n: int
    target: Percent
    gap: Percent
    status: Status
    lost: str
    critical: NotRequired[bool]


class StandardFigures(StandardScore):
    """A service standard and the six periods of its trend."""

    trend: list[TrendPoint]


class Slice(TypedDict):
    """A stage, dimension, behaviour or trust belief over the standards that carry the tag."""

    percent: Percent
    n: int
    lost: str
    target: Percent
    gap: Percent


class Measured(TypedDict):
    """A duration, number or money question with a target, in its own unit.

    Without `type`, `target` and `values` (in the order of the visits) the figures are printed
    and no strip is drawn. A duration is in seconds, money in minor units of `currency`.
    """

    question: str
    n: int
    mean: Percent
    median: Percent
    p90: Percent
    within: Percent
    text: NotRequired[str]
    standard: NotRequired[str]
    type: NotRequired[Literal["duration", "number", "money"]]
    currency: NotRequired[str | None]
    better: NotRequired[Literal["lower", "higher"] | None]
    target: NotRequired[str | None]
    values: NotRequired[list[str]]


class Recommend(TypedDict):
    """The shoppers' own recommendation; never a customer's."""

    n: int
    promoters: int
    detractors: int
    nps: Percent


class Benchmark(TypedDict):
    """Where the location stands among its region or network."""

    percent: str
    locations: int
    percentile: Percent


class Benchmarks(TypedDict):
    """Null where fewer than three locations have a score."""

    region: Benchmark | None
    network: Benchmark | None


class Competitor(TypedDict):
    """A standard at locations of competitor brands; `difference` is ours less theirs."""

    percent: Percent
    n: int
    difference: Percent


class CriticalMiss(TypedDict):
    """A critical question that failed, never averaged away."""

    visit: str
    date: str
    daypart: Daypart
    question: str
    standard: str
    comment: str | None
    photos: list[str]


class VisitFigure(TypedDict):
    """One visit that counts, as the analysis lists it."""

    visit: str
    date: str
    daypart: Daypart
    percent: Percent
    outcome: str
    band: str | None


class Passed(TypedDict):
    """Visits passed of visits scored."""

    passed: int
    scored: int


ActionWord = Literal["open", "done", "verified", "no_action"]
WorkedWord = Literal["met", "watch", "gap", "too_early"]


class Worked(TypedDict):
    """A standard since its action was done: pooled over the `n` visits since, with the interval,
    against target; `before` over the visits of this period and the previous one until then."""

    status: WorkedWord
    percent: Percent
    low: Percent
    high: Percent
    n: int
    before: Percent
    before_n: int
    target: str


class Action(TypedDict):
    """A corrective action on a missed standard, with its PRIDE root cause.

    `owner` is a name of client staff, empty while there is none; `closed` the day since which it
    is done or decided. `worked` is there for what was done.
    """

    id: str
    standard: str
    cause: str | None
    owner: str
    due: str | None
    state: ActionWord
    reason: str
    secondary: NotRequired[str | None]
    closed: NotRequired[str | None]
    worked: NotRequired[Worked]


MeasurePoint = TypedDict("MeasurePoint", {"from": str, "to": str, "value": str | None})
"""A customer measure in one of six consecutive periods; null: none was imported."""

CustomerMeasure = TypedDict(
    "CustomerMeasure",
    {
        "measure": str,
        "from": str,
        "to": str,
        "value": str,
        "n": int | None,
        "currency": str | None,
        "weights": NotRequired[list[str]],
        "trend": NotRequired[list[MeasurePoint]],
    },
)
"""An imported customer measure, beside the score and never inside it.

`trend` are the six periods that end with this one, empty for a measure of fewer days. NPS in
points, an ACSI-type index from 0 to 100 with its three weights, complaints as a number, churn in
percent, revenue in minor units of its currency.
"""

Analysis = TypedDict(
    "Analysis",
    {
        "location": str,
        "programme": str,
        "from": str,
        "to": str,
        "void": int | None,
        "not_scored": int,
        "passed": Passed,
        "status": Status,
        "band": str | None,
        "score": Score,
        "change": Change,
        "trend": list[TrendPoint],
        "standards": list[StandardFigures],
        "priorities": list[str],
        "strengths": list[str],
        "shortest_way": list[str] | None,
        "stages": dict[str, Slice],
        "dimensions": dict[str, Slice],
        "behaviours": dict[str, Slice],
        "trust": dict[str, Slice],
        "measured": list[Measured],
        "recommend": Recommend,
        "benchmarks": Benchmarks,
        "competitors": dict[str, Competitor],
        "critical_misses": list[CriticalMiss],
        "visits": list[VisitFigure],
        "customer_measures": list[CustomerMeasure],
        "actions": list[Action],
    },
)
"""The object of `GET /locations/{code}/gaps`."""
