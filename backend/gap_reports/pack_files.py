"""The files of packs: where they lie, what they are called, for how long they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from backend import clock, files
from backend.errors import NotFound, WrongState
from backend.gap_reports.models import Pack, PackKind

_FOLDER = "packs"
_PIECE = 256 * 1024


def pack_key(pack: Pack) -> str:
    """Where the file of a pack lies; its name there is nobody's."""
    return f"{_FOLDER}/{pack.pk}.{pack.kind}"


def file_of(pack: Pack, kind: PackKind) -> tuple[Path, str]:
    """The file of a pack, and what the download is called: programme and period, nothing of
    anybody.

    Raises `WrongState` while there is none, and when it is of the other kind; `NotFound` when it
    is no longer kept.
    """
    if pack.kind != kind:
        raise WrongState(f"This pack is a {pack.get_kind_display()}.")
    if pack.state != Pack.State.DONE:
        raise WrongState("The pack is not done.")
    name = safe_name(f"gap-reports-{pack.programme_id}-{pack.starts}-{pack.ends}")
    if pack.removed_at is not None or not files.exists(pack_key(pack)):
        raise NotFound("The file of the pack is no longer kept.")
    return files.path(pack_key(pack)), f"{name}.{pack.kind}"


def pieces_of(file: Path) -> Iterator[bytes]:
    """The content piece by piece, so that a download needs no more memory than a page."""
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            yield piece


def safe_name(name: str) -> str:
    """A name for a file that every system takes as it is."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", name).lstrip(".") or "_"


def remove_old_files() -> int:
    """Remove the files of packs that ended more than `PACK_DAYS` ago, and what a process that
    died left half written; returns how many packs lost theirs. The rows stay and say so.

    Reports are kept by themselves: the same pack may be asked for again.
    """
    limit = clock.now() - timedelta(days=settings.PACK_DAYS)
    old = list(Pack.objects.filter(state=Pack.State.DONE, removed_at=None, finished_at__lt=limit))
    for pack in old:
        # first the row, so that nobody is promised a file that is gone
        Pack.objects.filter(pk=pack.pk, round=pack.round).update(removed_at=clock.now())
        files.delete(pack_key(pack))
    _remove_parts()
    return len(old)


def _remove_parts() -> None:
    """By machine time: what is being written right now is younger than a day."""
    folder = files.path(_FOLDER)
    if not folder.is_dir():
        return
    oldest = (clock.machine_now() - timedelta(days=1)).timestamp()
    for file in folder.glob(f"{files.PART}*"):
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
