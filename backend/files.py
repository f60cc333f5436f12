"""Stored files (photos, derivatives, PDFs): bytes that are on stable storage when `store` returns.

A key is a relative path such as `photos/ab/abc…`. A file appears under its key whole or not at
all: it is written beside, synced, checked for length, renamed, and its folder synced.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from backend.errors import NoSpace

PART = ".part-"
"""How the name of a file begins that is still being written, or was when its process died."""

_OUT_OF_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def store(key: str, data: bytes) -> None:
    """Keep `data` under `key`, durably and whole; the same key may be stored again.

    Raises `NoSpace` when the disk refuses; nothing is left behind then.
    """
    with storing(key) as file:
        file.write(data)


@contextmanager
def storing(key: str) -> Iterator[BinaryIO]:
    """A file to write; what it holds is kept under `key` when the block ends without an error.

    For what is too large to be held in memory; else as `store`.
    """
    target = path(key)
    try:
        _make_folder(target.parent)
        handle, name = tempfile.mkstemp(prefix=PART, dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                written = file.tell()
                os.fsync(file.fileno())
            if Path(name).stat().st_size != written:
                raise OSError(errno.ENOSPC, "short write")
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
    except OSError as problem:
        if problem.errno in _OUT_OF_SPACE:
            raise NoSpace from problem
        raise


def read(key: str) -> bytes:
    """The stored bytes; raises `FileNotFoundError` when there are none."""
    return path(key).read_bytes()


def exists(key: str) -> bool:
    """Whether something is stored under `key`."""
    return path(key).is_file()


def delete(key: str) -> None:
    """Remove what is stored under `key`, if anything is."""
    path(key).unlink(missing_ok=True)


def path(key: str) -> Path:
    """Where the file of `key` lies; refuses keys that would leave the media folder."""
    root = Path(settings.MEDIA_ROOT)
    target = root / key
    if not target.resolve().is_relative_to(root.resolve()):
        raise ValueError(f"key leaves the media folder: {key!r}")
    return target


def _make_folder(folder: Path) -> None:
    """Create the folder and sync each level that is new, so that no entry is lost in a crash."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for level in reversed(missing):
        level.mkdir(exist_ok=True)
        _sync_folder(level.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
