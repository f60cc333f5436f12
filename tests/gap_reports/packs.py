"""Packs as tests ask for them, have them drawn, and look into them."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from backend import files
from backend.gap_reports.models import Pack
from backend.gap_reports.pack_files import pack_key
from backend.gap_reports.pack_scope import Scope
from backend.gap_reports.packs import start_pack
from backend.jobs.worker import Worker
from reports.periods import Period

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
EVERYTHING = Scope()


def asked(cast, by, kind="zip", scope=EVERYTHING, **more) -> Pack:
    """A pack of the cast's programme, of all that its maker sees."""
    return start_pack(
        programme=cast.programme, period=QUARTER, scope=scope, kind=kind, by=by, **more
    )


def drawn(pack: Pack) -> Pack:
    """The pack once everything that is due is done."""
    Worker().drain()
    pack.refresh_from_db()
    return pack


def archive(pack: Pack) -> zipfile.ZipFile:
    """The stored ZIP."""
    return zipfile.ZipFile(io.BytesIO(files.read(pack_key(pack))))


def names(pack: Pack) -> list[str]:
    """What lies in the stored ZIP."""
    return archive(pack).namelist()
