"""Importing locations from CSV: all or nothing, with a dry run, repeatable by code."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import Conflict
from backend.network.csv_tables import CellFault, Table, read_table
from backend.network.locations import location_faults, set_fields
from backend.network.models import Brand, Location, Region
from shopper_forms.findings import Finding

NEEDED = ("code", "name", "brand", "region", "latitude", "longitude", "time_zone")
OPTIONAL = ("address", "opening_hours", "active")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_NUMBER = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,15})?")
_LONGEST = {"name": 160, "address": 300}
_BOUNDS = {"latitude": 90, "longitude": 180}
_TRUTH = {"true": True, "false": False}
_BATCH = 500


@dataclass(frozen=True)
class ImportResult:
    """How many locations were (or, in a dry run, would be) new, changed and left as they are;
    with any fault nothing was stored."""

    new: int
    changed: int
    same: int
    errors: tuple[CellFault, ...]


@transaction.atomic
def import_locations(*, raw: bytes, dry_run: bool, by: Person) -> ImportResult:
    """Add and change locations from a CSV file whose columns are the field names.

    A column that is left out leaves its field as it is. Raises `Conflict` when somebody adds
    one of the locations in the same moment.
    """
    table = read_table(raw, needed=NEEDED, optional=OPTIONAL)
    brands = dict(Brand.objects.select_for_update().values_list("pk", "kind"))
    regions = dict(Region.objects.values_list("pk", "brand_id"))
    known = {location.code.lower(): location for location in Location.objects.all()}
    new, changed, same = [], [], 0
    rows_of_codes: dict[str, int] = {}
    for number, cells in table.rows:
        fields = _fields(number, cells, table)
        code = cells["code"]
        if code.lower() in rows_of_codes:
            first = rows_of_codes[code.lower()]
            table.note_fault(number, "code", "duplicate", f"Row {first} has the same code.")
        rows_of_codes.setdefault(code.lower(), number)
        location = known.get(code.lower())
        if location is not None and location.code != code:
            table.note_fault(number, "code", "already_exists", f"It is written {location.code}.")
        for fault in location_faults(fields, location, brands, regions):
            table.note_fault(number, str(fault.loc[0]), fault.code, _sentence(fault))
        if table.faults:
            continue
        if location is None:
            location = Location(code=code)
            set_fields(location, fields)
            new.append(location)
        elif _differs(location, fields):
            set_fields(location, fields)
            changed.append(location)
        else:
            same += 1
    if table.faults:
        faults = sorted(table.faults, key=lambda fault: fault.row)
        return ImportResult(0, 0, 0, tuple(faults))
    if not dry_run and (new or changed):
        _store(new, changed)
        counts = {"new": len(new), "changed": len(changed), "same": same}
        digest = hashlib.sha256(raw).hexdigest()
        chain.record(actor=by, verb="locations.imported", subject=f"file:{digest}", data=counts)
    return ImportResult(len(new), len(changed), same, ())


def _fields(number: int, cells: dict[str, str], table: Table) -> dict[str, Any]:
    """The typed fields of a row; what cannot be read is noted and left out."""
    fields: dict[str, Any] = {}
    if not _CODE.fullmatch(cells["code"]):
        table.note_fault(number, "code", "bad_format", "Letters, digits, . _ -, at most 60.")
    for name in ("name", "brand", "region", "time_zone"):
        if cells[name]:
            fields[name] = cells[name]
        else:
            table.note_fault(number, name, "required", "This cell must not be empty.")
    if "address" in cells:
        fields["address"] = cells["address"]
    for name, longest in _LONGEST.items():
        if len(cells.get(name, "")) > longest:
            table.note_fault(number, name, "too_long", f"At most {longest} characters are taken.")
    for name, bound in _BOUNDS.items():
        if not _NUMBER.fullmatch(cells[name]):
            table.note_fault(number, name, "wrong_type", "Give a decimal number such as 38.7169.")
        elif abs(float(cells[name])) > bound:
            table.note_fault(number, name, "out_of_range", f"It lies between -{bound} and {bound}.")
        else:
            fields[name] = float(cells[name])
    if "active" in cells:
        if cells["active"].lower() in _TRUTH:
            fields["active"] = _TRUTH[cells["active"].lower()]
        else:
            table.note_fault(number, "active", "wrong_type", "Write true or false.")
    if "opening_hours" in cells:
        try:
            fields["opening_hours"] = json.loads(cells["opening_hours"] or "{}")
        except (ValueError, RecursionError):
            table.note_fault(number, "opening_hours", "bad_json", "This is not JSON.")
    return fields


def _sentence(fault: Finding) -> str:
    where = ".".join(str(part) for part in fault.loc[1:])
    return f"{where}: {fault.message}" if where else fault.message


def _differs(location: Location, fields: dict[str, Any]) -> bool:
    return any(
        getattr(location, f"{name}_id" if name in ("brand", "region") else name) != value
        for name, value in fields.items()
    )


def _store(new: list[Location], changed: list[Location]) -> None:
    columns = [name for name in (*NEEDED, *OPTIONAL) if name not in ("code", "brand")]
    try:
        with transaction.atomic():
            Location.objects.bulk_create(new, batch_size=_BATCH)
    except IntegrityError:
        raise Conflict("One of these locations was added just now; send the file again.") from None
    # as an upsert, because `bulk_update` spells out a CASE per row and field: ten times slower
    Location.objects.bulk_create(
        changed,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=columns,
    )
