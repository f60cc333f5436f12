"""The django-tasks backend that keeps work as `Job` rows, in the caller's transaction."""

from __future__ import annotations

from typing import Any

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus

from backend.jobs.queue import add_job


class JobsBackend(BaseTaskBackend):
    """Queues tasks as rows of `jobs`; the worker carries them out."""

    supports_defer = True
    supports_priority = True

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Add the work; a rollback of the caller's transaction takes it back too."""
        self.validate_task(task)
        job = add_job(
            task=task.module_path,
            payload={"args": list(args), "kwargs": dict(kwargs)},
            priority=task.priority,
            run_after=task.run_after,
        )
        return TaskResult(
            task=task,
            id=str(job.pk),
            status=TaskResultStatus.READY,
            enqueued_at=job.created_at,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
