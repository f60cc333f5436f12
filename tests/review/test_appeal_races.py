"""Appeals and decisions at once: real threads, real connections, on whatever database there is."""

from __future__ import annotations

import pytest

from backend.audit.chain import broken_links
from backend.audit.models import Event
from backend.review.models import Appeal
from backend.visits.models import Scorecard, Visit
from tests.cast import Api, Cast
from tests.fieldwork.test_races import together
from tests.gap_reports.released import released
from tests.review.appeals import appealed

pytestmark = pytest.mark.django_db(transaction=True)


def calls(people, path, body):
    """The same call of several people; their tokens are made before the race."""

    def call(api):
        def send():
            answer = api.post(path, body)
            return answer.status_code, answer.json().get("code")

        return send

    return [call(Api(person)) for person in people]


def test_question_appealed_by_many_at_once_is_appealed_once():
    cast = Cast()
    visit = released(cast)
    body = {"question": "greeted", "category": "scoring_error", "text": "We did greet."}

    results = together(*calls([cast.mona, cast.cleo] * 3, f"/visits/{visit.pk}/appeals", body))

    assert sorted(results, key=str) == [(201, None)] + [(409, "already_exists")] * 5
    assert Appeal.objects.count() == 1
    assert Event.objects.filter(verb="visit.appealed").count() == 1
    assert list(broken_links()) == []


def test_appeal_decided_both_ways_at_once_is_decided_once():
    cast = Cast()
    visit = released(cast)
    made = appealed(visit, cast.mona)
    Visit.objects.update(state="appealed")
    path = f"/appeals/{made.pk}/decide"
    uphold = {"upheld": True, "reason": "Seen.", "answer": {"value": "yes"}}

    results = together(
        *calls([cast.rae, cast.ada] * 2, path, uphold),
        *calls([cast.rae, cast.ada], path, {"upheld": False, "reason": "No."}),
    )

    assert sorted(results, key=str) == [(200, None)] + [(409, "wrong_state")] * 5
    made.refresh_from_db()
    assert Scorecard.objects.count() == (2 if made.state == "upheld" else 1)
    assert Visit.objects.get().state == "released"


def test_last_two_appeals_decided_at_once_release_the_visit():
    cast = Cast()
    visit = released(cast)
    made = [appealed(visit, cast.mona, question) for question in ("greeted", "clean", "friendly")]
    Visit.objects.update(state="appealed")
    body = {"upheld": False, "reason": "No."}

    results = together(*(calls([cast.rae], f"/appeals/{each.pk}/decide", body)[0] for each in made))

    assert results == [(200, None)] * 3
    assert Visit.objects.get().state == "released"


def test_void_and_decision_at_once_leave_a_void_visit_without_open_appeals():
    cast = Cast()
    visit = released(cast)
    made = appealed(visit, cast.mona)
    Visit.objects.update(state="appealed")
    api = Api(cast.ada)
    (decide,) = calls([cast.rae], f"/appeals/{made.pk}/decide", {"upheld": False, "reason": "No."})

    results = together(
        decide,
        lambda: api.post(f"/visits/{visit.pk}/void", {"reason": "-", "payable": False}).status_code,
    )

    assert results in ([(200, None), 200], [(409, "wrong_state"), 200])
    made.refresh_from_db()
    assert Visit.objects.get().state == "void"
    assert made.state == ("rejected" if results[0][0] == 200 else "lapsed")
