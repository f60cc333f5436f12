"""Packs for the role matrix: one of each client's people, done, with a file to download."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from backend import files
from backend.gap_reports.models import Pack, PackItem
from backend.gap_reports.pack_files import pack_key
from tests.cast import NOW

if TYPE_CHECKING:
    from tests.api.role_objects import Stage


def packs_of(stage: Stage) -> dict[str, Pack]:
    """A pack of each of these people, of a location within reach."""
    places = {"mona": stage.l1, "cleo": stage.p1, "max": stage.p1, "otis": stage.s1}
    made = {}
    for who, place in places.items():
        programme = stage.summit_care if who == "otis" else stage.programme
        made[who] = Pack.objects.create(
            created_by=stage.who(who),
            programme=programme,
            scope="One location",
            scope_sha256="0" * 64,
            starts="2026-07-01",
            ends="2026-09-30",
            kind="zip",
            state="done",
            done=1,
            total=1,
            size=6,
            created_at=NOW,
            started_at=NOW,
            finished_at=NOW,
        )
        PackItem.objects.create(pack=made[who], location=place, position=1, state="done")
    return made


def pack_with_file(maker: str) -> Callable[[Stage, str], Any]:
    """The pack of somebody; its file is laid into the media folder of the running test."""

    def path_value(stage: Stage, who: str) -> Any:
        pack = stage.packs[maker]
        files.store(pack_key(pack), b"a pack")
        return pack.pk

    return path_value
