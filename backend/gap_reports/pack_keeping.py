"""Where the files of packs lie, and for how long."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from backend import clock, files
from backend.gap_reports.models import Pack

_FOLDER = "packs"


def pack_key(pack: Pack) -> str:
    """Where the file of a pack lies; its name there is nobody's."""
    return f"{_FOLDER}/{pack.pk}.{pack.kind}"


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
