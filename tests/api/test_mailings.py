"""Choosing one's mails over HTTP."""

from __future__ import annotations

import pytest

from backend.delivery.models import Subscription
from tests.cast import Api

pytestmark = pytest.mark.django_db

NOTHING = {
    "digest": False,
    "critical_miss": False,
    "low_score": False,
    "margin": 10,
    "programme": None,
}


def test_choice_is_answered_kept_and_taken_back(cast):
    mona = Api(cast.mona)
    before = mona.get("/me/subscriptions").json()
    wanted = {**NOTHING, "low_score": True, "margin": 5, "programme": "promise"}
    answer = mona.put("/me/subscriptions", wanted)
    after = mona.get("/me/subscriptions").json()
    mona.put("/me/subscriptions", NOTHING)

    assert (before, answer.status_code, answer.json(), after) == (NOTHING, 200, wanted, wanted)
    assert Subscription.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [({"margin": 7}, "unknown_option"), ({"programme": "ride"}, "unknown_programme")],
)
def test_odd_choice_is_refused_and_changes_nothing(cast, change, code):
    answer = Api(cast.mona).put("/me/subscriptions", {**NOTHING, "digest": True, **change})

    assert (answer.status_code, [error["code"] for error in answer.json()["errors"]]) == (
        422,
        [code],
    )
    assert Subscription.objects.count() == 0
