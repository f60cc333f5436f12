"""Alerts: who is told about which newly released visit, once, and in which words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from backend import clock
from backend.accounts.models import Person, PersonRegion, ShopperProfile
from backend.delivery.alerting import note_alerts
from backend.delivery.choosing import choose
from backend.delivery.models import Alert, Kind, LogCursor, Mailing
from backend.delivery.tasks import deliver
from backend.review.correcting import correct
from backend.review.judging import void
from backend.visits.models import FiguresChange
from tests.cast import NOW, programme
from tests.gap_reports.released import released

pytestmark = pytest.mark.django_db

WRONG = {"value": "no", "comment": "1.60 instead of 1.40, said CANARY-WORDS."}
LOW: dict[str, Any] = {
    "serve_wait": {"value": 3000},
    "greet_wait": {"value": 900},
    "recovery": {"value": ["blamed"]},
}
BOTH = (Kind.LOW_SCORE, Kind.CRITICAL_MISS)


def told() -> list[tuple[str, str]]:
    """Who was mailed what."""
    return [(message.to[0].partition("@")[0], str(message.subject)) for message in mail.outbox]


def test_nobody_is_mailed_who_did_not_choose_to(cast):
    released(cast, charged_right=WRONG)

    assert (deliver.call(), told()) == (0, [])


def test_critical_miss_is_told_with_the_question_and_the_way_to_it(cast):
    choose(person=cast.mona, kinds=BOTH)
    visit = released(cast, charged_right=WRONG)

    deliver.call()

    (message,) = mail.outbox
    assert (message.to, message.subject) == (["mona@cast.example"], "Critical miss in 1 new visit")
    assert message.body == (
        "One visit was released that you asked to be told about.\n"
        "\n"
        "Harbour Coffee L1 (L1), 14 August 2026, morning\n"
        "  Critical miss: Did the receipt match the displayed price?\n"
        "  Score 87.8, target 90.0\n"
        f"  http://127.0.0.1:8000/desk/visits/{visit.pk}/\n"
        "\n"
        "One visit is not a rating of a location.\n"
        "\n"
        "To see more than this you sign in.\n"
        "You chose to get these mails. Change that, or switch them off:"
        " http://127.0.0.1:8000/desk/mail/\n"
    )
    assert message.message().get_content_type() == "text/plain"
    assert message.extra_headers == {
        "Message-ID": f"<{Mailing.objects.get().pk}@127.0.0.1>",
        "Auto-Submitted": "auto-generated",
    }


def test_visits_of_one_run_are_one_mail_to_each(cast):
    choose(person=cast.cleo, kinds=BOTH)
    choose(person=cast.mona, kinds=[Kind.CRITICAL_MISS])
    released(cast, cast.l1, charged_right=WRONG)
    released(cast, cast.l2, **LOW)
    released(cast, cast.p1, charged_right=WRONG)

    assert deliver.call() == 2

    assert sorted(told()) == [
        ("cleo", "Critical misses and low score in 3 new visits"),
        ("mona", "Critical miss in 1 new visit"),
    ]


@pytest.mark.parametrize(("margin", "is_told"), [(0, True), (5, False), (20, False)])
def test_low_score_is_below_target_by_the_chosen_margin(cast, margin, is_told):
    choose(person=cast.mona, kinds=[Kind.LOW_SCORE], margin=margin)
    visit = released(cast, charged_right=WRONG)

    deliver.call()

    assert (visit.percent_e4, len(mail.outbox)) == (878_049, int(is_told))


def test_good_visit_is_no_news(cast):
    choose(person=cast.mona, kinds=BOTH, margin=0)
    released(cast)

    assert (deliver.call(), Mailing.objects.count()) == (0, 0)


def test_visit_without_a_score_is_no_low_score(cast):
    choose(person=cast.mona, kinds=BOTH, margin=0)
    released(cast, body={"outcome": "closed", "answers": {}})

    assert deliver.call() == 0


def test_what_was_released_before_the_choice_is_no_news(cast):
    choose(person=cast.cleo, kinds=BOTH)
    released(cast, charged_right=WRONG)
    choose(person=cast.mona, kinds=BOTH)

    deliver.call()

    assert told() == [("cleo", "Critical miss in 1 new visit")]


def test_correction_alerts_nobody_again_nor_anew(cast):
    choose(person=cast.mona, kinds=BOTH)
    bad = released(cast, charged_right=WRONG)
    good = released(cast, cast.l2)
    deliver.call()
    for visit, value in ((bad, "guessed"), (bad, "knew"), (good, "guessed")):
        answer = {"value": value, "comment": "Guessed."}
        correct(visit=visit, by=cast.rae, question="allergens", answer=answer, reason="Heard.")

    assert (deliver.call(), len(told())) == (0, 1)


def test_same_log_read_again_alerts_nobody_twice(cast):
    choose(person=cast.mona, kinds=BOTH)
    released(cast, charged_right=WRONG)
    deliver.call()
    LogCursor.objects.update(change=0)

    assert (deliver.call(), len(told())) == (0, 1)


def test_visit_voided_before_the_mail_goes_is_not_told_of(cast):
    choose(person=cast.mona, kinds=BOTH)
    visit = released(cast, charged_right=WRONG)
    note_alerts()
    void(visit=visit, by=cast.rae, reason="Another shop.", payable=True)

    assert (deliver.call(), Mailing.objects.get().state) == (0, "needless")


@pytest.mark.parametrize("lost", ["role", "region", "brand", "activity", "choice", "programme"])
@pytest.mark.parametrize("noted", [False, True])
def test_who_lost_the_right_gets_nothing(cast, lost, noted):
    choose(person=cast.mona, kinds=BOTH)
    released(cast, charged_right=WRONG)
    if noted:
        note_alerts()
    mona = Person.objects.filter(pk=cast.mona.pk)
    if lost == "role":
        mona.update(role="shopper")
    elif lost == "region":
        PersonRegion.objects.filter(person=cast.mona).update(region_code="porto")
    elif lost == "brand":
        mona.update(brand_code="summit")
    elif lost == "activity":
        mona.update(is_active=False)
    elif lost == "choice":
        choose(person=cast.mona, kinds=[])
    else:
        other = programme("other", cast.harbour, cast.version, [cast.l1])
        choose(person=cast.mona, kinds=BOTH, programme=other)

    assert (deliver.call(), told()) == (0, [])


def test_alerts_are_of_the_chosen_programme(cast):
    choose(person=cast.mona, kinds=BOTH, programme=cast.programme)
    released(cast, charged_right=WRONG)

    assert deliver.call() == 1


def test_log_goes_on_while_nobody_listens(cast):
    deliver.call()
    visit = released(cast, charged_right=WRONG)

    deliver.call()

    assert LogCursor.objects.get().change == FiguresChange.objects.get(visit=visit).pk


def test_crash_while_laying_down_leaves_nothing_or_all(cast, monkeypatch):
    choose(person=cast.cleo, kinds=BOTH)
    choose(person=cast.mona, kinds=BOTH)
    released(cast, charged_right=WRONG)

    def crash(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Alert.objects, "bulk_create", crash)
        with pytest.raises(KeyboardInterrupt):
            note_alerts()

    assert (Mailing.objects.count(), Alert.objects.count()) == (0, 0)
    assert (deliver.call(), deliver.call(), len(told())) == (2, 0, 2)


def test_nothing_of_the_shopper_is_in_a_mail(cast):
    Person.objects.filter(pk=cast.sam.pk).update(name="Canary Sam", email="canary@sam.example")
    ShopperProfile.objects.filter(person=cast.sam).update(household="canary-house")
    for who in (cast.mona, cast.cleo):
        choose(person=who, kinds=list(Kind), margin=0)
    with clock.frozen_at(NOW + timedelta(days=1)):
        visit = released(
            cast,
            body={"device": {"model": "CANARY-phone"}},
            charged_right=WRONG,
            story={"value": "CANARY story at 10:02."},
            friendly={"value": 1, "comment": "CANARY"},
        )
    deliver.call()
    with clock.frozen_at(NOW + timedelta(days=4)):  # Tuesday: the digests
        deliver.call()

    assert len(mail.outbox) == 4
    for message in mail.outbox:
        said = message.message().as_string() + message.body
        for secret in ("canary", str(cast.sam.pk), str(visit.assignment_id), "10:02", "sam@"):
            assert secret not in said.lower()
