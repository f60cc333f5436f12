"""From the reports of a pack to its one file, which is stored whole or not at all."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from backend import files
from backend.gap_reports.drawing import read_pdf
from backend.gap_reports.models import GapReport, Pack, PackItem
from backend.gap_reports.pack_book import write_book
from backend.gap_reports.pack_files import pack_key, safe_name

ERRORS = "_errors.txt"
_BATCH = 100
_LOST = "the stored PDF is lost or damaged"


class _StoppedError(Exception):
    """The pack was stopped while it was being bound."""


def bind_pack(pack: Pack, still: Callable[[], bool]) -> int | None:
    """Write the file of a pack and keep it; returns its size, or None when `still` says no
    before it is whole. Raises `NoSpace`."""
    try:
        with files.storing(pack_key(pack)) as file:
            if pack.kind == Pack.Kind.PDF:
                write_book(pack, list(_reports(pack, still)), file)
            else:
                _write_zip(pack, _reports(pack, still), file)
            if not still():  # the file of another round may lie there by now
                raise _StoppedError
            size = file.tell()
    except _StoppedError:
        return None
    return size


def _write_zip(pack: Pack, reports: Iterator[tuple[PackItem, bytes]], file: BinaryIO) -> None:
    """One PDF a location, packed already and so stored as it is; the faults in a text beside."""
    taken: set[str] = set()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for item, pdf in reports:
            name = _name(pack, item.location_id, taken)
            archive.writestr(_entry(name, pack.created_at), pdf)
        errors = list(pack.items.exclude(problem="").values_list("location_id", "problem"))
        if errors:
            lines = [f"{code}: {problem}" for code, problem in errors]
            archive.writestr(_entry(ERRORS, pack.created_at), "\n".join(lines) + "\n")


def _reports(pack: Pack, still: Callable[[], bool]) -> Iterator[tuple[PackItem, bytes]]:
    """The drawn reports in the order of the contents; one whose PDF is gone is a problem of it
    alone."""
    drawn = pack.items.filter(state=PackItem.State.DONE).order_by("position")
    positions = list(drawn.values_list("position", flat=True))
    for start in range(0, len(positions), _BATCH):
        if not still():
            raise _StoppedError
        batch = drawn.filter(position__in=positions[start : start + _BATCH])
        # the snapshot, most of a report, stays unread
        reports: dict[UUID | None, GapReport] = {
            report.pk: report
            for report in GapReport.objects.filter(pk__in=batch.values("report")).defer("snapshot")
        }
        for item in batch.select_related("location__region"):
            try:
                pdf = read_pdf(reports[item.report_id])
            except (FileNotFoundError, KeyError):
                item.state, item.problem = PackItem.State.FAILED, _LOST
                item.save(update_fields=["state", "problem"])
                continue
            yield item, pdf


def _entry(name: str, moment: datetime) -> zipfile.ZipInfo:
    """A file of the archive, dated when the pack was asked for (ZIP knows no zone: UTC), readable
    by its owner and everybody else."""
    entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
    entry.external_attr = 0o644 << 16
    return entry


def _name(pack: Pack, location: str, taken: set[str]) -> str:
    """The name of a report in the archive: location and period, each once even where case does
    not count."""
    stem = safe_name(f"{location}-{pack.starts}-{pack.ends}")
    name, number = f"{stem}.pdf", 1
    while name.lower() in taken:
        number += 1
        name = f"{stem}-{number}.pdf"
    taken.add(name.lower())
    return name
