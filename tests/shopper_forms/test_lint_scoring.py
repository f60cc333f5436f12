"""One fault of bands or points at a time, its code and its path."""

from typing import Any

import pytest

from shopper_forms.lint import LintResult, lint
from tests.shopper_forms.documents import (
    FIRST,
    SECOND,
    options,
    question,
    scored,
    small,
    small_first,
)
from tests.shopper_forms.judging import errors, warnings

BY = {"by": "options"}


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        ([], [((), "band_hole")]),
        ([1, 80], [((0, "from"), "band_hole")]),
        ([0, 80, 80], [((2, "from"), "band_overlap")]),
        ([0, 80, 70], [((2, "from"), "band_overlap")]),
        ([80, 0], [((1, "from"), "band_overlap")]),
        ([50, 10], [((1, "from"), "band_hole"), ((1, "from"), "band_overlap")]),
        ([0], []),
    ],
)
def test_lint_bands(bands, expected):
    document = small()
    document["scoring"]["bands"] = [{"from": start, "label": "A"} for start in bands]

    assert errors(document) == [(("scoring", "bands", *loc), code) for loc, code in expected]


CURVE = {"better": "lower", "target": 20, "curve": "step"}
NO_POINTS: dict[str, Any] = {
    "yes_no worth nothing": (small_first(score={"yes": 0, "no": 0}), (*FIRST, "score")),
    "options worth nothing": (
        small(scored("a", "single_choice", BY, options=options(0, -1))),
        (*SECOND, "score"),
    ),
    "only options without points": (
        small(scored("a", "single_choice", BY, options=options(None, None))),
        (*SECOND, "score"),
    ),
    "cap of nothing": (
        small(scored("a", "multi_choice", {**BY, "cap": 0}, options=options(1, 2))),
        (*SECOND, "score"),
    ),
    "scale worth nothing": (
        small(scored("a", "scale", {"points": 0}, minimum=1, maximum=5)),
        (*SECOND, "score"),
    ),
    "table worth nothing": (
        small(scored("a", "number", {"curve": "table", "table": [[5, 0], [None, -1]]})),
        (*SECOND, "score"),
    ),
    "curve worth less than nothing": (
        small(scored("a", "duration", {**CURVE, "points": -1})),
        (*SECOND, "score"),
    ),
    "target below the minimum": (
        small(scored("a", "duration", CURVE, minimum=30)),
        (*SECOND, "score"),
    ),
    "target above the maximum": (
        small(scored("a", "number", {**CURVE, "better": "higher"}, maximum=10)),
        (*SECOND, "score"),
    ),
    "bonus worth nothing": (
        small(scored("a", "yes_no", {"yes": 0, "no": 0}, bonus=True)),
        (*SECOND, "score"),
    ),
    "comment on the miss of an unscored question": (
        small(question("a", "yes_no", comment="on_miss")),
        (*SECOND, "comment"),
    ),
    "photo on the miss of a bonus": (
        small(
            scored(
                "a", "yes_no", {"yes": 1, "no": 0}, bonus=True, photos={"min": 1, "when": "on_miss"}
            )
        ),
        (*SECOND, "photos", "when"),
    ),
}


@pytest.mark.parametrize(("document", "loc"), NO_POINTS.values(), ids=NO_POINTS)
def test_lint_no_points(document, loc):
    assert errors(document) == [(loc, "no_points")]


def test_lint_no_points_in_the_whole_document():
    document = small_first()
    del document["sections"][0]["questions"][0]["score"]

    assert errors(document) == [(("sections",), "no_points")]


def test_lint_no_points_but_a_bonus():
    assert errors(small_first(bonus=True)) == [(("sections",), "no_points")]


def test_lint_target_within_the_bounds_earns():
    asked = scored("a", "duration", CURVE, minimum=20, maximum=60)

    assert lint(small(asked)) == LintResult((), ())


ESCAPES: dict[str, Any] = {
    "exclude": (small_first(critical=True, not_applicable="exclude"), (*FIRST, "not_applicable")),
    "pass": (small_first(critical=True, not_applicable="pass"), (*FIRST, "not_applicable")),
    "option without points": (
        small(scored("a", "single_choice", BY, options=options(1, None), critical=True)),
        (*SECOND, "options", 1, "points"),
    ),
    "unscored": (small(question("a", "yes_no", critical=True)), (*SECOND, "critical")),
}


@pytest.mark.parametrize(("document", "loc"), ESCAPES.values(), ids=ESCAPES)
def test_lint_critical_escape(document, loc):
    assert warnings(document) == [(loc, "critical_escape")]


@pytest.mark.parametrize("policy", ["zero", "forbidden"])
def test_lint_critical_question_that_cannot_escape(policy):
    assert warnings(small_first(critical=True, not_applicable=policy)) == []


REVERSED: dict[str, Any] = {
    "no above yes": (small_first(score={"yes": 0, "no": 1}), (*FIRST, "score")),
    "limit below target, lower better": (
        small(scored("a", "duration", {**CURVE, "limit": 10, "curve": "linear"})),
        (*SECOND, "score", "limit"),
    ),
    "limit above target, higher better": (
        small(scored("a", "number", {**CURVE, "limit": 30, "better": "higher"})),
        (*SECOND, "score", "limit"),
    ),
    "table falls and rises": (
        small(scored("a", "number", {"curve": "table", "table": [[1, 2], [2, 1], [None, 2]]})),
        (*SECOND, "score", "table"),
    ),
}


@pytest.mark.parametrize(("document", "loc"), REVERSED.values(), ids=REVERSED)
def test_lint_reversed_points(document, loc):
    assert warnings(document) == [(loc, "reversed_points")]


@pytest.mark.parametrize("points", [(2, 1, 0), (0, 1, 2), (0, 2, 1), (1, 1, 0)])
def test_lint_table_in_order(points):
    rows = [[1, points[0]], [2, points[1]], [None, points[2]]]

    assert warnings(small(scored("a", "number", {"curve": "table", "table": rows}))) == []
