"""Recurring work is queued once a period, whoever ticks."""

from datetime import timedelta

import pytest

from backend import clock
from backend.config.recurring import SCHEDULE
from backend.jobs.models import Job, JobState
from backend.jobs.recurring import Recurring, tick
from backend.jobs.worker import Worker
from tests.cast import NOW
from tests.jobs import tasks

pytestmark = pytest.mark.django_db

HOURLY = [Recurring("tests.jobs.tasks.every_so_often", timedelta(hours=1))]


@pytest.fixture(autouse=True)
def _nothing_called():
    tasks.calls.clear()


def test_first_tick_queues_it_at_once_and_once():
    assert [tick(HOURLY), tick(HOURLY)] == [1, 0]
    assert Job.objects.count() == 1


def test_it_runs_once_a_period():
    workers = [Worker(schedule=HOURLY), Worker(schedule=HOURLY)]
    for minutes in (0, 10, 59, 60, 61, 119, 120):
        with clock.frozen_at(NOW + timedelta(minutes=minutes)):
            for worker in workers:
                worker.drain()

    assert tasks.calls == ["recurring"] * 3
    assert Job.objects.count() == 1


def test_periods_missed_while_nothing_ran_are_made_up_by_one():
    Worker(schedule=HOURLY).drain()
    with clock.frozen_at(NOW + timedelta(days=3)):
        Worker(schedule=HOURLY).drain()
        Worker(schedule=HOURLY).drain()

    assert tasks.calls == ["recurring"] * 2


def test_clock_set_back_does_not_silence_it():
    Worker(schedule=HOURLY).drain()
    with clock.frozen_at(NOW - timedelta(days=3)):
        Worker(schedule=HOURLY).drain()

    assert tasks.calls == ["recurring"] * 2


def test_it_comes_back_after_it_failed_for_good():
    tick(HOURLY)
    Job.objects.update(state=JobState.FAILED, attempts=5)
    with clock.frozen_at(NOW + timedelta(hours=1)):
        Worker(schedule=HOURLY).drain()

    assert tasks.calls == ["recurring"]


def test_idle_tick_costs_one_query(django_assert_num_queries):
    tick(HOURLY)

    with django_assert_num_queries(1):
        tick(HOURLY)


def test_every_task_of_the_schedule_can_be_called():
    Worker(schedule=SCHEDULE).drain()

    failed = Job.objects.exclude(state=JobState.DONE).values_list("task", "error")
    assert list(failed) == []
