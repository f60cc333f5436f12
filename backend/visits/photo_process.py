"""The parent's side of decoding: one long-lived, limited child, replaced when it dies."""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO, cast

from backend.visits.bare_jpeg import is_bare
from backend.visits.photo_child import read_message, write_message
from backend.visits.photo_metadata import checked_metadata
from backend.visits.photo_work import Derived

CPU_SECONDS = 20
WALL_SECONDS = 60.0
# Enough for 50 million pixels with transparency, far below what a server can spare.
MEMORY_MB = 1024
_PHOTOS_PER_CHILD = 500
_MOST_ANSWER_BYTES = 8 * 1024 * 1024
_ROOT = Path(__file__).resolve().parents[2]


class CannotDecode(Exception):  # noqa: N818  # says something of the photo, not of the program
    """The photo has no picture that could be shown; the text is a word for support."""


class Decoder:
    """Decodes photos in a child process; safe to share between threads, which then take turns.

    The child is spawned (a fork of a threaded server may hang), with an empty environment, so
    that a decoder that was taken over finds no secrets there.
    """

    def __init__(
        self,
        *,
        cpu_seconds: int = CPU_SECONDS,
        wall_seconds: float = WALL_SECONDS,
        memory_mb: int = MEMORY_MB,
    ) -> None:
        self._limits = [str(cpu_seconds), str(memory_mb)]
        self._wall_seconds = wall_seconds
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._photos = 0

    def derive(self, data: bytes, mime: str) -> Derived:
        """As `photo_work.derive`, fenced in. Raises `CannotDecode`.

        A child that dies may have died of something else (a crowded machine), so the photo gets
        a second try in a fresh one.
        """
        with self._turn:
            for _ in range(2):
                answer = self._ask(data, mime)
                if answer is not None:
                    return _checked(*answer)
            raise CannotDecode("the decoder died of it twice")

    def close(self) -> None:
        """End the child; the next photo starts another."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            with contextlib.suppress(OSError):
                cast(io.BufferedIOBase, pipe).close()

    def _ask(self, data: bytes, mime: str) -> tuple[dict[str, Any], list[bytes]] | None:
        """The child's answer, or None when it died or took too long."""
        child = self._living_child()
        if child is None:
            return None
        self._photos += 1
        clock = threading.Timer(self._wall_seconds, child.kill)
        clock.start()
        try:
            write_message(cast(BinaryIO, child.stdin), {"mime": mime}, data)
            answer = read_message(cast(BinaryIO, child.stdout), most=_MOST_ANSWER_BYTES)
        except (OSError, ValueError):
            answer = None
        finally:
            clock.cancel()
        if answer is None:
            self.close()
        return answer

    def _living_child(self) -> subprocess.Popen[bytes] | None:
        """The child, started when there is none or when it has worked long enough."""
        if self._photos >= _PHOTOS_PER_CHILD:
            self.close()
        if self._child is None:
            self._photos = 0
            self._child = subprocess.Popen(  # noqa: S603  # a fixed command of ours
                [sys.executable, "-m", "backend.visits.photo_child", *self._limits],
                cwd=_ROOT,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C in a terminal ends us first, and then the child
            )
            if read_message(cast(BinaryIO, self._child.stdout), most=1000) is None:
                self.close()
        return self._child


def shared_decoder() -> Decoder:
    """This process's decoder, started with its first photo."""
    return _shared


def _checked(head: dict[str, Any], parts: list[bytes]) -> Derived:
    """The answer of a child, believed only as far as it can be checked: a hostile photo may
    have taken the child over."""
    if "fault" in head:
        raise CannotDecode(str(head["fault"])[:60])
    if len(parts) != 2 or not all(is_bare(part) for part in parts):
        raise CannotDecode("the derivatives were not bare pictures")
    return Derived(parts[0], parts[1], checked_metadata(head.get("metadata")))


_shared = Decoder()
atexit.register(_shared.close)
