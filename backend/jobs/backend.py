"""The django-tasks backend that keeps work as `Job` rows, in the caller's transaction."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from backend.jobs.models import Job, JobState
from backend.jobs.queue import add_job

_STATUS = {
    JobState.QUEUED: TaskResultStatus.READY,
    JobState.RUNNING: TaskResultStatus.RUNNING,
    JobState.DONE: TaskResultStatus.SUCCESSFUL,
    JobState.FAILED: TaskResultStatus.FAILED,
}


class JobsBackend(BaseTaskBackend):
    """Queues tasks as rows of `jobs`; the worker carries them out."""

    supports_defer = True
    supports_priority = True
    supports_get_result = True

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Add the work; a rollback of the caller's transaction takes it back too."""
        self.validate_task(task)
        job = add_job(
            task=task.module_path,
            payload={"args": list(args), "kwargs": dict(kwargs)},
            priority=task.priority,
            run_after=task.run_after,
        )
        return result_of(job)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """What became of a job; raises `TaskResultDoesNotExist` for an unknown id."""
        try:
            job = Job.objects.filter(pk=UUID(result_id)).first()
        except ValueError:
            job = None
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return result_of(job)


def result_of(job: Job) -> TaskResult[Any]:
    """A job as django-tasks shows it. Only the last worker and the last error are kept."""
    task = import_string(job.task)
    payload = json.loads(job.payload)
    result: TaskResult[Any] = TaskResult(
        task=task,
        id=str(job.pk),
        status=_STATUS[JobState(job.state)],
        enqueued_at=job.created_at,
        started_at=job.heartbeat_at,
        finished_at=job.finished_at,
        last_attempted_at=job.heartbeat_at,
        args=payload["args"],
        kwargs=payload["kwargs"],
        backend=task.backend,
        errors=[_error(job.error)] if job.error else [],
        worker_ids=[job.worker] * job.attempts,
    )
    if job.state == JobState.DONE:
        # django-tasks keeps the value in a private field of a frozen class
        object.__setattr__(result, "_return_value", json.loads(job.result))
    return result


def _error(text: str) -> TaskError:
    path, _, traceback = text.partition("\n")
    return TaskError(exception_class_path=path, traceback=traceback)
