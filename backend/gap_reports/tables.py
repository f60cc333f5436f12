"""Rows as CSV, JSON Lines or a workbook, in pieces, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from backend.gap_reports.exporting import Cell, Row

# A spreadsheet runs what begins like this; the wide forms are what some turn into the plain ones.
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_ROWS_A_PIECE = 200
WORKBOOK_ROWS = 1_000_000
_CELL_LETTERS = 32_767


def as_csv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 CSV with a header; texts that a spreadsheet would run are made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for number, row in enumerate(rows, 1):
        writer.writerow([_csv_cell(cell) for cell in row])
        if number % _ROWS_A_PIECE == 0:
            yield _taken(out)
    yield _taken(out)


def as_json_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """A JSON object a line; decimals are strings, moments RFC 3339 in UTC, absent values null."""
    pieces: list[str] = []
    for row in rows:
        named = dict(zip(columns, (_json_cell(cell) for cell in row), strict=True))
        pieces.append(json.dumps(named, ensure_ascii=False))
        if len(pieces) == _ROWS_A_PIECE:
            yield ("\n".join(pieces) + "\n").encode()
            pieces = []
    if pieces:
        yield ("\n".join(pieces) + "\n").encode()


def as_workbook(title: str, columns: Sequence[str], rows: Iterable[Row]) -> IO[bytes]:
    """An XLSX file, written row by row to a temporary file; at most `WORKBOOK_ROWS` rows.

    Texts are written as texts whatever they begin with.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it
    book: Any = xlsxwriter.Workbook(
        file, {"constant_memory": True, "remove_timezone": True, "strings_to_formulas": False}
    )
    sheet = book.add_worksheet(title)
    head = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for column, name in enumerate(columns):
        sheet.write_string(0, column, name, head)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if cell is None:
                continue
            if isinstance(cell, bool):
                sheet.write_boolean(number, column, cell)
            elif isinstance(cell, int | Decimal):
                sheet.write_number(number, column, float(cell))
            elif isinstance(cell, datetime):
                sheet.write_datetime(number, column, cell.astimezone(UTC), moment)
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            else:
                sheet.write_string(number, column, _text(cell)[:_CELL_LETTERS])
    book.close()
    file.seek(0)
    return file


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula; an apostrophe says that it is text."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | Decimal | date | datetime):
        return str(_json_cell(cell))
    return harmless(_text(cell))


def _json_cell(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:f}" if isinstance(cell, Decimal) else cell


def _text(cell: str | list[str] | date | Decimal) -> str:
    return "; ".join(cell) if isinstance(cell, list) else str(cell)


def _taken(out: io.StringIO) -> bytes:
    piece = out.getvalue().encode()
    out.seek(0)
    out.truncate()
    return piece
