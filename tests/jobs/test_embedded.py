"""The worker thread of the server process."""

import threading
import time

import pytest
from django.db import OperationalError, connections

from backend.jobs import embedded
from backend.jobs.models import Job
from backend.jobs.worker import Worker
from tests.jobs import tasks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    monkeypatch.setattr(embedded, "_started", None)
    monkeypatch.setattr("atexit.register", lambda *ignored: None)
    tasks.calls.clear()


def _thread_of_jobs() -> threading.Thread:
    (thread,) = [each for each in threading.enumerate() if each.name == "jobs"]
    return thread


def _wait_for(condition) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_it_starts_once_and_wakes_up_for_work_of_its_process(monkeypatch):
    # without the bell, the wait below would end first
    monkeypatch.setattr("backend.jobs.worker._SECONDS_BETWEEN_LOOKS", 30)
    first = embedded.start_embedded_worker(())
    second = embedded.start_embedded_worker(())
    thread = _thread_of_jobs()
    time.sleep(0.2)
    tasks.note.enqueue("at once")
    _wait_for(lambda: tasks.calls == ["at once"])
    first.stop()
    thread.join(5)

    assert first is second
    assert thread.is_alive() is False


def test_it_survives_whatever_goes_wrong(monkeypatch):
    troubles = [OperationalError("database is locked"), RuntimeError("odd"), MemoryError()]
    honest = Worker.run_one

    def troubled(self):
        if troubles:
            raise troubles.pop(0)
        return honest(self)

    monkeypatch.setattr(Worker, "run_one", troubled)
    monkeypatch.setattr("backend.jobs.worker._SECONDS_AFTER_TROUBLE", 0.01)
    tasks.note.enqueue("in the end")
    worker = embedded.start_embedded_worker(())
    thread = _thread_of_jobs()
    _wait_for(lambda: tasks.calls == ["in the end"])
    worker.stop()
    thread.join(5)

    assert troubles == []


def test_job_that_takes_too_long_is_handed_back_when_the_process_ends(tmp_path, monkeypatch):
    hold = tmp_path / "hold"
    hold.touch()
    tasks.write_slowly.enqueue(str(tmp_path / "out"), str(hold))
    worker = embedded.start_embedded_worker(())
    thread = _thread_of_jobs()
    _wait_for((tmp_path / "out").exists)
    monkeypatch.setattr(embedded, "_SECONDS_TO_FINISH", 0.05)

    embedded._wind_up(worker, thread)

    left = Job.objects.values_list("state", "attempts").get()
    hold.unlink()
    thread.join(5)
    connections.close_all()
    assert left == ("queued", 0)
