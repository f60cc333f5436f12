"""Many senders at once: one visit, one receipt, one score, and nobody waits for ever."""

import contextvars
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from backend.audit.chain import broken_links
from backend.visits.intake import photo_arrived
from backend.visits.models import IntakeBody, Scorecard, Visit, VisitRevision
from backend.visits.ownership import own_visit_id
from tests.cast import Api, assignment
from tests.visits.phone import RECEIPT_PHOTO, put, store_photo, visit_body

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions):
    """Run the actions in threads that all start together; their results in order."""
    barrier = threading.Barrier(len(actions))

    def run(action):
        try:
            barrier.wait()
            return action()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        # each thread works under the test's frozen clock
        waiting = [pool.submit(contextvars.copy_context().run, run, each) for each in actions]
        return [each.result() for each in waiting]


def test_same_body_a_hundred_times_at_once_is_one_visit_with_one_receipt(cast):
    visit_id = uuid.uuid4()
    body = visit_body(assignment(cast))
    store_photo(visit_id, cast.sam)
    phones = [Api(cast.sam) for _ in range(100)]

    answers = at_once(*(lambda phone=phone: put(phone, visit_id, body) for phone in phones))

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] * 99 + [201]
    assert len({answer.content for answer in answers}) == 1
    assert IntakeBody.objects.get().times == 100
    assert (VisitRevision.objects.count(), Scorecard.objects.count()) == (1, 1)
    assert list(broken_links()) == []


def test_two_bodies_at_once_leave_one_winner_and_keep_both(cast):
    visit_id = uuid.uuid4()
    job = assignment(cast)
    bodies = [visit_body(job, device="one"), visit_body(job, device="two")]
    phones = [(Api(cast.sam), bodies[number % 2]) for number in range(20)]

    answers = at_once(
        *(lambda phone=phone, body=body: put(phone, visit_id, body) for phone, body in phones)
    )

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] * 9 + [201] + [409] * 10
    assert sorted(IntakeBody.objects.values_list("times", flat=True)) == [10, 10]
    assert VisitRevision.objects.count() == 1


def test_last_photo_and_body_at_once_never_miss_the_completion(cast):
    for _ in range(10):
        visit_id = uuid.uuid4()
        body = visit_body(assignment(cast))

        def keep_photo(visit_id=visit_id):
            with transaction.atomic():
                own_visit_id(visit_id=visit_id, person=cast.sam)
                store_photo(visit_id, cast.sam)
                photo_arrived(visit_id)

        at_once(lambda b=body, v=visit_id: put(Api(cast.sam), v, b), keep_photo)

        visit = Visit.objects.get(pk=visit_id)
        assert (visit.state, visit.percent_e4) == ("received", 1000000)
        assert visit.scorecards.count() == 1


def test_two_owners_at_once_leave_one(cast):
    visit_id = uuid.uuid4()
    jobs = {"sam": assignment(cast), "sue": assignment(cast, holder=cast.sue)}
    people = {"sam": cast.sam, "sue": cast.sue}

    answers = at_once(
        *(
            lambda name=name: put(Api(people[name]), visit_id, visit_body(jobs[name]))
            for name in ("sam", "sue")
        )
    )

    assert sorted(answer.status_code for answer in answers) == [201, 404]
    assert IntakeBody.objects.count() == 2
    assert Visit.objects.count() == 1


@pytest.mark.sqlite_only  # PostgreSQL locks rows, not the whole store
def test_locked_store_answers_busy_and_says_when_to_come_back(cast, settings):
    body = visit_body(assignment(cast))
    phone = Api(cast.sam)
    held, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            held.set()
            done.wait(20)
        connections.close_all()

    def send():
        try:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout=100")
            return put(phone, uuid.uuid4(), body)
        finally:
            connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(20)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(contextvars.copy_context().run, send).result()
    done.set()
    holder.join()

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) >= 1
    assert RECEIPT_PHOTO not in answer.content.decode()
    assert Visit.objects.count() == 0
