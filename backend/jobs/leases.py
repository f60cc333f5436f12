"""Leases: who holds a job and until when; every change asks that the lease still holds.

A job is taken by one conditional UPDATE, so two workers never hold it together on any database.
`lease_until` means "hands off until": for a running job its holder must renew before then, for a
queued one it is the pause before the next attempt. It is machine time, because a lease says that
a process is alive; `run_after` is product time, because it says when work is due.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from backend import clock
from backend.jobs.models import Job, JobState

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 5
_FIRST_PAUSE = timedelta(seconds=2)
_LONGEST_PAUSE = timedelta(minutes=10)
_ERROR_LETTERS = 8000


class LeaseLost(Exception):  # noqa: N818  # not an error of the job: somebody else holds it now
    """The job is no longer ours: the lease ran out and it was given to another worker."""


@dataclass(frozen=True)
class Lease:
    """A hold on one attempt of one job."""

    job: UUID
    worker: str
    attempt: int
    length: timedelta = LEASE


def take_next(worker: str, length: timedelta = LEASE) -> tuple[Job, Lease] | None:
    """Take the most urgent job that is due, or None when there is none."""
    while True:
        job = (
            Job.objects.filter(state=JobState.QUEUED, run_after__lte=clock.now())
            .filter(Q(lease_until=None) | Q(lease_until__lte=clock.machine_now()))
            .order_by("-priority", "run_after", "id")
            .first()
        )
        if job is None:
            return None
        machine_now = clock.machine_now()
        # The attempt is part of the condition: whoever read the same row and is second, misses.
        taken = Job.objects.filter(
            pk=job.pk, state=JobState.QUEUED, attempts=job.attempts, run_after=job.run_after
        ).update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            worker=worker,
            lease_until=machine_now + length,
            heartbeat_at=machine_now,
            done=0,
            total=0,
        )
        if taken:
            job.refresh_from_db()
            return job, Lease(job.pk, worker, job.attempts, length)


def renew(lease: Lease, *, progress: tuple[int, int] | None = None) -> None:
    """Hold the job for another lease's length; raises `LeaseLost`."""
    machine_now = clock.machine_now()
    changes: dict[str, datetime | int] = {
        "lease_until": machine_now + lease.length,
        "heartbeat_at": machine_now,
    }
    if progress is not None:
        changes["done"], changes["total"] = progress
    if not _held(lease).update(**changes):
        raise LeaseLost


def finish(lease: Lease, *, result: str) -> None:
    """The work is done; raises `LeaseLost` when somebody else has it now."""
    changed = _held(lease).update(
        state=JobState.DONE,
        result=result,
        error="",
        lease_until=None,
        finished_at=clock.now(),
    )
    if not changed:
        raise LeaseLost


def fail(lease: Lease, *, error: str) -> None:
    """The attempt failed: queue it again after a pause, or give up after the last attempt.

    Raises `LeaseLost`.
    """
    kept = error[:_ERROR_LETTERS].replace("\0", "")
    if lease.attempt >= MOST_ATTEMPTS:
        logger.error("job %s failed for good: %s", lease.job, kept)
        changed = _held(lease).update(
            state=JobState.FAILED, error=kept, lease_until=None, finished_at=clock.now()
        )
    else:
        changed = _held(lease).update(
            state=JobState.QUEUED,
            error=kept,
            worker="",
            lease_until=clock.machine_now() + pause_after(lease.attempt),
        )
    if not changed:
        raise LeaseLost


def give_back(lease: Lease) -> None:
    """Put the job back unharmed, as if it had not been taken: the worker is going away."""
    _held(lease).update(
        state=JobState.QUEUED, attempts=F("attempts") - 1, worker="", lease_until=None
    )


def reap() -> int:
    """Bring back jobs whose holder died; returns how many leases had run out.

    A job that outlives its worker again and again is given up like one that fails.
    """
    machine_now = clock.machine_now()
    stale = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=machine_now)
    # Look first: an UPDATE that changes nothing would still queue for SQLite's write lock.
    if not stale.exists():
        return 0
    error = "backend.jobs.leases.LeaseLost\nThe worker stopped renewing its lease."
    given_up = stale.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=JobState.FAILED, error=error, lease_until=None, finished_at=clock.now()
    )
    back = stale.update(state=JobState.QUEUED, error=error, worker="", lease_until=None)
    logger.warning("%d abandoned jobs brought back, %d given up", back, given_up)
    return given_up + back


def pause_after(attempt: int) -> timedelta:
    """How long to wait after the given failed attempt (1, 2, …): 2 s, 8 s, 32 s, …, 10 min."""
    return min(_FIRST_PAUSE * float(4 ** (attempt - 1)), _LONGEST_PAUSE)


def _held(lease: Lease) -> QuerySet[Job]:
    return Job.objects.filter(
        pk=lease.job, state=JobState.RUNNING, worker=lease.worker, attempts=lease.attempt
    )
