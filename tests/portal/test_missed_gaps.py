"""Which standards are gaps where: the dearest first, and no more locations than a page can take."""

from __future__ import annotations

from backend.portal.missed_gaps import MOST_PLACES, gaps_of
from tests.portal.scope import cell, place, scope


def test_gaps_that_cost_most_come_first():
    figures = scope(
        [place("A", "95.0000", critical=0), place("B", "70.0000")],
        cells={
            "A": {"GREET": cell(lost="3.0000"), "KNOW": cell("4.0000", status="met")},
            "B": {"GREET": cell(lost="10.0000"), "KNOW": cell(lost="2.0000")},
        },
    )

    assert gaps_of(figures) == [("B", "GREET"), ("A", "GREET"), ("B", "KNOW")]


def test_locations_to_go_to_first_are_looked_at_before_the_others():
    good = [place(f"G{number:03}", "99.0000") for number in range(MOST_PLACES)]
    figures = scope([*good, place("BAD", "50.0000")])

    found = [location for location, _ in gaps_of(figures)]

    assert (len(found), "BAD" in found, "G059" in found) == (60, True, False)
