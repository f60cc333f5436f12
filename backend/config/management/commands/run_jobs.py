"""Work the queue in a process of its own: `run_jobs`, or `--once`, or `--drain`."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from backend.config.recurring import SCHEDULE
from backend.jobs.worker import Worker


class Command(BaseCommand):
    """Carries out background work until it is told to end (SIGTERM, Ctrl-C)."""

    help = "Work the queue of background jobs."

    def add_arguments(self, parser: CommandParser) -> None:
        """How long to work."""
        length = parser.add_mutually_exclusive_group()
        length.add_argument("--once", action="store_true", help="carry out one job, then end")
        length.add_argument("--drain", action="store_true", help="do all that is due, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work; without an option until a signal comes, which lets the present job end."""
        worker = Worker(schedule=SCHEDULE)
        if options["once"]:
            done = int(worker.run_one())
            self.stdout.write(f"{done} jobs attempted")
        elif options["drain"]:
            self.stdout.write(f"{worker.drain()} jobs attempted")
        else:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: worker.stop())
            worker.run()
