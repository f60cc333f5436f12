"""Putting work into the queue: once per key, in the transaction that makes it necessary."""

from __future__ import annotations

import json
import threading
import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django_tasks.base import Task

from backend import clock
from backend.jobs.models import Job

# Rung when work of this process is committed, so that its own worker starts at once; workers of
# other processes look once a second.
new_work = threading.Event()


def enqueue_once(task: Task[..., Any], *, key: str, **kwargs: Any) -> Job:
    """Queue `task(**kwargs)` unless a job of this `key` exists already; returns that job.

    Runs in the caller's transaction, so the work exists exactly when its reason does.
    """
    return add_job(
        task=task.module_path,
        payload={"args": [], "kwargs": kwargs},
        key=key,
        priority=task.priority,
        run_after=task.run_after,
    )


def add_job(
    *,
    task: str,
    payload: dict[str, Any],
    key: str = "",
    priority: int = 0,
    run_after: datetime | None = None,
) -> Job:
    """The row of a piece of work; an empty key means that it is never the same as another."""
    now = clock.now()
    job, created = Job.objects.get_or_create(
        key=key or f"once:{uuid.uuid4()}",
        defaults={
            "task": task,
            "payload": json.dumps(payload, sort_keys=True),
            "priority": priority,
            "run_after": run_after or now,
            "created_at": now,
        },
    )
    if created:
        transaction.on_commit(new_work.set)
    return job
