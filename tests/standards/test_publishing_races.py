"""Many at once: one code, one version, one history."""

import contextvars
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from backend.audit.chain import broken_links
from backend.audit.models import Event
from backend.standards.models import Questionnaire, QuestionnaireVersion, StandardVersion
from backend.standards.publishing import start_questionnaire
from tests.cast import Api
from tests.standards.forms import form, standard
from tests.standards.test_register import enter

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


def test_publish_by_many_at_once_makes_one_version(cast):
    enter(cast)
    start_questionnaire(code="house-visit", document=form(), by=cast.sol)
    desks = [Api(cast.sol) for _ in range(8)]

    answers = at_once(
        *(lambda desk=desk: desk.post("/questionnaires/house-visit/publish") for desk in desks)
    )

    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.content for answer in answers}) == 1
    assert QuestionnaireVersion.objects.filter(questionnaire="house-visit").count() == 1
    assert Event.objects.filter(verb="questionnaire.published").count() == 1
    assert list(broken_links()) == []


def test_create_of_one_code_at_once_makes_one_questionnaire(cast):
    bodies = [form("house-visit"), form("House-Visit")] * 4
    desks = [(Api(cast.sol), body) for body in bodies]

    answers = at_once(
        *(lambda desk=desk, body=body: desk.post("/questionnaires", body) for desk, body in desks)
    )

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert Questionnaire.objects.filter(code__iexact="house-visit").count() == 1


def test_enter_of_one_code_for_two_brands_at_once_leaves_it_with_one(cast):
    bodies = [
        standard(brand=brand, effective_from=f"2026-0{month}-01")
        for month in (1, 2, 3, 4)
        for brand in ("harbour", "summit")
    ]
    desks = [(Api(cast.sol), body) for body in bodies]

    answers = at_once(
        *(lambda desk=desk, body=body: desk.post("/standards", body) for desk, body in desks)
    )

    assert {answer.status_code for answer in answers} <= {201, 409, 422}
    rows = StandardVersion.objects.filter(code="WELCOME")
    assert len(set(rows.values_list("brand", flat=True))) == 1
    assert rows.count() == [answer.status_code for answer in answers].count(201)


def test_retire_and_draft_at_once_lose_neither(cast):
    enter(cast)
    start_questionnaire(code="house-visit", document=form(), by=cast.sol)
    desks = [Api(cast.sol) for _ in range(6)]
    desks[0].post("/questionnaires/house-visit/publish")
    newer = form(title={"en": "Newer"})

    at_once(
        *(
            lambda desk=desk: desk.post("/questionnaires/house-visit/versions/1/retire")
            for desk in desks[:3]
        ),
        *(
            lambda desk=desk: desk.put("/questionnaires/house-visit/draft", newer)
            for desk in desks[3:]
        ),
    )

    version = QuestionnaireVersion.objects.get(questionnaire="house-visit")
    assert version.retired_at is not None
    assert Event.objects.filter(verb="questionnaire.retired").count() == 1
    assert '"Newer"' in Questionnaire.objects.get(pk="house-visit").draft
