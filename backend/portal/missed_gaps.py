"""Which standards are gaps where, for the pages that ask what nobody has decided about."""

from __future__ import annotations

from decimal import Decimal

from backend.actions.counting import Gap
from reports.scope import where_to_go
from reports.scope_shape import ScopeFigures

MOST_PLACES = 60
"""To work out every standard of a thousand locations would make a page slow."""


def gaps_of(figures: ScopeFigures) -> list[Gap]:
    """The standards certainly below target at the first `MOST_PLACES` locations, those to go to
    first before the others; most points lost first."""
    first = [row["location"] for row in where_to_go(figures)]
    places = list(dict.fromkeys([*first, *(row["location"] for row in figures["league"])]))
    found = [
        (-Decimal(cell["lost"]), place, code)
        for place in places[:MOST_PLACES]
        for code, cell in figures["cells"][place].items()
        if cell["status"] == "gap"
    ]
    return [(place, code) for _, place, code in sorted(found)]
