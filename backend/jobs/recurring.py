"""Recurring work: one row per task, queued again when its period is over."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from backend import clock
from backend.jobs.models import Job, JobState
from backend.jobs.queue import add_job, new_work

_NOTHING = json.dumps({"args": [], "kwargs": {}})


@dataclass(frozen=True)
class Recurring:
    """A task without arguments, by its dotted path, and how often it is due.

    The period is product time: what falls due by the calendar must follow it, also when the
    demo's clock leaps.
    """

    task: str
    every: timedelta

    @property
    def key(self) -> str:
        """The key of its only row, which makes it run once however many processes tick."""
        return f"every:{self.task}"


def tick(schedule: Sequence[Recurring]) -> int:
    """Queue what is due; returns how much was queued. One query when nothing is."""
    now = clock.now()
    rows = {job.key: job for job in Job.objects.filter(key__in=[each.key for each in schedule])}
    queued = 0
    for each in schedule:
        job = rows.get(each.key)
        if job is None:
            add_job(task=each.task, payload={"args": [], "kwargs": {}}, key=each.key)
            queued += 1
        elif job.state in (JobState.DONE, JobState.FAILED) and not (
            # a clock that was set back must not silence the task until it catches up
            job.run_after <= now < job.run_after + each.every
        ):
            queued += Job.objects.filter(
                pk=job.pk, state=job.state, run_after=job.run_after
            ).update(state=JobState.QUEUED, run_after=now, attempts=0, payload=_NOTHING)
    if queued:
        new_work.set()
    return queued
