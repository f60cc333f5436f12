"""Background work of fieldwork; the schedule in `config` says how often."""

from __future__ import annotations

from django_tasks import task

from backend.fieldwork.expiring import expire_due


@task()
def expire_assignments() -> int:
    """Expire what is due; returns how many."""
    return expire_due()
