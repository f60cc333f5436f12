"""Leases: one holder at a time, lost when not renewed, brought back after a kill."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from backend import clock
from backend.jobs.leases import (
    Lease,
    LeaseLost,
    fail,
    finish,
    give_back,
    reap,
    renew,
    take_next,
)
from backend.jobs.models import Job, JobState
from backend.jobs.worker import Worker
from tests.cast import NOW
from tests.jobs import tasks

LONG_AGO = timedelta(minutes=5)


@pytest.fixture
def job(db) -> Job:
    """A queued job."""
    return Job.objects.get(pk=tasks.note.enqueue("x").id)


def state_and_attempts(queued) -> tuple[str, int]:
    """How a job stands; a worker process has the schedule's jobs beside it."""
    return Job.objects.values_list("state", "attempts").get(pk=queued.id)


def test_taken_job_is_not_taken_again(job):
    first = take_next("one")
    second = take_next("two")

    assert first is not None
    assert first[0].pk == job.pk
    assert second is None


@pytest.mark.parametrize(
    "change",
    [
        lambda lease: renew(lease),
        lambda lease: finish(lease, result="null"),
        lambda lease: fail(lease, error="late"),
    ],
    ids=["renew", "finish", "fail"],
)
def test_holder_whose_lease_ran_out_changes_nothing(job, change):
    lost = _taken("slow")
    Job.objects.update(lease_until=clock.machine_now() - LONG_AGO)
    reap()
    take_next("quick")
    before = Job.objects.values().get()

    with pytest.raises(LeaseLost):
        change(lost)

    assert Job.objects.values().get() == before


def test_reaper_leaves_live_leases_alone(job, django_assert_num_queries):
    take_next("alive")

    with django_assert_num_queries(1):
        count = reap()

    assert count == 0
    assert Job.objects.get().state == JobState.RUNNING


def test_product_time_that_leaps_ends_no_lease(job):
    take_next("alive")

    with clock.frozen_at(NOW + timedelta(days=180)):
        count = reap()

    assert count == 0


def test_job_that_outlives_its_worker_five_times_is_given_up(job):
    for _ in range(5):
        take_next("doomed")
        Job.objects.update(lease_until=clock.machine_now() - LONG_AGO)
        reap()

    left = Job.objects.get()
    assert (left.state, left.attempts) == (JobState.FAILED, 5)
    assert left.error == ("backend.jobs.leases.LeaseLost\nThe worker stopped renewing its lease.")


def test_job_handed_back_costs_no_attempt(job):
    lease = _taken("leaving")

    give_back(lease)

    left = Job.objects.get()
    assert (left.state, left.attempts, left.lease_until) == (JobState.QUEUED, 0, None)


def test_result_of_a_worker_that_lost_its_lease_is_dropped(db):
    tasks.lose_lease.enqueue()

    Worker().run_one()

    assert Job.objects.values_list("state", "worker", "result").get() == ("running", "another", "")


@pytest.mark.django_db(transaction=True)
def test_heartbeat_keeps_a_long_job(tmp_path):
    hold = tmp_path / "hold"
    hold.touch()
    tasks.write_slowly.enqueue(str(tmp_path / "out"), str(hold))
    worker = Worker(lease=timedelta(seconds=0.3))
    thread = _in_thread(worker.run_one)

    time.sleep(0.9)
    brought_back = reap()
    hold.unlink()
    thread.join(10)

    assert brought_back == 0
    assert Job.objects.values_list("state", "attempts").get() == ("done", 1)


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_do_each_job_once():
    tasks.calls.clear()
    for number in range(30):
        tasks.note.enqueue(str(number))

    threads = [_in_thread(Worker().drain) for _ in range(6)]
    for thread in threads:
        thread.join(30)

    assert sorted(tasks.calls, key=int) == [str(number) for number in range(30)]
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}


@pytest.mark.django_db(transaction=True)
def test_job_of_a_killed_worker_is_done_once_by_the_next(tmp_path):
    out, hold = tmp_path / "out", tmp_path / "hold"
    hold.touch()
    queued = tasks.write_slowly.enqueue(str(out), str(hold))
    process = _worker_process()
    _wait_for(lambda: out.exists() and out.read_text() == "begun\n")

    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)
    hold.unlink()
    Worker().drain()
    at_once = out.read_text()
    Job.objects.update(lease_until=clock.machine_now() - timedelta(seconds=1))
    Worker().drain()

    assert at_once == "begun\n"
    assert out.read_text() == "begun\nbegun\ndone\n"
    assert tasks.write_slowly.get_result(queued.id).return_value == "written"
    assert state_and_attempts(queued) == ("done", 2)


@pytest.mark.django_db(transaction=True)
def test_worker_process_ends_on_sigterm_after_its_job(tmp_path):
    out, hold = tmp_path / "out", tmp_path / "hold"
    hold.touch()
    queued = tasks.write_slowly.enqueue(str(out), str(hold))
    process = _worker_process()
    _wait_for(out.exists)

    process.terminate()
    hold.unlink()
    code = process.wait(10)

    assert code == 0
    assert state_and_attempts(queued) == ("done", 1)


def _taken(worker: str) -> Lease:
    taken = take_next(worker)
    assert taken is not None
    return taken[1]


def _in_thread(work) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def _worker_process() -> subprocess.Popen:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    root = Path(settings.BASE_DIR)
    return subprocess.Popen(
        [sys.executable, str(root / "manage.py"), "run_jobs"],
        cwd=root,
        env={**os.environ, "DATABASE_URL": url, "DATA_DIR": str(settings.MEDIA_ROOT)},
    )


def _wait_for(condition) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
