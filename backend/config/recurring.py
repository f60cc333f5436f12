"""What recurs: each task by its path, and how often it is due."""

from __future__ import annotations

from backend.jobs.recurring import Recurring

# Paths, not imports: a worker finds the task when it is due, and the list stays readable here.
SCHEDULE: tuple[Recurring, ...] = ()
