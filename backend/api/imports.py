"""What every import of a CSV file takes and answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.http import HttpResponse

from backend.api.problems import as_response
from backend.api.schemas import In, Out
from backend.errors import Invalid
from backend.network.csv_tables import CellFault


class ImportQuery(In):
    """Whether only to look."""

    dry_run: bool = False


class CellFaultOut(Out):
    """A fault of a cell; the header is row 1, a fault of a whole row has no column."""

    row: int
    column: str
    message: str


class ImportOut(Out):
    """What an import did, or in a dry run would do."""

    new: int
    changed: int
    same: int
    errors: list[CellFaultOut]


class Result(Protocol):
    """What an import says of itself."""

    @property
    def errors(self) -> Sequence[CellFault]:
        """Every fault; with any, nothing was stored."""


def refused_import(result: Result) -> HttpResponse:
    """The 422 of an import with faults: a problem document that also has the import's counts."""
    errors = [
        {
            "loc": [fault.row, fault.column],
            "code": fault.code,
            "message": fault.message,
            "row": fault.row,
            "column": fault.column,
        }
        for fault in result.errors
    ]
    refusal = Invalid("Nothing was imported; every fault is listed.")
    return as_response(refusal, errors=errors, new=0, changed=0, same=0)
