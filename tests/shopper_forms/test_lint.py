"""Lint as a whole: clean documents, faults of form, several faults at once, broken input."""

from typing import Any

import pytest
from hypothesis import given, settings

from shopper_forms.findings import Finding
from shopper_forms.lint import LintResult, lint
from tests.shopper_forms.documents import (
    FIRST,
    SECOND,
    example,
    options,
    question,
    small,
    small_first,
)
from tests.shopper_forms.judging import errors
from tests.shopper_forms.mutations import broken_documents


def test_lint_small_document_is_clean():
    assert lint(small()) == LintResult(errors=(), warnings=())


def test_lint_example_has_no_errors():
    result = lint(example())

    rest = [(f.loc, f.code) for f in result.warnings if f.code != "text_missing"]
    assert result.errors == ()
    assert rest == [
        (("sections", 2, "questions", 0, "options", 3, "points"), "critical_escape"),
        (("sections", 2, "questions", 3, "not_applicable"), "critical_escape"),
    ]


FORM_FAULTS: dict[str, Any] = {
    "unknown_key": (small_first(colour="red"), (*FIRST, "colour")),
    "bad_weight": (small_first(weight=0), (*FIRST, "weight")),
    "no_standard": (small_first(standard="MEET"), (*FIRST, "standard")),
    "duplicate_code": (small(question("greeted", "text")), (*SECOND, "code")),
    "wrong_type": (small_first(required="yes"), (*FIRST, "required")),
    "out_of_range": (small_first(pass_mark=2), (*FIRST, "pass_mark")),
    "required": (small(question("a", "money")), (*SECOND, "currency")),
}


@pytest.mark.parametrize(("code", "case"), FORM_FAULTS.items(), ids=FORM_FAULTS)
def test_lint_fault_of_form(code, case):
    document, loc = case

    assert errors(document) == [(loc, code)]


def test_lint_names_faults_of_form_and_of_sense_together():
    document = small(
        question("a", "scale", minimum=5, maximum=1),
        question("b", "text", show_if={"question": "a", "is": "five"}),
        question("c", "text", show_if={"question": "greeted", "is": "maybe"}, weight=0),
    )
    document["scoring"]["bands"][0]["from"] = 5

    assert errors(document) == [
        ((*SECOND, "maximum"), "out_of_range"),
        (("sections", 0, "questions", 3, "weight"), "bad_weight"),
        (("sections", 0, "questions", 3, "show_if", "is"), "unknown_option"),
        (("scoring", "bands", 0, "from"), "band_hole"),
    ]


@pytest.mark.parametrize("data", [None, [], 3, "text"])
def test_lint_something_else_than_a_document(data):
    assert errors(data) == [((), "wrong_type")]


def test_lint_gives_a_thousand_findings_of_a_kind_at_most():
    nothing: list[dict[str, object]] = [{"colour": 1}] * 299
    empty = lint(small(*nothing))
    asked = (question(f"q{n}", "text") for n in range(299))
    mute = lint(small(*asked, languages=["en", "fr", "de", "es", "it"]))

    assert (len(empty.errors), len(empty.warnings)) == (1_000, 0)
    assert (len(mute.errors), len(mute.warnings)) == (0, 1_000)


@pytest.mark.parametrize(
    ("document", "loc", "most"),
    [
        (small(standards={f"S{n}": {} for n in range(201)}), ("standards",), "200 standards"),
        (
            small(scoring={"bands": [{}] * 101}),
            ("scoring", "bands"),
            "100 bands",
        ),
        (small(sections=[{}] * 101), ("sections",), "100 sections"),
        (small(*[{}] * 300), ("sections",), "300 questions"),
        (small({"options": [{}] * 2_001}), ("sections",), "2,000 options"),
        (
            small({"score": {"table": [[]] * 2_001}}),
            ("sections",),
            "2,000 rows of score tables",
        ),
        (small(checks=[{}] * 101), ("checks",), "100 checks"),
        (
            small({"show_if": {"any": [{"question": "q", "in": [1] * 2_500}] * 2}}),
            ("sections",),
            "5,000 comparisons and values in conditions",
        ),
        (
            small(checks=[{"when": {"all": [[[{"not": {}}]]] * 2_501}}]),
            ("sections",),
            "5,000 comparisons and values in conditions",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_lint_of_too_large_a_document_says_so_and_no_more(document, loc, most):
    result = lint(document)

    sentence = f"A questionnaire has at most {most}."
    assert result.errors == (Finding(loc, "out_of_range", sentence),)
    assert result.warnings == ()


def test_lint_of_the_largest_document_judges_it():
    choice = question("choice", "multi_choice", options=options(*[1] * 2_000))
    asked = [question(f"q{n}", "text") for n in range(298)]
    checks = [
        {
            "code": f"c{n}",
            "when": {"question": "choice", "in": ["o1"] * 49},
            "severity": "error",
            "message": {"en": "No."},
        }
        for n in range(100)
    ]

    result = lint(small(choice, *asked, checks=checks))

    assert {finding.code for finding in result.errors} == {"unlike_types"}


@given(broken_documents())
@settings(deadline=None)
def test_lint_broken_example_never_fails(document):
    result = lint(document)

    str(result).encode("utf-8")
    assert isinstance(result, LintResult)
