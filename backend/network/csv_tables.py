"""Reading a CSV file that somebody uploads: every fault by row and column, never an exception."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from backend.text import storable

MOST_ROWS = 100_000
MOST_FAULTS = 1_000
LONGEST_CELL = 20_000


@dataclass(frozen=True, slots=True)
class CellFault:
    """One fault; rows count as a spreadsheet shows them, the header is row 1. A fault of a whole
    row has no column."""

    row: int
    column: str
    code: str
    message: str


@dataclass(slots=True)
class Table:
    """The rows that could be read, each with its number, and what could not be."""

    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)

    def note_fault(self, row: int, column: str, code: str, message: str) -> None:
        """Note a fault; after the first thousand nobody reads on."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(CellFault(row, column, code, message))


def read_table(raw: bytes, *, needed: Sequence[str], optional: Sequence[str] = ()) -> Table:
    """The rows of a UTF-8 CSV file with a header, separated by commas or (as some spreadsheets
    write it) semicolons; a byte order mark and empty lines are passed over."""
    table = Table()
    text = _decoded(raw, table)
    if text is None:
        return table
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    header: list[str] = []
    try:
        for number, cells in enumerate(reader, start=1):
            if number == 1:
                header = [cell.strip() for cell in cells]
                _check_header(header, needed, optional, table)
                if table.faults:
                    return table
            elif len(table.rows) >= MOST_ROWS:
                table.note_fault(
                    number, "", "too_many", f"At most {MOST_ROWS} rows are taken at once."
                )
                break
            elif any(cells):
                _read_row(number, cells, header, table)
    except csv.Error as problem:
        table.note_fault(number + 1, "", "bad_csv", f"This row cannot be read: {problem}.")
    if number == 0:
        table.note_fault(1, "", "bad_csv", "The file is empty.")
    return table


def _decoded(raw: bytes, table: Table) -> str | None:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        row = raw.count(b"\n", 0, problem.start) + 1
        table.note_fault(row, "", "bad_encoding", "The file is not UTF-8 text.")
        return None


def _check_header(
    header: list[str], needed: Sequence[str], optional: Sequence[str], table: Table
) -> None:
    known = {*needed, *optional}
    for name in needed:
        if name not in header:
            table.note_fault(1, name, "required", "This column is missing.")
    for index, name in enumerate(header):
        shown = name[:60] if storable(name) else ""
        if name not in known:
            table.note_fault(1, shown, "unknown_key", "There is no such column.")
        elif name in header[:index]:
            table.note_fault(1, shown, "duplicate", "This column stands here twice.")


def _read_row(number: int, cells: list[str], header: list[str], table: Table) -> None:
    if len(cells) != len(header):
        table.note_fault(number, "", "bad_csv", f"{len(cells)} cells instead of {len(header)}.")
        return
    sound = True
    for name, cell in zip(header, cells, strict=True):
        if len(cell) > LONGEST_CELL:
            table.note_fault(
                number, name, "too_long", f"At most {LONGEST_CELL} characters are taken."
            )
            sound = False
        elif not storable(cell):
            table.note_fault(number, name, "wrong_type", "The cell holds control characters.")
            sound = False
    if sound:
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        table.rows.append((number, row))
