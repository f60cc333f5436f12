"""Which questions answers can reach, against worked cases and against trying answers blindly."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopper_forms.conditions import visible_questions
from shopper_forms.lint import LintResult, lint
from shopper_forms.parsing import parse_document
from tests.shopper_forms.documents import options, question, small

ASKED = [
    question("one", "single_choice", options=options(1, 2, 3)),
    question(
        "many", "multi_choice", options=[*options(1, 2), {**options(1, 1, 1)[2], "exclusive": True}]
    ),
    question("paid", "money", currency="EUR", minimum=0, maximum=1000),
    question("at", "time"),
    question("day", "date"),
    question("story", "text"),
    question("shelf", "photo", photos={"max": 1}),
    question("stars", "scale", minimum=1, maximum=5),
    question("even", "number", minimum=0, maximum=10, step=2),
    question("weight", "number"),
    question("detail", "yes_no", show_if={"question": "greeted", "is": "no"}),
    question("asked_na", "yes_no", not_applicable="exclude"),
]
LAST = ("sections", 0, "questions", len(ASKED) + 1, "show_if")


def both(*parts: object) -> dict[str, object]:
    return {"all": list(parts)}


def is_(code: str, value: object) -> dict[str, object]:
    return {"question": code, "is": value}


def compare(code: str, operator: str, value: object) -> dict[str, object]:
    return {"question": code, operator: value}


def verdict(condition: object) -> str | None:
    result = lint(small(*ASKED, question("last", "text", show_if=condition)))
    found = [*result.errors, *result.warnings]
    assert [finding.loc for finding in found] in ([], [LAST])
    return found[0].code if found else None


UNREACHABLE: dict[str, Any] = {
    "yes and no at once": both(is_("greeted", "yes"), is_("greeted", "no")),
    "two options of one": both(is_("one", "o0"), is_("one", "o1")),
    "no option left": both(*(compare("one", "is_not", f"o{n}") for n in range(3))),
    "excluded together": both(compare("many", "includes", "o0"), compare("many", "includes", "o2")),
    "above the maximum": compare("paid", "gt", 1000),
    "below the minimum": compare("paid", "lt", 0),
    "between two whole cents": both(compare("paid", "gt", 7), compare("paid", "lt", 8)),
    "half a cent": is_("paid", 7.5),
    "after the last minute": compare("at", "gt", "23:59"),
    "between two minutes": both(compare("at", "gt", "08:59"), compare("at", "lt", "09:00")),
    "two days at once": both(is_("day", "2026-01-01"), compare("day", "gt", "2026-01-01")),
    "two stories": both(is_("story", "A"), is_("story", "B")),
    "between two stars": both(compare("stars", "gt", 3), compare("stars", "lt", 4)),
    "off the step": is_("even", 5),
    "above itself": compare("stars", "gt", {"question": "stars"}),
    "hidden and answered": both(is_("greeted", "yes"), compare("detail", "answered", True)),
    "hidden has no value": both(is_("greeted", "yes"), compare("detail", "is_not", "yes")),
    "N/A where forbidden": compare("greeted", "not_applicable", True),
    "N/A and answered": both(compare("asked_na", "not_applicable", True), is_("asked_na", "yes")),
    "unanswered compared": both(compare("paid", "answered", False), compare("paid", "gte", 0)),
    "any of nothing": {"any": []},
    "not all of nothing": {"not": {"all": []}},
}
REACHABLE: dict[str, Any] = {
    "yes": is_("greeted", "yes"),
    "unanswered": compare("greeted", "answered", False),
    "not answered yes": {"not": is_("greeted", "yes")},
    "one is none of two": both(compare("one", "is_not", "o0"), compare("one", "is_not", "o1")),
    "two ticked": both(compare("many", "includes", "o0"), compare("many", "includes", "o1")),
    "ticked alone": both(compare("many", "includes", "o2"), compare("many", "answered", True)),
    "answered but none ticked": both(
        compare("many", "answered", True),
        *({"not": compare("many", "includes", f"o{n}")} for n in range(3)),
    ),
    "the maximum": compare("paid", "gte", 1000),
    "just one cent between": both(compare("paid", "gt", 7), compare("paid", "lt", 9)),
    "the last minute": is_("at", "23:59"),
    "between two days": both(
        compare("day", "gt", "2026-01-01"), compare("day", "lt", "2026-01-03")
    ),
    "another story": both(compare("story", "is_not", "A"), compare("story", "is_not", "text 0")),
    "a photo": compare("shelf", "answered", True),
    "on the step": is_("even", 6),
    "a millionth": both(compare("weight", "gt", 1), compare("weight", "lt", 1.000002)),
    "hidden, so unanswered": both(is_("greeted", "yes"), compare("detail", "answered", False)),
    "N/A": compare("asked_na", "not_applicable", True),
    "above another": compare("stars", "gt", {"question": "even"}),
    "same option": is_("one", {"question": "one"}),
    "all of nothing": {"all": []},
}


@pytest.mark.parametrize("condition", UNREACHABLE.values(), ids=UNREACHABLE)
def test_lint_unreachable(condition):
    assert verdict(condition) == "unreachable"


@pytest.mark.parametrize("condition", REACHABLE.values(), ids=REACHABLE)
def test_lint_reachable(condition):
    assert verdict(condition) is None


def test_lint_unreachable_through_an_unreachable_question():
    document = small(
        question("never", "yes_no", show_if={"any": []}),
        question("after", "text", show_if=is_("never", "yes")),
        question("else", "text", show_if={"not": is_("never", "yes")}),
    )

    assert [finding.loc[3] for finding in lint(document).errors] == [1, 2]


def test_lint_three_questions_between_two_boundaries():
    asked = [question(code, "number", minimum=0, maximum=100, step=1) for code in "abc"]
    rising = [compare("a", "lt", {"question": "b"}), compare("b", "lt", {"question": "c"})]

    between = [compare("a", "gt", 50), compare("c", "lt", 54)]
    tight = [compare("a", "gt", 50), compare("c", "lt", 53)]

    assert lint(small(*asked, question("last", "text", show_if=both(*rising, *between)))) == (
        LintResult((), ())
    )
    found = lint(small(*asked, question("last", "text", show_if=both(*rising, *tight)))).errors
    assert [finding.code for finding in found] == ["unreachable"]


def yes_to_all(count: int) -> Any:
    asked = [question(f"q{n}", "yes_no") for n in range(count)]
    return small(
        *asked, question("last", "text", show_if=both(*(is_(f"q{n}", "yes") for n in range(count))))
    )


def test_lint_8192_combinations_are_checked():
    document = yes_to_all(13)
    document["sections"][0]["questions"][-1]["show_if"]["all"].append(is_("q0", "no"))

    assert lint(yes_to_all(13)) == LintResult((), ())
    assert [(f.loc[3], f.code) for f in lint(document).errors] == [(14, "unreachable")]


def test_lint_16384_combinations_are_not_checked():
    result = lint(yes_to_all(14))

    assert result.errors == ()
    assert [(f.loc, f.code) for f in result.warnings] == [
        (("sections", 0, "questions", 15, "show_if"), "not_checked")
    ]


def test_lint_options_count_as_combinations():
    asked = [question(f"q{n}", "single_choice", options=options(*range(10))) for n in range(5)]
    condition = both(*(is_(f"q{n}", "o1") for n in range(5)))

    result = lint(small(*asked, question("last", "text", show_if=condition)))

    assert [finding.code for finding in result.warnings] == ["not_checked"]


def test_lint_many_named_options_are_not_checked():
    wide = question("wide", "multi_choice", options=options(*range(60)))
    condition = both(*(compare("wide", "includes", f"o{n}") for n in range(60)))

    result = lint(small(wide, question("last", "text", show_if=condition)))

    assert [finding.code for finding in result.warnings] == ["not_checked"]


def test_lint_unlike_steps_prove_nothing():
    asked = [question("a", "number"), question("b", "duration")]
    condition = both(compare("a", "gt", {"question": "b"}), compare("a", "lt", {"question": "b"}))

    result = lint(small(*asked, question("last", "text", show_if=condition)))

    assert [finding.code for finding in result.warnings] == ["not_checked"]


def test_lint_reach_is_left_open_behind_a_faulty_condition():
    document = small(
        question("a", "yes_no", show_if=is_("greeted", "maybe")),
        question("b", "yes_no", show_if=both(is_("a", "yes"), is_("a", "no"))),
    )

    assert [(f.loc[3], f.code) for f in lint(document).errors] == [(1, "unknown_option")]


# Against blind trial: every answer of three small questions, in every combination.

SMALL_QUESTIONS = [
    question("a", "single_choice", options=options(1, 2, 3), not_applicable="exclude"),
    question("b", "scale", minimum=1, maximum=4),
    question(
        "c", "multi_choice", options=[*options(1, 2), {**options(1, 1, 1)[2], "exclusive": True}]
    ),
]
NOT_APPLICABLE = {"state": "not_applicable"}
ANSWERS: dict[str, list[Any]] = {
    "greeted": [None, {"value": "yes"}, {"value": "no"}],
    "a": [None, NOT_APPLICABLE, *({"value": f"o{n}"} for n in range(3))],
    "b": [None, *({"value": n} for n in range(1, 5))],
    "c": [None, *({"value": ticked} for ticked in ([], ["o0"], ["o1"], ["o0", "o1"], ["o2"]))],
}
ATOMS = st.one_of(
    st.builds(is_, st.just("greeted"), st.sampled_from(["yes", "no"])),
    st.builds(
        compare,
        st.just("a"),
        st.sampled_from(["is", "is_not"]),
        st.sampled_from(["o0", "o1", "o2"]),
    ),
    st.builds(compare, st.just("a"), st.just("in"), st.sampled_from([["o0", "o1"], ["o2"], []])),
    st.builds(
        compare,
        st.just("b"),
        st.sampled_from(["gt", "gte", "lt", "lte", "is", "is_not"]),
        st.integers(0, 5),
    ),
    st.builds(
        compare,
        st.just("c"),
        st.just("includes"),
        st.sampled_from(["o0", "o1", "o2", {"question": "a"}]),
    ),
    st.builds(
        compare,
        st.sampled_from("abc"),
        st.sampled_from(["answered", "not_applicable"]),
        st.booleans(),
    ),
)
CONDITIONS: Any = st.recursive(
    ATOMS,
    lambda inner: (
        st.builds(both, inner, inner)
        | st.builds(both, inner, inner, inner)
        | st.builds(lambda part: {"not": part}, inner)
        | st.builds(lambda *parts: {"any": list(parts)}, inner, inner)
    ),
    max_leaves=6,
)


ON_A = st.sampled_from(
    [
        None,
        is_("greeted", "yes"),
        {"not": is_("greeted", "yes")},
        compare("greeted", "answered", False),
        both(is_("greeted", "yes"), is_("greeted", "no")),
    ]
)


@given(ON_A, CONDITIONS)
@settings(deadline=None)
def test_lint_unreachable_is_what_no_answers_reach(on_a, on_last):
    asked = [dict(each) for each in SMALL_QUESTIONS]
    if on_a is not None:
        asked[0]["show_if"] = on_a
    data = small(*asked, question("last", "text", show_if=on_last))
    document = parse_document(data)
    shown: set[str] = set()
    for combination in product(*ANSWERS.values()):
        answers = {code: each for code, each in zip(ANSWERS, combination, strict=True) if each}
        shown |= set(visible_questions(document, answers))

    unreachable = {
        data["sections"][0]["questions"][finding.loc[3]]["code"]
        for finding in lint(data).errors
        if finding.code == "unreachable"
    }

    assert unreachable == {"a", "last"} - shown
