"""The worker: order, once per key, results, failures, back-off, progress."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from backend import clock
from backend.jobs.leases import MOST_ATTEMPTS, pause_after
from backend.jobs.models import Job, JobState
from backend.jobs.queue import enqueue_once
from backend.jobs.worker import Worker
from tests.cast import NOW
from tests.jobs import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_called():
    tasks.calls.clear()


def test_job_runs_and_keeps_its_result():
    queued = tasks.note.enqueue("hello")

    attempts = Worker().drain()

    result = tasks.note.get_result(queued.id)
    assert attempts == 1
    assert tasks.calls == ["hello"]
    assert queued.status == TaskResultStatus.READY
    assert result.status == TaskResultStatus.SUCCESSFUL
    assert result.return_value == "HELLO"
    assert result.finished_at == NOW


@pytest.mark.parametrize("unknown", ["11111111-1111-4111-8111-111111111111", "no id"])
def test_result_of_an_unknown_job_does_not_exist(unknown):
    with pytest.raises(TaskResultDoesNotExist):
        tasks.note.get_result(unknown)


def test_same_key_is_queued_once():
    first = enqueue_once(tasks.note, key="greet:1", what="one")
    second = enqueue_once(tasks.note, key="greet:1", what="two")

    Worker().drain()
    third = enqueue_once(tasks.note, key="greet:1", what="three")
    Worker().drain()

    assert first.pk == second.pk == third.pk
    assert tasks.calls == ["one"]


def test_work_of_a_rolled_back_transaction_is_not_done():
    with transaction.atomic():
        tasks.note.enqueue("never")
        transaction.set_rollback(True)

    assert Worker().drain() == 0


def test_urgent_work_comes_first_then_the_oldest():
    tasks.note.enqueue("first")
    with clock.frozen_at(NOW + timedelta(seconds=1)):
        tasks.note.enqueue("second")
        tasks.urgent.enqueue("urgent")
        Worker().drain()

    assert tasks.calls == ["urgent", "first", "second"]


def test_deferred_work_waits_for_its_moment():
    tasks.note.using(run_after=NOW + timedelta(hours=1)).enqueue("later")

    early = Worker().drain()
    with clock.frozen_at(NOW + timedelta(hours=1)):
        late = Worker().drain()

    assert (early, late) == (0, 1)


def test_failed_job_pauses_then_is_tried_again_and_given_up_with_its_error():
    queued = tasks.stumble.enqueue("dance")

    first_round = Worker().drain()
    paused = Job.objects.get()
    pauses = []
    while Job.objects.get().state == JobState.QUEUED:
        job = Job.objects.get()
        assert job.lease_until is not None
        pauses.append(round((job.lease_until - clock.machine_now()).total_seconds()))
        Job.objects.update(lease_until=clock.machine_now())
        Worker().drain()

    job = Job.objects.get()
    result = tasks.stumble.get_result(queued.id)
    assert first_round == 1
    assert (paused.state, paused.attempts, paused.worker) == (JobState.QUEUED, 1, "")
    assert pauses == [2, 8, 32, 128]
    assert (job.state, job.attempts) == (JobState.FAILED, MOST_ATTEMPTS)
    assert tasks.calls == ["dance"] * 5
    assert result.status == TaskResultStatus.FAILED
    assert result.errors[0].exception_class is ValueError
    assert "ValueError: cannot dance" in result.errors[0].traceback


def test_pause_never_exceeds_ten_minutes():
    assert pause_after(9) == timedelta(minutes=10)


def test_one_bad_job_does_not_hold_back_the_others():
    tasks.stumble.enqueue("dance")
    tasks.note.enqueue("fine")
    Job.objects.create(
        task="tests.jobs.tasks.gone", key="gone", run_after=NOW, created_at=NOW, payload="{}"
    )

    Worker().drain()

    assert sorted(tasks.calls) == ["dance", "fine"]
    gone = Job.objects.get(key="gone")
    assert (gone.state, gone.error.split("\n")[0]) == (JobState.QUEUED, "builtins.ImportError")


def test_task_learns_which_attempt_it_is():
    queued = tasks.count_attempts.enqueue()

    Worker().drain()

    assert tasks.count_attempts.get_result(queued.id).return_value == 1


def test_progress_is_kept_with_the_job():
    tasks.tell_progress.enqueue([])

    Worker().drain()

    assert Job.objects.values_list("done", "total").get() == (3, 3)


def test_command_drains_the_queue(capsys):
    tasks.note.enqueue("one")
    tasks.note.enqueue("two")

    call_command("run_jobs", "--once")
    after_one = len(tasks.calls)
    call_command("run_jobs", "--drain")

    assert after_one == 1
    assert sorted(tasks.calls) == ["one", "two"]
