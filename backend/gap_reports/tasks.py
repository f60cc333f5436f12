"""Background work of gap reports; `packs` queues it, the schedule in `config` says how often."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from backend.gap_reports.pack_drawing import draw_pack_now
from backend.gap_reports.pack_files import remove_old_files


@task()
def draw_pack(pack: str, of_round: int) -> str:
    """Draw and bind a pack, going on where whoever had it before left off."""
    return draw_pack_now(UUID(pack), of_round)


@task()
def remove_old_packs() -> int:
    """Let go of the files of packs that were kept long enough."""
    return remove_old_files()
