"""The gap analysis against the worked cases of the design: every figure, case by case."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from reports.exact import ten_thousandths
from reports.gaps import analyse_location
from reports.gaps_facts import (
    CompetitorFacts,
    LocationFacts,
    MeasuredFacts,
    StandardFacts,
    VisitFacts,
)
from reports.periods import Period

VECTORS = Path(__file__).parent.parent / "data" / "vectors" / "gaps.json"
CASES = json.loads(VECTORS.read_text())["cases"]
INTERVAL_TOLERANCE = Decimal("0.0002")


def facts_of(given: dict) -> LocationFacts:
    """The facts a case describes; what it leaves open (dates, texts, tags) is filled dully."""
    previous = [
        visit(f"before-{place}", date(2026, 6, 1), percent, {})
        for place, percent in enumerate(given["previous"])
    ]
    visits = [
        visit(f"visit-{place}", date(2026, 7, 1), one["percent"], one["standards"])
        for place, one in enumerate(given["visits"])
    ]
    return LocationFacts(
        location="PT-0417",
        programme="guest-promise",
        period=Period(date(2026, 7, 1), date(2026, 9, 30)),
        target=Decimal(given["target"]),
        visits=[*previous, *visits],
        standards=[
            StandardFacts(
                code, code.title(), "transaction", "reliability", (), (), one["target_percent"], ""
            )
            for code, one in given["standards"].items()
        ],
        measured=[
            MeasuredFacts(one["question"], one["better"], one["target"], one["values"])
            for one in given["measured"]
        ],
        recommend=given["recommend"],
        region_scores=[Fraction(score) for score in given["benchmarks"]["region"]],
        network_scores=[Fraction(score) for score in given["benchmarks"]["network"]],
        competitors={
            code: CompetitorFacts(
                ten_thousandths(one["earned"]), ten_thousandths(one["possible"]), one["n"]
            )
            for code, one in given["competitors"].items()
        },
    )


def visit(name: str, day: date, percent: str | None, standards: dict) -> VisitFacts:
    cells = {
        code: (
            ten_thousandths(cell["earned"]),
            ten_thousandths(cell["possible"]),
            ten_thousandths(cell["lost"]),
        )
        for code, cell in standards.items()
    }
    value = None if percent is None else ten_thousandths(percent)
    return VisitFacts(name, day, "morning", value, "pass", None, cells)


def assert_same(expected, actual, where: str) -> None:
    """Equality of everything expected; the ends of intervals may differ by 0.0002."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            assert_same(value, actual[key], f"{where}.{key}")
    elif isinstance(expected, list):
        assert len(actual) == len(expected), where
        for place, (one, other) in enumerate(zip(expected, actual, strict=True)):
            assert_same(one, other, f"{where}[{place}]")
    elif where.endswith((".low", ".high")) and expected is not None:
        assert abs(Decimal(expected) - Decimal(actual)) <= INTERVAL_TOLERANCE, where
    else:
        assert actual == expected, where


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_analysis_equals_the_worked_case(case):
    analysis = analyse_location(facts_of(case["input"]))

    assert_same(case["expected"], analysis, case["name"])
    assert {code["code"] for code in analysis["standards"]} == set(case["input"]["standards"])
    assert json.loads(json.dumps(analysis)) == analysis


def test_worked_cases_are_all_there():
    assert [case["name"] for case in CASES] == [
        "none",
        "one_visit",
        "two_visits",
        "quarter",
        "five",
        "year",
        "many",
        "target_met",
        "out_of_reach",
        "one_not_scored",
    ]
