"""How much work a hostile form can ask of the linter."""

import time

import pytest

from shopper_forms.lint import lint
from tests.shopper_forms.documents import options, question, small
from tests.shopper_forms.test_lint_reach import both, compare, is_


def one_large_condition_above_all():
    """Each question's chain holds the same condition of 4,000 comparisons."""
    large = {"any": [is_("n0", value) for value in range(4_000)]}
    return [
        question("n0", "number"),
        question("n1", "number", show_if=large),
        *(question(f"n{n}", "number", show_if=compare("n1", "gt", n)) for n in range(2, 298)),
    ]


def wide_choices():
    """Each question has more ticked combinations to be laid out than are tried."""
    wide = [question(f"m{n}", "multi_choice", options=options(*[1] * 300)) for n in range(6)]
    named = [
        both(*(compare(f"m{n % 6}", "includes", f"o{(n * 13 + m) % 300}") for m in range(12)))
        for n in range(292)
    ]
    return [
        *wide,
        *(question(f"n{n}", "number", show_if=each) for n, each in enumerate(named)),
    ]


def many_states():
    """Each question asks for a large integer per option and comparison."""
    traps = [question(f"y{n}", "yes_no", not_applicable="exclude") for n in range(5)]
    choice = question("c", "single_choice", options=options(*[1] * 310))
    asked = [
        both(
            *(is_(f"y{m}", "yes" if n >> m & 1 else "no") for m in range(5)),
            is_("c", f"o{n}"),
            {"not": is_("y0", "yes" if n & 1 else "no")},
        )
        for n in range(292)
    ]
    return [*traps, choice, *(question(f"n{n}", "text", show_if=c) for n, c in enumerate(asked))]


@pytest.mark.slow
@pytest.mark.parametrize("asked", [one_large_condition_above_all, wide_choices, many_states])
def test_lint_of_a_hostile_form_ends_soon(asked):
    data = small(*asked())
    start = time.thread_time()

    result = lint(data)

    # Time of this thread alone, on a slow machine; unbounded, these take 20 seconds and more.
    assert time.thread_time() - start < 4
    assert {finding.code for finding in result.errors} <= {"unreachable"}


def test_lint_of_two_hundred_comparisons_of_questions_is_not_cut_short():
    pair = [question(f"s{n}", "scale", minimum=0, maximum=90) for n in range(2)]
    above = compare("s0", "gt", {"question": "s1"})
    asked = [
        question(f"n{n}", "text", show_if=both(above, compare("s1", "gt", n % 90)))
        for n in range(200)
    ]

    result = lint(small(*pair, *asked))

    assert [finding.code for finding in result.warnings] == ["too_many_questions"]
    # nothing lies above s1 = 90, and s0 above s1 = 89 is the last that can be
    assert {finding.loc[3] for finding in result.errors} == {3 + 89, 3 + 179}
