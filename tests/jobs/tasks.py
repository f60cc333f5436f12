"""Tasks that the tests of the queue give to its worker."""

from __future__ import annotations

import time
from pathlib import Path

from django_tasks import task
from django_tasks.base import TaskContext

from backend.jobs.models import Job
from backend.jobs.progress import report_progress

calls: list[str] = []


@task()
def note(what: str) -> str:
    """Remember that it was called; answer in capitals."""
    calls.append(what)
    return what.upper()


@task(priority=10)
def urgent(what: str) -> None:
    """As `note`, before the others."""
    calls.append(what)


@task()
def stumble(what: str) -> None:
    """Fail always."""
    calls.append(what)
    raise ValueError(f"cannot {what}\0")


@task(takes_context=True)
def count_attempts(context: TaskContext) -> int:
    """Answer which attempt this is."""
    return context.attempt


@task()
def tell_progress(seen: list[list[int]]) -> None:
    """Report three steps."""
    for step in range(1, 4):
        report_progress(step, 3)


@task()
def lose_lease() -> str:
    """Let another worker have the job while this one works."""
    Job.objects.update(worker="another")
    return "mine"


@task()
def every_so_often() -> None:
    """Something that recurs."""
    calls.append("recurring")


@task()
def write_slowly(file: str, hold: str) -> str:
    """Add `begun` to a file, wait as long as `hold` exists, add `done`."""
    with Path(file).open("a") as out:
        out.write("begun\n")
    while Path(hold).exists():
        time.sleep(0.02)
    with Path(file).open("a") as out:
        out.write("done\n")
    return "written"
