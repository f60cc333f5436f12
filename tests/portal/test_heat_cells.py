"""The heat map in cells: colour follows the printed number, order leads to the worst."""

from __future__ import annotations

import pytest

from backend.portal.heat_cells import (
    COLUMNS,
    heat_cell,
    heat_cells,
    heat_columns,
    heat_regions,
    heat_stages,
    in_columns,
    in_rows,
)
from tests.portal.scope import address, cell, few, place, scope, standard


@pytest.mark.parametrize(
    ("gap", "words", "colour"),
    [
        ("-25.5000", "−26", "h1"),
        ("-25.4999", "−25", "h2"),
        ("-10.5000", "−11", "h2"),
        ("-10.4999", "−10", "h3"),
        ("-2.5000", "−3", "h3"),
        ("-2.4999", "−2", "h4"),
        ("-0.4000", "0", "h4"),
        ("2.4999", "+2", "h4"),
        ("2.5000", "+3", "h5"),
        ("8.4999", "+8", "h5"),
        ("8.5000", "+9", "h6"),
        ("14.4999", "+14", "h6"),
        ("14.5000", "+15", "h7"),
    ],
)
def test_colour_follows_the_printed_gap(gap, words, colour):
    shown = heat_cell(cell(gap), "gap")

    assert (shown.words, shown.colour, shown.few) == (words, colour, False)


@pytest.mark.parametrize(
    ("lost", "words", "colour"),
    [
        ("2.4500", "2.5", "h1"),
        ("2.4499", "2.4", "h2"),
        ("0.9500", "1.0", "h2"),
        ("0.9499", "0.9", "h3"),
        ("0.0500", "0.1", "h3"),
        ("0.0499", "0", "h4"),
    ],
)
def test_colour_follows_the_printed_points_lost(lost, words, colour):
    shown = heat_cell(cell(lost=lost), "lost")

    assert (shown.words, shown.colour) == (words, colour)


def test_score_has_the_colour_of_its_gap_and_never_looks_reached():
    shown = heat_cell(cell("-0.0400"), "score")

    assert (shown.words, shown.colour) == ("89.96", "h4")


@pytest.mark.parametrize("show", ["gap", "score", "lost"])
def test_what_was_not_measured_has_no_colour(show):
    shown = heat_cell(cell(None, n=0), show)

    assert (shown.words, shown.colour, shown.few) == ("–", "", False)


@pytest.mark.parametrize(("visits", "is_few"), [(1, True), (2, True), (3, False)])
def test_fewer_than_three_visits_are_hatched(visits, is_few):
    assert heat_cell(cell(n=visits), "gap").few is is_few


def test_standards_stand_by_stage_in_their_order():
    figures = scope(
        [place("L1")],
        standards=[
            standard("A", stage="transaction"),
            standard("B", stage="post_transaction"),
            standard("C", stage="pre_transaction", critical=True, target="100.0000"),
            standard("D", stage="transaction"),
        ],
    )
    across = in_columns(figures)

    columns = heat_columns(across, "gap")

    assert [column.code for column in columns] == ["C", "A", "D", "B"]
    assert [column.opens for column in columns] == [True, True, False, True]
    assert (columns[0].critical, columns[0].target, columns[0].whole.words) == (True, "100", "−10")
    assert [(stage.word, stage.span) for stage in heat_stages(across)] == [
        ("Pre-transaction", 1),
        ("Transaction", 2),
        ("Post-transaction", 1),
    ]


def test_locations_stand_by_region_the_worst_first_and_too_few_last():
    porto = {"region": "porto", "region_name": "Porto"}
    figures = scope(
        [
            place("A", "90.0000"),
            few("B", "10.0000"),
            place("C", "70.0000"),
            few("D", None, n=0),
            place("E", "95.0000", **porto),
        ]
    )

    rows = in_rows(figures, ["porto", "lisbon"])
    regions = heat_regions(
        figures, rows, in_columns(figures), "gap", address, lambda code: f"?region={code}"
    )

    assert [row["location"] for row in rows] == ["E", "C", "A", "B", "D"]
    assert [(region.name, region.address, len(region.rows)) for region in regions] == [
        ("Porto", "?region=porto", 1),
        ("Lisbon", "?region=lisbon", 4),
    ]
    assert [row.ranked for row in regions[1].rows] == [True, True, False, False]


def test_file_has_a_row_for_each_cell():
    figures = scope([place("A"), place("B")])

    rows = [dict(zip(COLUMNS, row, strict=True)) for row in heat_cells(figures, ["lisbon"])]

    assert [(row["location"], row["standard"], f"{row['gap']}") for row in rows] == [
        ("A", "GREET", "-10.0000"),
        ("B", "GREET", "-10.0000"),
    ]
