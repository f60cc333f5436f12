"""Figures of a scope as `read_scope` answers them, with dull numbers to change one at a time."""

from __future__ import annotations

from typing import Any

TARGET = "90.0000"
PERIODS = [
    ("2025-04-01", "2025-06-30"),
    ("2025-07-01", "2025-09-30"),
    ("2025-10-01", "2025-12-31"),
    ("2026-01-01", "2026-03-31"),
    ("2026-04-01", "2026-06-30"),
    ("2026-07-01", "2026-09-30"),
]


def place(code: str, percent: str | None = "80.0000", **fields: Any) -> Any:
    """A row of the league: six visits and rank 1 unless told otherwise."""
    return {
        "location": code,
        "name": f"Harbour {code}",
        "percent": percent,
        "low": "70.0000",
        "high": "90.0000",
        "n": 6,
        "status": "watch",
        "rank": 1,
        "change": {"points": "-4.0000", "verdict": "within_noise", "noise": "9.0000"},
        "worst_standard": "GREET",
        "region": "lisbon",
        "region_name": "Lisbon",
        "trend": [None, None, "70.0000", None, "84.0000", percent],
        "critical": 0,
        "worst_lost": "3.2500",
        **fields,
    }


def few(code: str, percent: str | None = "99.0000", n: int = 2, **fields: Any) -> Any:
    """A row of a location with too few visits."""
    status = "too_few" if n else "not_measured"
    change = {"points": None, "verdict": "too_few" if n else "not_measured"}
    return place(code, percent, n=n, rank=None, status=status, change=change, **fields)


def standard(code: str, percent: str | None = "80.0000", **fields: Any) -> Any:
    """A standard over all visits, ten points below target."""
    return {
        "code": code,
        "text": f"{code.title()} is kept.",
        "stage": "transaction",
        "dimension": "tangibles",
        "owner_role": "Host",
        "percent": percent,
        "low": "70.0000",
        "high": "88.0000",
        "n": 12,
        "target": TARGET,
        "gap": "-10.0000",
        "status": "gap",
        "lost": "2.0000",
        "critical": False,
        **fields,
    }


def cell(gap: str | None = "-10.0000", n: int = 6, **fields: Any) -> Any:
    """A standard at one location."""
    percent = None if gap is None else f"{90 + float(gap):.4f}"
    status = "gap" if n > 2 else "too_few" if n else "not_measured"
    return {
        "percent": percent,
        "target": TARGET,
        "gap": gap,
        "n": n,
        "lost": "1.0000",
        "status": status,
        **fields,
    }


def funnel_point(code: str, percent: str, n: int = 6, where: str | None = "inside") -> Any:
    """A location in the funnel."""
    return {
        "location": code,
        "n": n,
        "percent": percent,
        "low": "80.0000",
        "high": "95.0000",
        "outer_low": "75.0000",
        "outer_high": "99.0000",
        "place": where,
    }


def scope(league: list[Any], **fields: Any) -> Any:
    """The figures of these locations."""
    points = [
        funnel_point(row["location"], row["percent"], row["n"])
        for row in league
        if row["percent"] is not None
    ]
    score = {
        "percent": "85.7600",
        "n": len(league),
        "visits": 12,
        "low": "81.1200",
        "high": "90.4800",
        "minimum": "70.0000",
        "maximum": "99.0000",
        "target": TARGET,
    }
    return {
        "from": "2026-07-01",
        "to": "2026-09-30",
        "previous": {"from": "2026-04-01", "to": "2026-06-30"},
        "target": TARGET,
        "visits": 12,
        "released": 12,
        "not_scored": 0,
        "status": "watch",
        "score": score,
        "change": {"points": "0.9000", "verdict": "within_noise", "noise": "3.0000"},
        "trend": [
            {"from": start, "to": end, "percent": "85.0000", "n": 2} for start, end in PERIODS
        ],
        "standards": [standard("GREET")],
        "priorities": ["GREET"],
        "stages": {},
        "critical": 5,
        "critical_locations": 4,
        "league": league,
        "funnel": {"centre": "88.0000", "s": "10.0000", "limits": points},
        "cells": {row["location"]: {"GREET": cell()} for row in league},
        **fields,
    }


def address(code: str) -> str:
    """Where a location's page is said to be."""
    return f"/to/{code}/"
