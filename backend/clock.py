"""The one clock: every line of this product that needs the time asks here.

A test replaces it with `frozen_at`; the demo's server is started with `CLOCK_FILE`, a file in
which the demo process writes the moment it is living through. Production settings refuse
`CLOCK_FILE`, and no request can reach it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

_frozen: ContextVar[datetime | None] = ContextVar("_frozen", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    frozen = _frozen.get()
    if frozen is not None:
        return frozen
    if settings.CLOCK_FILE:
        simulated = _simulated(Path(settings.CLOCK_FILE))
        if simulated is not None:
            return simulated
    return datetime.now(UTC)


def today(zone: str) -> date:
    """The present calendar day in an IANA time zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def machine_now() -> datetime:
    """The machine's own moment, in UTC, which no demo and no test moves.

    For leases and heartbeats of running processes only: product time may leap by months while
    a worker lives through a second, and would then take live work for abandoned work.
    """
    return datetime.now(UTC)


@contextmanager
def frozen_at(moment: datetime) -> Iterator[None]:
    """Let `now()` answer `moment` within the block (this thread and its callees only)."""
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


def _simulated(path: Path) -> datetime | None:
    """The moment written in the file; None (real time) when it is missing or empty."""
    try:
        text = path.read_text().strip()
    except FileNotFoundError:
        return None
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
