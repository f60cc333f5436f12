"""The page of a visit: what a client may see of it, whoever looks."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from backend import clock
from backend.review.correcting import correct
from backend.review.judging import void
from tests.gap_reports.released import received, released
from tests.portal.desk import signed_in, words

pytestmark = pytest.mark.django_db

FLOOR = "f" * 64
CRUMBS = {"value": ["tables"], "comment": "Crumbs.", "photos": [FLOOR]}


def page(person, visit):
    """The page of a visit as somebody opens it."""
    return signed_in(person).get(f"/desk/visits/{visit.pk}/")


def question(response, code: str) -> str:
    """What the page says of one question, as one line."""
    markup = response.content.decode()
    item = re.split(rf'<li id="q-{code}"[^>]*>', markup)[1].partition('<p class="cost">')
    item = item[0] + item[2].partition("</p>")[0]
    item = re.sub(r"<details.*?</details>", " ", item, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", item).split())


def test_every_question_stands_with_answer_words_and_points(cast):
    visit = released(cast, clean=CRUMBS)

    response = page(cast.mona, visit)

    assert question(response, "clean") == "What was clean? CLEAN “Crumbs.” Tables 1 of 3 −4.9"
    assert question(response, "greeted") == "Were you greeted? GREET Yes 3 of 3"
    assert question(response, "recommend").endswith("0 to 10 9 of 10")
    assert (
        f'<img src="/api/v1/visits/{visit.pk}/photos/{FLOOR}?size=thumb"'
        in response.content.decode()
    )


def test_page_sums_up_to_its_score(cast):
    said = words(page(cast.mona, released(cast, clean=CRUMBS)))

    assert "Score 95.1 ✓ Pass target 90, On standard" in said
    assert "5.1 points above target" in said
    assert "Full score 100.0 CLEAN 1 of 3 −4.9 6 others 38 of 38 0.0 Score 39 of 41 95.1" in said


def test_correction_and_both_scorecards_stay_with_the_reason(cast):
    visit = released(cast, clean=CRUMBS)
    with clock.frozen_at(datetime(2026, 8, 18, 23, 15, tzinfo=UTC)):
        correct(
            visit=visit,
            by=cast.rae,
            question="clean",
            answer={"value": ["tables", "floor"], "photos": [FLOOR], "comment": "Not the restroom"},
            reason="The photo shows a clean floor.",
        )

    response = page(cast.mona, visit)

    said = words(response)
    # a quarter past midnight in Lisbon
    assert (
        "2 19 August 2026 97.6 The photo shows a clean floor. counts"
        " 1 14 August 2026 95.1 First scoring"
        " Reviewer, 19 Aug, corrected “What was clean?”: The photo shows a clean floor." in said
    )
    assert question(response, "clean") == (
        "What was clean? CLEAN “Not the restroom”"
        " Corrected by a reviewer: The photo shows a clean floor. Tables, Floor 2 of 3 −2.4"
    )


@pytest.mark.parametrize("counts", [True, False])
def test_scorecard_of_a_corrected_trap_tells_nothing_of_it(cast, counts):
    """A reviewer corrects a trap question, then perhaps one that everybody may know of."""
    visit = released(cast, clean=CRUMBS)
    answer = {"value": "green"}
    correct(visit=visit, by=cast.rae, question="trap_colour", answer=answer, reason="The trap.")
    if not counts:
        correct(
            visit=visit,
            by=cast.rae,
            question="clean",
            answer={"value": ["tables", "floor"], "photos": [FLOOR], "comment": "Not the restroom"},
            reason="The photo shows a clean floor.",
        )

    said = words(page(cast.mona, visit)).partition("No. Made Score Why ")[2]

    assert said.startswith(
        "1 14 August 2026 95.1 First scoring counts "
        if counts
        else "2 14 August 2026 97.6 The photo shows a clean floor. counts"
        " 1 14 August 2026 95.1 First scoring "
    )
    assert "The trap." not in said


@pytest.mark.parametrize("who", ["mona", "cleo", "rae", "ada"])
def test_nobody_reads_of_trap_minute_or_shopper_here(cast, who):
    visit = released(cast)

    markup = page(getattr(cast, who), visit).content.decode()

    for unseen in ("trap_colour", "10:02", "10:40", ">Sam", str(visit.assignment_id)):
        assert unseen not in markup


def test_visit_without_a_score_says_why(cast):
    said = words(page(cast.mona, released(cast, body={"outcome": "closed"})))

    assert "No score" in said
    assert "Nothing was scored: the place was closed." in said


def test_agency_sees_what_is_not_released_and_why_it_is_void(cast):
    waiting = received(cast)
    gone = released(cast, cast.l2)
    void(visit=gone, by=cast.rae, reason="Recognised at the door.", payable=True)

    assert "Released" not in words(page(cast.rae, waiting)).partition("Every question")[0]
    assert "Void: Recognised at the door." in words(page(cast.rae, gone))
    assert page(cast.mona, waiting).status_code == page(cast.mona, gone).status_code == 404
    assert f"/api/v1/visits/{gone.pk}/pdf" not in page(cast.rae, gone).content.decode()


def test_page_leads_back_to_the_period_it_was_reached_from(cast):
    visit = released(cast)
    query = "programme=promise&from=2026-08-01&to=2026-08-31"

    markup = signed_in(cast.mona).get(f"/desk/visits/{visit.pk}/?{query}").content.decode()
    wrong = signed_in(cast.mona).get(f"/desk/visits/{visit.pk}/?from=soon&to=2026-08-31")

    links = re.findall(r'href="([^"]+)"', markup.partition('class="crumbs"')[2])[:2]
    assert [link.replace("&amp;", "&") for link in links] == [
        f"/desk/?{query}&region=lisbon",
        f"/desk/locations/L1/?{query}",
    ]
    assert wrong.status_code == 422
