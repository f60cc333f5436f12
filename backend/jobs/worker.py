"""The worker: takes jobs one by one, keeps their leases alive, and outlives their failures."""

from __future__ import annotations

import json
import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.db import Error as DatabaseTrouble
from django.db import close_old_connections, connections
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskContext
from django_tasks.utils import get_exception_traceback, get_module_path, normalize_json

from backend.jobs.backend import result_of
from backend.jobs.leases import (
    LEASE,
    Lease,
    LeaseLost,
    fail,
    finish,
    give_back,
    reap,
    renew,
    take_next,
)
from backend.jobs.models import Job
from backend.jobs.progress import running
from backend.jobs.queue import new_work
from backend.jobs.recurring import Recurring, tick

logger = logging.getLogger(__name__)

_SECONDS_BETWEEN_LOOKS = 1.0
_SECONDS_AFTER_TROUBLE = 2.0


class Worker:
    """One line of background work; several in one or many processes share the queue safely.

    A task must be repeatable: it may run again after a crash between its last effect and the
    note that it is done.
    """

    def __init__(self, *, schedule: Sequence[Recurring] = (), lease: timedelta = LEASE) -> None:
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.schedule = tuple(schedule)
        self.lease = lease
        self.stopping = threading.Event()
        self._holds: Lease | None = None
        self._next_reap = 0.0

    def run(self) -> None:
        """Work until `stop`; no failure of a job or of the database ends this."""
        try:
            while not self.stopping.is_set():
                new_work.clear()
                try:
                    close_old_connections()
                    self._upkeep()
                    worked = self.run_one()
                except DatabaseTrouble:
                    logger.exception("the worker cannot reach the queue; trying again")
                    connections.close_all()
                    self.stopping.wait(_SECONDS_AFTER_TROUBLE)
                    continue
                if not worked and not self.stopping.is_set():
                    new_work.wait(_SECONDS_BETWEEN_LOOKS)
        finally:
            connections.close_all()

    def drain(self) -> int:
        """Do everything that is due now, what recurs too; returns how many attempts were made."""
        self._upkeep()
        attempts = 0
        while not self.stopping.is_set() and self.run_one():
            attempts += 1
        return attempts

    def run_one(self) -> bool:
        """Carry out the next job, whatever becomes of it; False when there is none."""
        taken = take_next(self.name, self.lease)
        if taken is None:
            return False
        job, lease = taken
        self._holds = lease
        try:
            with running(lease), _heartbeat(lease):
                self._carry_out(job, lease)
        except LeaseLost:
            logger.warning("job %s was given to another worker", lease.job)
        finally:
            self._holds = None
        return True

    def stop(self) -> None:
        """Let `run` end after the present job; safe to call from a signal handler."""
        self.stopping.set()
        new_work.set()

    def give_back_held(self) -> None:
        """Hand the present job back, because this process ends before the job does."""
        lease = self._holds
        if lease is not None:
            give_back(lease)

    def _carry_out(self, job: Job, lease: Lease) -> None:
        try:
            result = _call(job)
        except LeaseLost:
            raise
        except Exception as problem:
            logger.warning("job %s (%s) attempt %d failed", job.pk, job.task, lease.attempt)
            error = f"{get_module_path(type(problem))}\n{get_exception_traceback(problem)}"
            fail(lease, error=error)
        except BaseException:
            # the process was told to end: that is no failure of the job
            give_back(lease)
            raise
        else:
            finish(lease, result=result)

    def _upkeep(self) -> None:
        if self.schedule:
            tick(self.schedule)
        if time.monotonic() >= self._next_reap:
            self._next_reap = time.monotonic() + self.lease.total_seconds() / 3
            reap()


def _call(job: Job) -> str:
    """Call the task of a job; returns its result as JSON."""
    task = import_string(job.task)
    if not isinstance(task, Task):
        raise TypeError(f"{job.task} is not a task")
    payload = json.loads(job.payload)
    args = payload["args"]
    if task.takes_context:
        args = [TaskContext(task_result=result_of(job)), *args]
    return json.dumps(normalize_json(task.call(*args, **payload["kwargs"])))


@contextmanager
def _heartbeat(lease: Lease) -> Iterator[None]:
    """Renew the lease from a thread of its own while the block works."""
    over = threading.Event()

    def beat() -> None:
        try:
            while not over.wait(lease.length.total_seconds() / 3):
                try:
                    renew(lease)
                except LeaseLost:
                    return
                except DatabaseTrouble:
                    logger.exception("a heartbeat failed; trying again")
                    connections.close_all()
        finally:
            connections.close_all()

    thread = threading.Thread(target=beat, name="job-heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
