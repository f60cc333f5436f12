"""The shape of the figures of any set of locations: overview, league and heat map read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from reports.analysis_shape import Change, Percent, Slice, StandardScore, Status, TrendPoint
from reports.gaps_region_shape import Funnel, LeagueRow, RegionScore

Days = TypedDict("Days", {"from": str, "to": str})


class ScopeRow(LeagueRow):
    """A location among the others, with its region, its six periods and its critical misses.

    `worst_lost` are the points that `worst_standard` loses a visit.
    """

    region: str
    region_name: str
    trend: list[Percent]
    critical: int
    worst_lost: Percent


class Cell(TypedDict):
    """A standard at one location, as the location's own analysis has it."""

    percent: Percent
    target: Percent
    gap: Percent
    n: int
    lost: str
    status: Status


ScopeFigures = TypedDict(
    "ScopeFigures",
    {
        "from": str,
        "to": str,
        "previous": Days,
        "target": str,
        "visits": int,
        "released": int,
        "not_scored": int,
        "status": Status,
        "score": RegionScore,
        "change": Change,
        "trend": list[TrendPoint],
        "standards": list[StandardScore],
        "priorities": list[str],
        "stages": dict[str, Slice],
        "critical": int,
        "critical_locations": int,
        "league": list[ScopeRow],
        "funnel": Funnel,
        "cells": Mapping[str, Mapping[str, Cell]],
    },
)
"""Decimals are four-place strings; `visits` are scored ones; the last of `trend` is the period.

`cells` are by location and standard, worked out as a location is asked for: a page of a heat map
shows fifty locations of a thousand.
"""
