"""A table of the desk as a CSV file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.http import HttpResponse

from backend.gap_reports.exporting import Row
from backend.gap_reports.tables import as_csv
from reports.analysis_shape import Percent


def csv_answer(name: str, columns: Sequence[str], rows: Iterable[Row]) -> HttpResponse:
    """The file `name`.csv, with cells that no spreadsheet takes for a formula."""
    answer = HttpResponse(b"".join(as_csv(columns, rows)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def figure(value: Percent) -> Decimal | None:
    """A figure as a number: with the four places of the JSON, where the page prints fewer."""
    return None if value is None else Decimal(value)
