"""The version of the phone form this process serves."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from django.conf import settings

from backend.phone.headers import DOCUMENT_HEADERS
from shopper_forms.pwa_files import Pwa, read_pwa, served

_lock = Lock()
_read: dict[tuple[object, ...], Pwa] = {}


def current_pwa() -> Pwa:
    """The files as they were when this process first asked; in local mode as they are now, so
    that somebody who edits a module sees the edit at the next reload."""
    key: tuple[object, ...] = (settings.PWA_DIR, settings.APP_NAME, settings.APP_ICON_DIR)
    if not settings.PRODUCTION:
        key = (*key, _state(settings.PWA_DIR, settings.APP_ICON_DIR))
    with _lock:
        if key not in _read:
            _read.clear()
            _read[key] = read_pwa(
                settings.PWA_DIR,
                app_name=settings.APP_NAME,
                icons=settings.APP_ICON_DIR,
                headers=DOCUMENT_HEADERS,
            )
        return _read[key]


def _state(folder: Path, icons: Path | None) -> tuple[tuple[str, int, int], ...]:
    found = []
    for path, file in served(folder, icons).items():
        state = file.stat()
        found.append((path, state.st_mtime_ns, state.st_size))
    return tuple(found)
