"""The worker inside the server process: a thread, started once, stopped with the process."""

from __future__ import annotations

import atexit
import logging
import threading
from collections.abc import Sequence

from django.db import Error as DatabaseTrouble
from django.db import connections

from backend.jobs.recurring import Recurring
from backend.jobs.worker import Worker

logger = logging.getLogger(__name__)

# Below gunicorn's graceful time-out of 30 s, so that the job is handed back before the kill.
_SECONDS_TO_FINISH = 10.0
_start = threading.Lock()
_started: Worker | None = None


def start_embedded_worker(schedule: Sequence[Recurring]) -> Worker:
    """Start this process's worker thread, or return the one that runs.

    Call it in the process that serves, after any fork: threads do not survive one.
    """
    global _started  # noqa: PLW0603  # one worker a process is the point
    with _start:
        if _started is None:
            worker = Worker(schedule=schedule)
            thread = threading.Thread(target=_work, args=(worker,), name="jobs", daemon=True)
            thread.start()
            atexit.register(_wind_up, worker, thread)
            _started = worker
        return _started


def _work(worker: Worker) -> None:
    while not worker.stopping.is_set():
        try:
            worker.run()
        except Exception:
            logger.exception("the embedded worker stumbled; it starts again")
            worker.stopping.wait(1.0)


def _wind_up(worker: Worker, thread: threading.Thread) -> None:
    """Let the present job end; hand it back when it takes too long."""
    worker.stop()
    thread.join(_SECONDS_TO_FINISH)
    if thread.is_alive():
        try:
            worker.give_back_held()
        except DatabaseTrouble:
            logger.exception("the present job comes back when its lease runs out")
        finally:
            connections.close_all()
