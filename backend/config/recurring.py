"""What recurs: each task by its path, and how often it is due."""

from __future__ import annotations

from datetime import timedelta

from backend.jobs.recurring import Recurring

# Paths, not imports: a worker finds the task when it is due, and the list stays readable here.
SCHEDULE: tuple[Recurring, ...] = (
    Recurring("backend.fieldwork.tasks.expire_assignments", every=timedelta(minutes=5)),
    Recurring("backend.accounts.tasks.clear_ended_sessions", every=timedelta(days=1)),
    Recurring("backend.gap_reports.tasks.remove_old_packs", every=timedelta(days=1)),
    Recurring("backend.actions.tasks.send_reminders", every=timedelta(hours=1)),
    Recurring("backend.delivery.tasks.deliver", every=timedelta(minutes=1)),
)
