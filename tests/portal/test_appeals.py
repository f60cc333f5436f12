"""Appeals on the desk: doubted beside the answer, decided beside the photos, told to the client."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backend import clock
from backend.fieldwork.models import Programme
from backend.portal.appeal_rows import ShareRow, share_rows
from backend.review.appealing import appeal, decide
from backend.review.judging import void
from backend.review.models import Appeal
from backend.visits.models import Scorecard, Visit
from backend.visits.observations import effective_answers
from tests.cast import NOW
from tests.gap_reports.released import released
from tests.review.appeals import appealed

pytestmark = pytest.mark.django_db

UNFRIENDLY = {"value": "no", "comment": "Nobody looked up or said a word to me."}
GREETED = {"question": "greeted", "category": "scoring_error", "text": "We did greet."}


@pytest.fixture
def visit(cast) -> Visit:
    """A released visit to L1 that found nobody greeting."""
    cast.rae.name = "Canary Reviewer"
    cast.rae.save()
    cast.sam.name = "Canary Shopper"
    cast.sam.save()
    return released(cast, greeted=UNFRIENDLY)


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(client: Client, path: str) -> str:
    """The words of a page, without its markup."""
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def to_appeal(visit: Visit) -> str:
    return reverse("visit-appeal", args=[visit.pk])


def test_manager_appeals_where_the_answer_stands_and_sees_it_there(cast, visit):
    mona = browser(cast.mona)
    before = page_of(mona, reverse("visit", args=[visit.pk]))

    sent = mona.post(to_appeal(visit), GREETED)

    after = page_of(mona, reverse("visit", args=[visit.pk]))
    assert "a question may be appealed to the end of 27 Aug 2026" in before
    assert before.count("Appeal “") == after.count("Appeal “") + 1
    assert (sent.status_code, sent["Location"]) == (
        302,
        f"{reverse('visit', args=[visit.pk])}#appeals",
    )
    assert "Scoring error. We did greet." in after


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"category": ""}, "Choose what is wrong."),
        ({"category": "unfair"}, "Choose one of the six."),
        ({"text": "   "}, "Say why."),
        ({"text": "x" * 4001}, "Ensure this value has at most 4000 characters (it has 4001)."),
        ({"question": "trap_colour"}, "Choose a question of this visit that was not appealed"),
        ({"text": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_appeal_that_is_not_right_says_so_and_keeps_what_was_typed(cast, visit, change, said):
    answer = browser(cast.mona).post(to_appeal(visit), {**GREETED, **change})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    if "text" not in change:
        assert "We did greet.</textarea>" in page
    assert Appeal.objects.count() == 0


def test_appeal_that_comes_too_late_keeps_what_was_typed(cast, visit, monkeypatch):
    mona = browser(cast.mona)
    monkeypatch.setattr("backend.portal.appeals._open_questions", lambda *_: {"greeted": "?"})
    appealed(visit, cast.cleo)
    again = mona.post(to_appeal(visit), GREETED)
    Appeal.objects.all().delete()

    with clock.frozen_at(NOW + timedelta(days=15)):
        late = mona.post(to_appeal(visit), GREETED)
        shown = page_of(mona, to_appeal(visit))

    assert (again.status_code, late.status_code) == (409, 409)
    assert "was appealed before" in again.content.decode()
    assert "The time to appeal is over." in late.content.decode()
    assert "We did greet.</textarea>" in late.content.decode()
    assert "The time to appeal is over" in shown


def test_reviewer_upholds_with_the_answer_that_should_have_stood(cast, visit):
    made = appeal(visit=visit, by=cast.mona, **GREETED)
    rae = browser(cast.rae)
    path = reverse("appeal", args=[made.pk])
    body = {"verdict": "upheld", "why": "The film shows it.", "state": "answered", "value": "yes"}

    shown = page_of(rae, path)
    sent = rae.post(path, body)

    assert "Were you greeted?" in shown
    assert "Nobody looked up or said a word to me." in shown
    assert (sent.status_code, sent["Location"]) == (302, "/desk/appeals/")
    assert Visit.objects.get().percent_e4 == 1000000
    assert effective_answers(visit)["greeted"] == {"value": "yes"}


@pytest.mark.parametrize(
    ("question", "given", "stored"),
    [
        ("friendly", {"value": "4"}, {"value": 4}),
        (
            "serve_wait",
            {"value": "24", "comment": "By film."},
            {"value": 24, "comment": "By film."},
        ),
        ("paid", {"value": "735"}, {"value": 735}),
        (
            "clean",
            {"value": ["tables", "floor", "restroom"]},
            {"value": ["tables", "floor", "restroom"], "photos": []},
        ),
        ("allergens", {"value": "knew"}, {"value": "knew"}),
        ("story", {"value": "Fine, thanks."}, {"value": "Fine, thanks."}),
        ("answer_time", {"state": "not_applicable"}, {"state": "not_applicable"}),
        (
            "friendly",
            {"state": "not_observed", "reason": "Too busy."},
            {"state": "not_observed", "reason": "Too busy."},
        ),
    ],
)
def test_each_type_of_question_can_be_corrected(cast, visit, question, given, stored):
    made = appeal(visit=visit, by=cast.mona, **{**GREETED, "question": question})
    body = {"verdict": "upheld", "why": "Seen.", **given}

    answer = browser(cast.rae).post(reverse("appeal", args=[made.pk]), body)

    assert answer.status_code == 302
    assert effective_answers(visit)[question] == stored


@pytest.mark.parametrize(
    ("question", "change", "said"),
    [
        ("greeted", {"verdict": ""}, "Decision: Choose one of the two."),
        ("greeted", {"why": " "}, "Reason of the decision: Say why."),
        ("greeted", {"value": "no"}, "Comment: “Were you greeted?”: a comment is needed"),
        ("greeted", {"value": "perhaps"}, "Answer: The question has no such option."),
        ("greeted", {"state": "not_observed"}, "say why it was not observed"),
        ("friendly", {"value": "many"}, "a number is needed"),
        ("friendly", {"value": "9"}, "the most possible is 5"),
        ("charged_right", {"value": "no", "photos": ["0" * 64]}, "is not one of the available"),
    ],
)
def test_decision_that_is_not_right_says_so_and_keeps_what_was_typed(
    cast, visit, question, change, said
):
    made = appeal(visit=visit, by=cast.mona, **{**GREETED, "question": question})
    body = {"verdict": "upheld", "why": "As I saw it.", "state": "answered", "value": "yes"}

    answer = browser(cast.rae).post(reverse("appeal", args=[made.pk]), {**body, **change})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "why" in change or "As I saw it.</textarea>" in page
    assert (Appeal.objects.get().state, Scorecard.objects.count()) == ("open", 1)


def test_appeal_that_a_colleague_decided_meanwhile_is_told(cast, visit):
    made = appeal(visit=visit, by=cast.mona, **GREETED)
    decide(appeal=made, by=cast.ada, upheld=False, reason="No.")

    answer = browser(cast.rae).post(
        reverse("appeal", args=[made.pk]), {"verdict": "rejected", "why": "Neither do I."}
    )

    assert answer.status_code == 409
    assert "The appeal is rejected. Nothing was changed." in answer.content.decode()


def test_list_tells_the_client_the_decision_and_neither_reviewer_nor_shopper(cast, visit):
    first = appeal(visit=visit, by=cast.mona, **GREETED)
    appeal(visit=visit, by=cast.cleo, **{**GREETED, "question": "clean"})
    decide(appeal=first, by=cast.rae, upheld=True, reason="Seen.", answer={"value": "yes"})
    address = "/desk/appeals/?from=2026-07-01&to=2026-09-30"

    seen, inside = page_of(browser(cast.mona), address), page_of(browser(cast.rae), address)

    assert "✓ upheld 14 Aug 2026 Seen." in seen
    assert "Scoring error 100.0 % 1 of 1 1 All 100.0 % 1 of 1 1" in seen
    assert "Canary" not in seen
    assert "✓ upheld 14 Aug 2026, Canary Reviewer Seen." in inside
    assert "Canary Shopper" not in inside


def test_lapsed_appeal_says_why_and_no_day(cast, visit):
    appeal(visit=visit, by=cast.mona, **GREETED)
    void(visit=visit, by=cast.rae, reason="canary of the void", payable=False)

    seen = page_of(browser(cast.mona), "/desk/appeals/")

    assert "The visit was made void and counts no more." in seen
    assert "Fri 14 Aug 2026, morning" not in seen
    assert "canary" not in seen


def test_queue_of_the_agency_is_of_all_programmes_oldest_first(cast, visit):
    other = Programme.objects.create(
        code="care", name="Care", brand=cast.summit, target_score=80, declaration="Told."
    )
    theirs = released(cast, cast.p1)
    Visit.objects.filter(pk=theirs.pk).update(programme=other)
    appealed(visit, cast.mona)
    appealed(theirs, cast.cleo, at=NOW - timedelta(days=3))

    page = page_of(browser(cast.rae), "/desk/appeals/")

    assert page.index("Harbour Coffee P1") < page.index("Harbour Coffee L1")
    assert "11 Aug 2026 3 days ago, Cleo" in page
    assert "14 Aug 2026 today, Mona" in page


def test_share_upheld_is_by_category_with_its_n(cast, visit):
    for question, category, state in (
        ("greeted", "wrong_place", "upheld"),
        ("clean", "wrong_place", "rejected"),
        ("friendly", "wrong_place", "rejected"),
        ("allergens", "scoring_error", "open"),
        ("paid", "scoring_error", "lapsed"),
    ):
        appealed(visit, cast.mona, question, category=category, state=state)

    assert share_rows(Appeal.objects.all()) == [
        ShareRow("Scoring error", appeals=2, open=1, decided=0, upheld=0, share="–"),
        ShareRow("Wrong place", appeals=3, open=0, decided=3, upheld=1, share="33.3\u00a0%"),
        ShareRow("All", appeals=5, open=1, decided=3, upheld=1, share="33.3\u00a0%"),
    ]


def test_page_that_is_no_number_is_told(cast, visit):
    answer = browser(cast.mona).get("/desk/appeals/?page=last")

    assert answer.status_code == 422
    assert "Write the page as a whole number from 1." in answer.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("who", ["mona", "rae"])
def test_list_asks_as_many_queries_for_thirty_as_for_one(cast, who):
    client = browser(getattr(cast, who))
    counts = []
    for many in (1, 29):
        for _ in range(many):
            visit = released(cast)
            appealed(visit, cast.mona)
            appealed(visit, cast.mona, "clean", state="upheld", decided_by=cast.rae, decided_at=NOW)
        page_of(client, "/desk/appeals/")
        with CaptureQueriesContext(connection) as queries:
            page = page_of(client, "/desk/appeals/")
        counts.append((page.count("Scoring error"), len(queries)))

    assert [rows for rows, _ in counts] == [2, 60]
    assert counts[0][1] == counts[1][1]
