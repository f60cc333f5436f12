"""The league in rows: what too few visits hide, and the same figures in the file."""

from __future__ import annotations

from decimal import Decimal

from backend.portal.league_rows import COLUMNS, in_order, league_cells, league_lines
from tests.portal.scope import address, few, funnel_point, place, scope


def test_locations_with_too_few_visits_come_last():
    figures = scope([few("A", "99.0000"), place("B", "80.0000"), few("C", None, n=0)])

    assert [row["location"] for row in in_order(figures)] == ["B", "A", "C"]


def test_too_few_visits_hide_rank_interval_and_change():
    figures = scope([few("A")])
    figures["league"][0]["change"] = {"points": "6.2000", "verdict": "within_noise", "noise": "9.0"}

    (line,) = league_lines(figures, figures["league"], address)

    assert (line.rank, line.interval, line.change, line.remark) == ("", "", "", "too few")
    assert (line.score, line.visits, line.chip.word) == ("99.0", 2, "too few")


def test_change_within_noise_is_marked_and_a_real_one_is_not():
    better = {"points": "12.0000", "verdict": "better", "noise": "5.0000"}
    figures = scope([place("A"), place("B", change=better)])

    lines = league_lines(figures, figures["league"], address)

    assert [(line.change, line.remark) for line in lines] == [("−4.0", "noise"), ("+12.0", "")]


def test_line_says_where_in_the_funnel_the_location_is():
    figures = scope([place("A"), place("B"), place("C"), few("D", None, n=0)])
    figures["funnel"]["limits"] = [
        funnel_point("A", "60.0000", where="below"),
        funnel_point("B", "99.0000", where="above"),
        funnel_point("C", "88.0000", where=None),
    ]

    lines = league_lines(figures, figures["league"], address)

    assert [(line.verdict, line.shape) for line in lines] == [
        *(("below", "▲"), ("above", "◆"), ("inside", "○"), ("", "")),
    ]


def test_file_has_the_figures_of_the_analysis_with_four_places():
    figures = scope([place("A", "79.0400", critical=1)])

    (cells,) = league_cells(figures)

    assert dict(zip(COLUMNS, cells, strict=True)) == {
        "rank": 1,
        "location": "A",
        "name": "Harbour A",
        "region": "lisbon",
        "region_name": "Lisbon",
        "n": 6,
        "percent": Decimal("79.0400"),
        "low": Decimal("70.0000"),
        "high": Decimal("90.0000"),
        "status": "watch",
        "funnel": "inside",
        "change": Decimal("-4.0000"),
        "verdict": "within_noise",
        "noise": Decimal("9.0000"),
        "period_1": None,
        "period_2": None,
        "period_3": Decimal("70.0000"),
        "period_4": None,
        "period_5": Decimal("84.0000"),
        "period_6": Decimal("79.0400"),
        "worst_standard": "GREET",
        "worst_lost": Decimal("3.2500"),
        "critical": 1,
    }
