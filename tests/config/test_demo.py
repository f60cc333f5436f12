"""The invented client is believable, and the same at every run."""

import json
import random
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from backend.config.demo import world
from backend.config.demo.answers import house_answers, phone_answers
from backend.config.demo.forms import house_visit, phone_enquiry
from backend.config.demo.french import FRENCH
from backend.config.demo.months import past_months, visits_of
from backend.config.demo.pictures import photograph
from backend.config.demo.truth import findings, met_rates
from shopper_forms.lint import lint
from shopper_forms.parsing import parse_document
from shopper_forms.validation import validate


def as_data(document):
    return json.loads(json.dumps(document), parse_float=Decimal)


def test_client_has_what_the_job_needs():
    assert len(world.PLACES) == 24
    assert len(world.STANDARDS) == 14
    assert len(world.SHOPPERS) == 12
    assert len({place.zone for place in world.PLACES}) >= 3
    assert {s["stage"] for s in world.STANDARDS} == {
        "pre_transaction", "transaction", "post_transaction",
    }  # fmt: skip
    assert {belief for s in world.STANDARDS for belief in s["trust"]} == {
        "best_interest", "honesty", "timeliness", "fair_price", "guarantee",
    }  # fmt: skip


@pytest.mark.parametrize("document", [house_visit(), phone_enquiry()], ids=["house", "phone"])
def test_questionnaires_have_no_fault(document):
    assert lint(as_data(document)).errors == ()


def test_waves_are_the_six_whole_months_before():
    months = past_months(date(2026, 11, 22))

    assert [month.code for month in months] == [
        "lantern-2026-05", "lantern-2026-06", "lantern-2026-07", "lantern-2026-08",
        "lantern-2026-09", "lantern-2026-10",
    ]  # fmt: skip
    assert (months[0].first, months[-1].last) == (date(2026, 5, 1), date(2026, 10, 31))


def test_month_that_ended_just_now_is_left_to_settle():
    assert past_months(date(2026, 11, 5))[-1].last == date(2026, 9, 30)


def test_visits_of_a_place_keep_their_clean_days():
    month = past_months(date(2026, 11, 22))[0]

    planned = visits_of(month, 0, random.Random(1))

    assert len(planned) == 44
    for place in world.PLACES:
        days = sorted(plan.day for plan in planned if plan.place == place)
        assert all((later - day).days >= 2 for day, later in pairwise(days))


def test_truth_is_the_same_at_every_call():
    assert met_rates() == met_rates()
    assert met_rates()["LIS-01"]["SPEED"] == 0.10


@pytest.mark.parametrize("seed", range(40))
def test_answers_pass_the_same_validation_as_any_shopper(seed):
    dice = random.Random(seed)
    found = findings(met_rates()["LIS-01"], dice)
    for document, answers in [
        (house_visit(), house_answers(found, dice, "10:15")),
        (phone_enquiry(), phone_answers(found, dice)),
    ]:
        result = validate(parse_document(as_data(document)), as_data(answers))

        codes = {finding.code for finding in result.errors}
        assert codes <= {"too_few_photos"}  # photographs are added by the story


@pytest.mark.parametrize("subject", ["receipt", "counter", "screen", "table", "restroom"])
def test_photographs_are_real_and_the_same_for_the_same_scene(subject):
    place = world.PLACES[0]
    at = datetime(2026, 5, 4, 10, 30, tzinfo=ZoneInfo(place.zone))

    first = photograph(subject, place, at, 7, "4,20")

    image = Image.open(BytesIO(first), formats=["JPEG"])
    image.load()
    assert sorted(image.size) == [900, 1200]
    assert image.getexif().get_ifd(0x8769)[0x9003] == "2026:05:04 10:30:00"
    assert photograph(subject, place, at, 7, "4,20") == first


def test_questionnaires_speak_two_languages_and_nothing_is_translated_in_vain():
    asked = json.dumps([house_visit(), phone_enquiry()], ensure_ascii=False)

    assert [text for text in FRENCH if json.dumps(text, ensure_ascii=False) not in asked] == []
