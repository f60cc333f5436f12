"""The heat map in cells: standards by stage across, locations by region down, a number in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from backend.gap_reports.exporting import Row
from backend.portal.addresses import Address
from backend.portal.csv_answer import figure
from reports import printed
from reports.analysis_shape import StandardScore
from reports.gaps_standards import FEWEST_TO_JUDGE
from reports.labels import STAGES, label
from reports.scope_shape import Cell, ScopeFigures, ScopeRow

SHOWS = ("gap", "score", "lost")
COLUMNS = (
    "region", "region_name", "location", "name", "standard", "stage", "critical", "n", "percent",
    "target", "gap", "status", "lost",
)  # fmt: skip
GAP_STEPS = (-25, -10, -2, 3, 9, 15)
"""Where a printed gap takes the next colour of seven: below −25, −25 to −11, …, from +15."""
LOST_STEPS = (Decimal("2.5"), Decimal("1.0"), Decimal("0.1"))
"""From where on points lost take each of three colours, the darkest first."""
_LOST_COLOURS = ("h1", "h2", "h3")


@dataclass(frozen=True)
class HeatCell:
    """A number and its colour `h1` (worst) to `h7`; `few` is hatched, with the word for who hears
    it. An empty colour is not measured."""

    words: str
    colour: str
    few: bool


@dataclass(frozen=True)
class HeatRow:
    """A location; `ranked` ones have visits enough for their score to be trusted."""

    place: str
    address: str
    visits: int
    score: str
    ranked: bool
    cells: list[HeatCell]


@dataclass(frozen=True)
class HeatRegion:
    """The locations of a region, the worst first, and the address of the page for it alone."""

    name: str
    address: str
    rows: list[HeatRow]


@dataclass(frozen=True)
class HeatColumn:
    """A standard at the head of its column; `opens` begins a stage."""

    code: str
    text: str
    critical: bool
    opens: bool
    whole: HeatCell
    target: str


@dataclass(frozen=True)
class HeatStage:
    """A stage over its standards."""

    word: str
    span: int


def in_columns(figures: ScopeFigures) -> list[StandardScore]:
    """The standards as they stand across: by stage, within it in their order."""
    stages = list(STAGES)
    return sorted(
        figures["standards"],
        key=lambda one: stages.index(one["stage"]) if one["stage"] in stages else len(stages),
    )


def in_rows(figures: ScopeFigures, regions: Sequence[str]) -> list[ScopeRow]:
    """The locations as they stand below each other: by region in this order, the worst first,
    those with visits too few to judge after them."""
    place = {code: index for index, code in enumerate(regions)}
    return sorted(
        figures["league"],
        key=lambda row: (
            place.get(row["region"], len(place)),
            row["region"],
            row["n"] < FEWEST_TO_JUDGE,
            Decimal(row["percent"] or 101),
            row["location"],
        ),
    )


def heat_columns(standards: Sequence[StandardScore], show: str) -> list[HeatColumn]:
    """The heads, with the figures over all locations."""
    stage = ""
    found: list[HeatColumn] = []
    for one in standards:
        found.append(
            HeatColumn(
                code=one["code"],
                text=one["text"],
                critical=bool(one.get("critical")),
                opens=one["stage"] != stage,
                whole=heat_cell(one, show),
                target=printed.plain(one["target"]) if one["target"] else printed.DASH,
            )
        )
        stage = one["stage"]
    return found


def heat_stages(standards: Sequence[StandardScore]) -> list[HeatStage]:
    """The stages over the heads."""
    groups = groupby(standards, lambda one: one["stage"])
    return [HeatStage(label(STAGES, stage), len(list(group))) for stage, group in groups]


def heat_regions(
    figures: ScopeFigures,
    rows: Sequence[ScopeRow],
    standards: Sequence[StandardScore],
    show: str,
    address: Address,
    region_address: Address,
) -> list[HeatRegion]:
    """These rows, which are in the order of `in_rows`, under their regions."""
    codes = [one["code"] for one in standards]
    target = figures["target"]
    return [
        HeatRegion(
            name=name,
            address=region_address(code),
            rows=[_row(row, target, figures["cells"], codes, show, address) for row in members],
        )
        for (code, name), members in groupby(rows, lambda row: (row["region"], row["region_name"]))
    ]


def heat_cell(cell: Cell | StandardScore, show: str) -> HeatCell:
    """What a cell shows. Its colour follows the number as it is printed, so that equal numbers
    never differ in colour; for a score it is the colour of its gap."""
    few = 0 < cell["n"] < FEWEST_TO_JUDGE
    if cell["percent"] is None or cell["gap"] is None:
        return HeatCell(printed.DASH, "", few)
    if show == "lost":
        shown = printed.rounded(Decimal(cell["lost"]), 1)
        colour = next(
            (name for name, least in zip(_LOST_COLOURS, LOST_STEPS, strict=True) if shown >= least),
            "h4",
        )
        return HeatCell(f"{shown}" if shown else "0", colour, few)
    gap = printed.rounded(Decimal(cell["gap"]), 0)
    colour = f"h{1 + sum(gap >= step for step in GAP_STEPS)}"
    if show == "score":
        return HeatCell(printed.number(cell["percent"], cell["target"]), colour, few)
    return HeatCell(printed.whole_signed(gap), colour, few)


def heat_cells(figures: ScopeFigures, regions: Sequence[str]) -> Iterator[Row]:
    """Every cell as a row of `COLUMNS`, in the order of the page."""
    standards = in_columns(figures)
    for row in in_rows(figures, regions):
        cells = figures["cells"][row["location"]]
        for one in standards:
            cell = cells[one["code"]]
            yield [
                row["region"],
                row["region_name"],
                row["location"],
                row["name"],
                one["code"],
                one["stage"],
                bool(one.get("critical")),
                cell["n"],
                figure(cell["percent"]),
                figure(cell["target"]),
                figure(cell["gap"]),
                cell["status"],
                figure(cell["lost"]),
            ]


def _row(
    row: ScopeRow,
    target: str,
    cells: Mapping[str, Mapping[str, Cell]],
    codes: Sequence[str],
    show: str,
    address: Address,
) -> HeatRow:
    own = cells[row["location"]]
    return HeatRow(
        place=row["name"],
        address=address(row["location"]),
        visits=row["n"],
        score=printed.number(row["percent"], target),
        ranked=row["n"] >= FEWEST_TO_JUDGE,
        cells=[heat_cell(own[code], show) for code in codes],
    )
