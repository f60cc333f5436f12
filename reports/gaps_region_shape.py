"""The shape of a region's analysis: the object of `GET /regions/{code}/gaps`."""

from typing import Literal, TypedDict

from reports.analysis_shape import (
    Change,
    Competitor,
    CriticalMiss,
    Passed,
    Percent,
    Score,
    Slice,
    StandardFigures,
    Status,
    TrendPoint,
)


class RegionScore(Score):
    """A score whose `n` counts locations that have one; `visits` are all their scored visits."""

    visits: int


class RegionCriticalMiss(CriticalMiss):
    """A critical miss and where it happened."""

    location: str


class LeagueRow(TypedDict):
    """A location among the others; no rank below three visits.

    `worst_standard` is the one that costs it most points: the first of its priorities.
    """

    location: str
    name: str
    percent: Percent
    low: Percent
    high: Percent
    n: int
    status: Status
    rank: int | None
    change: Change
    worst_standard: str | None


class FunnelPoint(TypedDict):
    """A location with a score, and where chance alone puts a location of as many visits.

    `place` is against the 95 % limits; None, as the limits, when there is no spread to judge by.
    """

    location: str
    n: int
    percent: str
    low: Percent
    high: Percent
    outer_low: Percent
    outer_high: Percent
    place: Literal["below", "inside", "above"] | None


class Funnel(TypedDict):
    """Score against n: centre = mean of all visits, s = deviation within locations, in points."""

    centre: Percent
    s: Percent
    limits: list[FunnelPoint]


RegionAnalysis = TypedDict(
    "RegionAnalysis",
    {
        "region": str,
        "programme": str,
        "from": str,
        "to": str,
        "void": int | None,
        "not_scored": int,
        "passed": Passed,
        "status": Status,
        "score": RegionScore,
        "change": Change,
        "trend": list[TrendPoint],
        "standards": list[StandardFigures],
        "priorities": list[str],
        "strengths": list[str],
        "stages": dict[str, Slice],
        "dimensions": dict[str, Slice],
        "behaviours": dict[str, Slice],
        "trust": dict[str, Slice],
        "critical_misses": list[RegionCriticalMiss],
        "competitors": dict[str, Competitor],
        "league": list[LeagueRow],
        "funnel": Funnel,
    },
)
"""The object of `GET /regions/{code}/gaps`."""
