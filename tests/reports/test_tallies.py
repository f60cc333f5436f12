"""Laws of tallies: what was added up in parts, or kept as columns, is what it was together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reports.tallies import Counted, StandardSums, Tally, add_up, tally
from reports.tally_columns import as_columns, from_columns, sum_columns

CODES = ("CLEAN", "GREET", "SPEED")
CELLS = st.tuples(st.integers(0, 50_000), st.integers(0, 50_000), st.integers(0, 1_000_000))
VISITS = st.builds(
    Counted,
    percent=st.none() | st.integers(0, 1_000_000),
    passed=st.booleans(),
    critical=st.integers(0, 2),
    version=st.integers(1, 3),
    moment=st.text("0123456789", min_size=10, max_size=10),
    standards=st.dictionaries(st.sampled_from(CODES), CELLS),
)
MONTHS = st.lists(st.lists(VISITS, max_size=5), min_size=1, max_size=4)


@given(MONTHS)
def test_parts_add_up_to_the_whole(months):
    whole = tally([visit for month in months for visit in month])

    assert add_up([tally(month) for month in months]) == whole


@given(MONTHS)
def test_columns_say_what_the_tallies_said(months):
    whole = tally([visit for month in months for visit in month])
    rows = [as_columns(tally(month)) for month in months]

    assert from_columns({"L1": rows}) == {"L1": whole}
    assert sum_columns([(row.codes, row.sums) for row in rows]) == whole.standards


def test_cell_without_possible_points_is_lost_and_not_measured():
    visits = [
        Counted(500_000, True, 0, 1, "a", {"GREET": (1, 2, 3), "SPEED": (4, 0, 5)}),
        Counted(None, False, 1, 1, "b", {"GREET": (9, 9, 9)}),
    ]

    found = tally(visits)

    assert found.standards == {
        "GREET": StandardSums(1, 1, 2, 3),
        "SPEED": StandardSums(0, 0, 0, 5),
    }
    assert found.together == {frozenset({"GREET"}): 1}
    assert (found.released, found.sample.n, found.critical, found.passed) == (2, 1, 1, 1)
    assert found.latest == {1: "b"}
    assert tally([]) == Tally()
