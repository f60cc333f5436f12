"""The page of mails: what is chosen there, what is refused, what it shows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.delivery.choosing import choose
from backend.delivery.models import Kind, Mailing, Subscription
from tests.cast import NOW, programme
from tests.gap_reports.released import released
from tests.gap_reports.visits import visit
from tests.portal.desk import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def mona(cast) -> Client:
    """A browser of mona's."""
    client = Client()
    client.force_login(cast.mona)
    return client


def chosen() -> list[tuple[str, int, str | None]]:
    """What is switched on."""
    return list(Subscription.objects.values_list("kind", "margin", "programme"))


def test_nothing_is_on_before_somebody_chooses(mona):
    page = mona.get("/desk/mail/")

    assert (page.status_code, " checked" in page.content.decode(), chosen()) == (200, False, [])
    assert "There is nothing to tell of the last seven days, so no mail would go." in words(page)


def test_choice_is_saved_shown_and_taken_back(mona):
    answer = mona.post("/desk/mail/", {"digest": "on", "low_score": "on", "margin": "20"})
    saved = chosen()
    page = mona.get(answer["Location"]).content.decode()
    mona.post("/desk/mail/", {"margin": "20"})

    assert (answer.status_code, answer["Location"]) == (302, "/desk/mail/?saved=1")
    assert saved == [("digest", 0, None), ("low_score", 20, None)]
    assert page.count(" checked") == 2
    assert page.count('<option value="20" selected>') == 1
    assert chosen() == []


def test_what_stays_on_keeps_its_beginning(cast, mona):
    choose(person=cast.mona, kinds=[Kind.CRITICAL_MISS])
    Subscription.objects.update(since_change=-5)
    mona.post("/desk/mail/", {"critical_miss": "on", "digest": "on"})

    beginnings = Subscription.objects.values_list("kind", "since_change")

    assert list(beginnings) == [("critical_miss", -5), ("digest", 0)]


def test_programme_is_asked_for_where_there_are_several(cast, mona):
    alone = mona.get("/desk/mail/").content.decode()
    programme("other", cast.harbour, cast.version, [cast.l1])
    both = mona.get("/desk/mail/").content.decode()
    mona.post("/desk/mail/", {"digest": "on", "programme": "other"})

    assert ('name="programme"' in alone, 'name="programme"' in both) == (False, True)
    assert chosen() == [("digest", 0, "other")]


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"margin": "7"}, "Choose one of the four."),
        ({"margin": "x\0"}, "Choose one of the four."),
        ({"programme": "ride"}, "There is no such programme."),  # another client's
        ({"programme": "no-such"}, "There is no such programme."),
    ],
)
def test_odd_choice_is_refused_at_its_field(cast, mona, posted, sentence):
    programme("ride", cast.summit, cast.version, [cast.s1])
    choose(person=cast.mona, kinds=[Kind.DIGEST])

    answer = mona.post("/desk/mail/", {"low_score": "on", **posted})

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert answer.content.decode().count(" checked") == 1  # what was ticked is kept
    assert chosen() == [("digest", 0, None)]


def test_each_fault_leads_to_its_field(mona):
    answer = mona.post("/desk/mail/", {"margin": "7", "programme": "odd"}).content.decode()

    assert re.findall(r'<li><a href="#(\w+)">', answer) == ["id_margin", "id_programme"]
    assert answer.count(' id="id_margin"') == answer.count(' id="id_programme"') == 1


def test_preview_is_the_digest_of_the_last_seven_days(cast, mona):
    released(cast, at=NOW - timedelta(minutes=1))

    said = words(mona.get("/desk/mail/"))

    assert "Weekly digest, week 33 Promise, Lisbon" in said
    assert "1 visit was released in the last seven days." in said
    assert Mailing.objects.count() == 0


def test_mails_are_listed_with_what_became_of_them(cast, mona):
    for week, state in (("2026-W31", "sent"), ("2026-W32", "needless"), ("", "unsure")):
        Mailing.objects.create(person=cast.mona, week=week, state=state, made_at=NOW, try_after=NOW)
    Mailing.objects.create(person=cast.cleo, state="sent", made_at=NOW, try_after=NOW)

    said = words(mona.get("/desk/mail/"))

    assert said.count("14 August 2026 Weekly digest, week 31 ✓ sent") == 1
    assert said.count("14 August 2026 Alert ◐ may not have arrived") == 1
    assert said.count("14 August 2026") == 2


def test_page_asks_as_often_for_thirty_visits_as_for_one(cast, mona):
    vector = {"standards": {}, "measured": {}, "critical": ["charged_right"]}
    counts, misses = [], []
    for more in (1, 29):
        for _ in range(more):
            visit(cast, percent=60, vector=vector, released_at=NOW - timedelta(hours=1))
        with CaptureQueriesContext(connection) as asked:
            said = words(mona.get("/desk/mail/"))
        counts.append(len(asked))
        misses.append(said.count("Did the receipt match the displayed price?"))

    assert counts[0] == counts[1]
    assert misses == [1, 10]
