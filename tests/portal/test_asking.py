"""What a page reads of its own address, bad input included."""

from __future__ import annotations

import pytest

from backend.portal.asking import few_words, one_of, page_number, slice_of


@pytest.mark.parametrize("given", ["0", "-1", "1.5", "two", "١", "9" * 400, "100001"])
def test_page_that_is_no_number_is_a_fault(given):
    faults: dict[str, str] = {}

    assert page_number({"page": given}, faults) is None
    assert faults == {"page": "Write the page as a whole number from 1."}


def test_page_is_read_or_left_open():
    faults: dict[str, str] = {}

    assert (page_number({"page": "3"}, faults), page_number({}, faults)) == (3, None)
    assert faults == {}


def test_choice_outside_the_list_is_a_fault_that_names_it():
    faults: dict[str, str] = {}

    assert one_of({"show": "all"}, "show", ("gap", "score"), faults) == "gap"
    assert faults == {"show": "Choose one of gap, score."}
    assert one_of({}, "show", ("gap", "score"), faults) == "gap"
    assert one_of({"show": "score"}, "show", ("gap", "score"), faults) == "score"


@pytest.mark.parametrize("given", ["a" * 101, "a\x00b", "a\ud800"])
def test_words_that_no_database_keeps_are_a_fault(given):
    faults: dict[str, str] = {}

    assert few_words({"q": given}, "q", faults) == ""
    assert list(faults) == ["q"]


def test_words_lose_the_space_around_them():
    assert few_words({"q": "  Leeds Dock "}, "q", {}) == "Leeds Dock"


@pytest.mark.parametrize(
    ("number", "rows", "place", "ways"),
    [
        (None, [0, 1], (1, 3, 1, 2, 5), (None, 2)),
        (2, [2, 3], (2, 3, 3, 4, 5), (1, 3)),
        (3, [4], (3, 3, 5, 5, 5), (2, None)),
        (99, [4], (3, 3, 5, 5, 5), (2, None)),
    ],
)
def test_slice_says_where_it_lies(number, rows, place, ways):
    shown = slice_of(range(5), number, size=2)

    assert list(shown.rows) == rows
    assert (shown.number, shown.pages, shown.first, shown.last, shown.total) == place
    assert (shown.before, shown.after) == ways


def test_slice_of_nothing_is_one_empty_page():
    nothing: list[int] = []
    shown = slice_of(nothing, None)

    assert (shown.rows, shown.pages, shown.first, shown.last, shown.after) == ([], 1, 0, 0, None)
