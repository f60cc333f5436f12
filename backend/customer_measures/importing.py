"""Importing customer measures from CSV: all or nothing, with a dry run, repeatable."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from backend import clock
from backend.accounts.models import Person
from backend.audit import chain
from backend.customer_measures.measure_rows import NEEDED, OPTIONAL, Key, MeasureRow, read_row
from backend.customer_measures.models import CustomerMeasure
from backend.network.csv_tables import CellFault, Table, read_table
from backend.network.models import Brand, Location

MOST_ROWS = 20_000
_BATCH = 500
_UNIQUE = ["location", "starts", "ends", "measure"]
_REPLACED = ["value_e4", "n", "weights", "currency", "imported_at", "imported_by"]


@dataclass(frozen=True)
class ImportResult:
    """How many measures were (or, in a dry run, would be) new, changed and left as they are;
    with any fault nothing was stored."""

    new: int
    changed: int
    same: int
    errors: tuple[CellFault, ...]


def import_measures(*, raw: bytes, dry_run: bool, by: Person) -> ImportResult:
    """Add and replace the measures of a CSV file, for locations that the person may see.

    A row replaces what stood for its location, period and measure as a whole. A competitor's
    location has no measures, and what lies out of reach does not exist here. The file is read
    before the transaction begins: while one is open on SQLite, no phone can send.
    """
    table = read_table(raw, needed=NEEDED, optional=OPTIONAL)
    if len(table.rows) > MOST_ROWS:
        words = f"At most {MOST_ROWS} rows are taken at once; send the file in parts."
        table.note_fault(table.rows[MOST_ROWS][0], "", "too_many", words)
        return ImportResult(0, 0, 0, tuple(table.faults))
    rows = _rows(table, by)
    if table.faults:
        return ImportResult(0, 0, 0, tuple(sorted(table.faults, key=lambda fault: fault.row)))
    if dry_run:
        return _sorted_out(rows)[0]
    return _put(rows, hashlib.sha256(raw).hexdigest(), by)


def _rows(table: Table, by: Person) -> list[MeasureRow]:
    """The sound rows; the faults of the others are noted in the table."""
    places = Location.objects.visible_to(by).filter(brand__kind=Brand.Kind.OWN)
    spelling = {code.lower(): code for code in places.order_by().values_list("pk", flat=True)}
    rows: list[MeasureRow] = []
    numbers: dict[Key, int] = {}
    for number, cells in table.rows:
        row = read_row(number, cells, spelling, table)
        if row is None:
            continue
        first = numbers.setdefault(row.key, number)
        if first != number:
            words = f"Row {first} has the same location, period and measure."
            table.note_fault(number, "measure", "duplicate", words)
        rows.append(row)
    return rows


@transaction.atomic
def _put(rows: list[MeasureRow], digest: str, by: Person) -> ImportResult:
    # Two files at the same time take turns: each then tells truly what it changed.
    list(Brand.objects.select_for_update().filter(pk=by.brand_code))
    result, to_store = _sorted_out(rows)
    if to_store:
        _store(to_store, by)
        counts = {"new": result.new, "changed": result.changed, "same": result.same}
        verb, data = "customer_measures.imported", {"brand": by.brand_code, **counts}
        chain.record(actor=by, verb=verb, subject=f"file:{digest}", data=data)
    return result


def _sorted_out(rows: list[MeasureRow]) -> tuple[ImportResult, list[MeasureRow]]:
    """What the rows do to what stands, and those that do something."""
    known = _known({row.key[0] for row in rows})
    new = [row for row in rows if row.key not in known]
    changed = [row for row in rows if row.key in known and known[row.key] != row]
    same = len(rows) - len(new) - len(changed)
    return ImportResult(len(new), len(changed), same, ()), [*new, *changed]


def _known(codes: Iterable[str]) -> dict[Key, MeasureRow]:
    """What stands for these locations, as rows of a file would say it."""
    found: dict[Key, MeasureRow] = {}
    waiting = sorted(codes)
    while waiting:  # SQLite takes so many parameters at once
        batch, waiting = waiting[:_BATCH], waiting[_BATCH:]
        for one in CustomerMeasure.objects.filter(location__in=batch).iterator():
            key = (one.location_id, one.starts, one.ends, one.measure)
            found[key] = MeasureRow(key, one.value_e4, one.n, tuple(one.weights), one.currency)
    return found


def _store(rows: list[MeasureRow], by: Person) -> None:
    now = clock.now()
    measures = [
        CustomerMeasure(
            location_id=row.key[0],
            starts=row.key[1],
            ends=row.key[2],
            measure=row.key[3],
            value_e4=row.value_e4,
            n=row.n,
            weights=list(row.weights),
            currency=row.currency,
            imported_at=now,
            imported_by=by,
        )
        for row in rows
    ]
    CustomerMeasure.objects.bulk_create(
        measures,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=_UNIQUE,
        update_fields=_REPLACED,
    )
