"""Putting work into the queue: once per key, in the transaction that makes it necessary."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

from django_tasks.base import Task

from backend import clock
from backend.jobs.models import Job


def enqueue_once(task: Task[..., Any], *, key: str, **kwargs: Any) -> Job:
    """Queue `task(**kwargs)` unless a job of this `key` exists already; returns that job.

    Runs in the caller's transaction, so the work exists exactly when its reason does.
    """
    return add_job(task=task.module_path, payload={"args": [], "kwargs": kwargs}, key=key)


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
    job, _ = Job.objects.get_or_create(
        key=key or f"once:{uuid.uuid4()}",
        defaults={
            "task": task,
            "payload": json.dumps(payload, sort_keys=True),
            "priority": priority,
            "run_after": run_after or now,
            "created_at": now,
        },
    )
    return job
