"""Writers of one process take turns before they meet SQLite's lock.

SQLite lets those who wait look again after a sleep that grows to a tenth of a second, in no order;
eight senders at once then spend most of their time asleep beside a free lock. A queue in the
process wakes the next one at once. PostgreSQL has queues of its own, for rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.db import connection

from backend.errors import Busy

PATIENCE_SECONDS = 5

_turn = Lock()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for this process's turn to write; raises `Busy` after five seconds."""
    if connection.vendor != "sqlite":
        yield
        return
    if not _turn.acquire(timeout=PATIENCE_SECONDS):
        raise Busy
    try:
        yield
    finally:
        _turn.release()
