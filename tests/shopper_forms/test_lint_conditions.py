"""One faulty comparison at a time, its code and its path; and the sound ones of each kind."""

from typing import Any

import pytest

from shopper_forms.lint import LintResult, lint
from tests.shopper_forms.documents import (
    example,
    options,
    question,
    small,
)
from tests.shopper_forms.judging import errors

ASKED = [
    question("one", "single_choice", options=options(1, 2)),
    question("many", "multi_choice", options=options(1, 2)),
    question("paid", "money", currency="EUR"),
    question("at", "time"),
    question("day", "date"),
    question("story", "text"),
    question("shelf", "photo", photos={"max": 1}),
    question("stars", "scale", minimum=1, maximum=5),
    question("other", "single_choice", options=options(1, 2)),
]
COMPARISONS: dict[str, Any] = {
    "yes_no is maybe": ({"question": "greeted", "is": "maybe"}, ("is",), "unknown_option"),
    "yes_no is 1": ({"question": "greeted", "is": 1}, ("is",), "unlike_types"),
    "yes_no gt": ({"question": "greeted", "gt": 1}, ("gt",), "unlike_types"),
    "yes_no includes": ({"question": "greeted", "includes": "yes"}, ("includes",), "unlike_types"),
    "no such option": ({"question": "one", "is": "o2"}, ("is",), "unknown_option"),
    "no such option in": ({"question": "one", "in": ["o1", "o2"]}, ("in", 1), "unknown_option"),
    "number in options": ({"question": "one", "in": [1, "o1"]}, ("in", 0), "unlike_types"),
    "multi_choice is": ({"question": "many", "is": "o0"}, ("is",), "unlike_types"),
    "multi_choice in": ({"question": "many", "in": ["o0"]}, ("in",), "unlike_types"),
    "multi_choice includes": (
        {"question": "many", "includes": "o2"},
        ("includes",),
        "unknown_option",
    ),
    "single_choice includes": (
        {"question": "one", "includes": "o0"},
        ("includes",),
        "unlike_types",
    ),
    "money is text": ({"question": "paid", "is": "800"}, ("is",), "unlike_types"),
    "money gt text": ({"question": "paid", "gt": "800"}, ("gt",), "unlike_types"),
    "time gt number": ({"question": "at", "gt": 10}, ("gt",), "unlike_types"),
    "time gt no time": ({"question": "at", "gt": "25:00"}, ("gt",), "unlike_types"),
    "date gt no date": ({"question": "day", "lte": "2026-02-30"}, ("lte",), "unlike_types"),
    "text gt": ({"question": "story", "gt": "a"}, ("gt",), "unlike_types"),
    "text is number": ({"question": "story", "is": 3}, ("is",), "unlike_types"),
    "photo is": ({"question": "shelf", "is": "x"}, ("is",), "unlike_types"),
    "time with date": ({"question": "at", "lt": {"question": "day"}}, ("lt",), "unlike_types"),
    "yes_no with option": (
        {"question": "greeted", "is": {"question": "one"}},
        ("is",),
        "unlike_types",
    ),
    "option in option": ({"question": "one", "in": {"question": "other"}}, ("in",), "unlike_types"),
    "no such question": ({"question": "nobody", "is": "x"}, ("question",), "unknown_question"),
    "no such question, right": (
        {"question": "one", "is": {"question": "nobody"}},
        ("is", "question"),
        "unknown_question",
    ),
    "itself": ({"question": "last", "answered": True}, ("question",), "later_question"),
    "later, right": (
        {"question": "stars", "gt": {"question": "last"}},
        ("gt", "question"),
        "later_question",
    ),
}


@pytest.mark.parametrize(("condition", "loc", "code"), COMPARISONS.values(), ids=COMPARISONS)
def test_lint_comparison(condition, loc, code):
    document = small(*ASKED, question("last", "number", show_if={"any": [{"not": condition}]}))

    place = ("sections", 0, "questions", 10, "show_if", "any", 0, "not", *loc)
    assert errors(document) == [(place, code)]


SOUND = [
    {"question": "greeted", "is_not": "yes"},
    {"question": "one", "in": ["o0", "o1"]},
    {"question": "one", "is": {"question": "other"}},
    {"question": "other", "in": {"question": "many"}},
    {"question": "many", "includes": {"question": "one"}},
    {"question": "many", "is": {"question": "many"}},
    {"question": "paid", "gte": 800.5},
    {"question": "paid", "gt": {"question": "stars"}},
    {"question": "at", "lt": "23:59"},
    {"question": "day", "is": "2024-02-29"},
    {"question": "story", "is": "Fine."},
    {"question": "shelf", "answered": True},
    {"question": "one", "not_applicable": False},
]


@pytest.mark.parametrize("condition", SOUND, ids=str)
def test_lint_sound_comparison(condition):
    document = small(*ASKED, question("last", "number", show_if=condition))

    assert lint(document) == LintResult((), ())


def test_lint_check_may_name_any_question_but_no_unknown_option():
    document = example()
    document["checks"][1]["when"]["all"][0]["is"] = "perhaps"

    assert [(f.loc, f.code) for f in lint(document).errors] == [
        (("checks", 1, "when", "all", 0, "is"), "unknown_option")
    ]
