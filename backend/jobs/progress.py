"""Progress of the running job, told by the task itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from backend.jobs.leases import Lease, renew

_SECONDS_BETWEEN = 0.5
_running: ContextVar[Lease | None] = ContextVar("_running", default=None)
_written_at: ContextVar[float] = ContextVar("_written_at", default=0.0)


def report_progress(done: int, total: int) -> None:
    """Show that `done` of `total` steps of the running job are made; outside a job, nothing.

    Written at most twice a second, and always at the end. Inside a transaction of the task it
    becomes visible with that transaction. Raises `LeaseLost` when the job was given to another
    worker: a task lets it pass and so stops.
    """
    lease = _running.get()
    if lease is None:
        return
    moment = time.monotonic()
    if done < total and moment - _written_at.get() < _SECONDS_BETWEEN:
        return
    _written_at.set(moment)
    renew(lease, progress=(done, total))


@contextmanager
def running(lease: Lease) -> Iterator[None]:
    """Within the block, this thread works on the job of `lease`."""
    token = _running.set(lease)
    _written_at.set(0.0)
    try:
        yield
    finally:
        _running.reset(token)
