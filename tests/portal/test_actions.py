"""The actions pages: what is listed in which order, what is refused at its field, the figures."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from django.test import Client

from backend.actions.models import Action
from backend.portal.action_rows import CauseRow, due_words, pareto, shortened
from tests.actions.actions import action
from tests.gap_reports.visits import visit
from tests.portal.desk import words

pytestmark = pytest.mark.django_db


def browser(person):
    """Somebody signed in."""
    client = Client()
    client.force_login(person)
    return client


def post(person, one, **sent):
    """A form of the action's page, sent."""
    return browser(person).post(f"/desk/actions/{one.pk}/", sent)


def listed(response):
    """The standards of the list from top to bottom."""
    table = (
        response.content.decode().partition('aria-labelledby="list"')[2].partition("</section")[0]
    )
    return re.findall(r'<a href="/desk/actions/[0-9a-f-]{36}/">(\w+)<', table)


def test_list_shows_what_is_due_first_and_narrows_by_its_address(cast):
    action(cast, standard="LATER", due=date(2026, 9, 1), cause="roles")
    action(cast, standard="LATE", due=date(2026, 8, 12), owner=cast.cleo, verifier=cast.mona)
    action(cast, standard="DONE", state="done", closed_on=date(2026, 8, 1))
    action(cast, cast.p1, "PORTO", date(2026, 8, 1))
    cleo, mona = browser(cast.cleo), browser(cast.mona)

    assert listed(cleo.get("/desk/actions/")) == ["PORTO", "LATE", "LATER"]
    assert listed(mona.get("/desk/actions/")) == ["LATE", "LATER"]
    assert listed(mona.get("/desk/actions/?owner=me")) == ["LATER"]
    assert listed(mona.get(f"/desk/actions/?owner={cast.cleo.pk}")) == ["LATE"]
    assert listed(mona.get("/desk/actions/?late=1")) == ["LATE"]
    assert listed(mona.get("/desk/actions/?cause=roles&state=all")) == ["LATER"]
    assert listed(mona.get("/desk/actions/?state=done")) == ["DONE"]
    assert listed(cleo.get("/desk/actions/?region=porto")) == ["PORTO"]


@pytest.mark.parametrize(
    "query", ["state=odd", "cause=x", "late=2", "owner=x", "page=0", f"owner={'0' * 32}"]
)
def test_list_refuses_what_it_does_not_know_with_a_message(cast, query):
    action(cast)

    response = browser(cast.mona).get(f"/desk/actions/?{query}")

    assert response.status_code == 422
    assert "Something in the address is not right" in words(response)


def test_csv_has_the_rows_of_the_page_and_harmless_cells(cast):
    action(cast, due=date(2026, 8, 12), reason="=1+1")
    action(cast, standard="DONE", state="done", closed_on=date(2026, 8, 1))

    answer = browser(cast.mona).get("/desk/actions.csv")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))

    assert (row["location"], row["standard"], row["days_late"]) == ("L1", "WELCOME", "2")
    assert row["reason"] == "'=1+1"


def test_header_counts_what_is_late_or_due_within_a_week(cast):
    action(cast, due=date(2026, 8, 12))
    action(cast, standard="B", due=date(2026, 8, 22))

    page = browser(cast.mona).get("/desk/reports/").content.decode()

    assert re.search(r'Actions <span class="badge">1<span class="hidden"> late or due', page)


def test_gap_without_action_is_listed_until_somebody_acts_or_decides(cast):
    for day in (1, 2, 3):
        visit(cast, cast.l1, date(2026, 8, day), 50, {"GREET": (0, 4, 30), "SPEED": (0, 4, 20)})
    period = "from=2026-07-01&to=2026-09-30"
    mona = browser(cast.mona)

    before = words(mona.get(f"/desk/actions/?{period}"))
    post_new = {"location": "L1", "standard": "GREET", "programme": "promise"}
    made = mona.post(
        "/desk/actions/new/", {**post_new, "do": "create", "due": "2026-08-30", "reason": "A host."}
    )
    after = words(mona.get(f"/desk/actions/?{period}"))

    assert "GREET Harbour Coffee L1 −90.0 30.0 Act" in before
    assert made["Location"] == f"/desk/actions/{Action.objects.get().pk}/"
    assert "GREET Harbour Coffee L1 −90.0" not in after
    assert "SPEED Harbour Coffee L1 −85.0 20.0 Act" in after
    assert (
        "Act"
        not in words(browser(cast.rae).get(f"/desk/actions/?{period}"))
        .partition("no action")[2]
        .partition("Why")[0]
        .split()
    )


def test_causes_are_counted_with_their_shares_most_frequent_first():
    found = pareto(["roles", "process", "roles", "", "external", "roles", "process", ""])

    assert found.rows == [
        CauseRow("Roles", 3, "50 %", "50 %", 240.0, 0),
        CauseRow("Process", 2, "33 %", "83 %", 160.0, 28),
        CauseRow("External", 1, "17 %", "100 %", 80.0, 56),
    ]
    assert (found.known, found.unknown) == (6, 2)


def test_days_are_said_as_people_say_them():
    today = date(2026, 8, 14)

    said = [due_words(date(2026, 8, day), today).replace("\u00a0", " ") for day in (12, 13, 14, 15)]
    assert said == ["2 days late", "1 day late", "today", "tomorrow"]
    assert due_words(date(2026, 8, 17), today).replace("\u00a0", " ") == "Mon 17 Aug"
    assert shortened("long " * 60) == "long " * 27 + "long …"


def test_action_is_changed_closed_and_verified_on_its_page(cast):
    one = action(cast)
    path = f"/desk/actions/{one.pk}/"
    sent = {"reason": "A host.", "cause": "roles", "owner": str(cast.mona.pk), "due": "2026-08-30"}

    assert post(cast.mona, one, do="save", **sent)["Location"] == path
    assert post(cast.mona, one, do="close", evidence="A rota hangs there.")["Location"] == path
    assert post(cast.cleo, one, do="save", **sent, verifier=str(cast.cleo.pk)).status_code == 302
    assert post(cast.cleo, one, do="verify")["Location"] == path

    one.refresh_from_db()
    assert (one.state, one.cause, one.due) == ("verified", "roles", date(2026, 8, 30))
    said = words(browser(cast.mona).get(path))
    assert "Did it work?" in said
    assert "Too early to tell: 0 visits since, and it takes three." in said
    assert "verified 14 Aug 2026, Cleo" in said


def test_refusals_stand_at_their_fields_and_keep_what_was_typed(cast):
    one = action(cast)

    no_evidence = post(cast.mona, one, do="close", evidence=" ")
    bad = post(
        cast.mona,
        one,
        do="save",
        reason="Typed words",
        due="soon",
        cause="luck",
        owner=str(cast.otis.pk),
    )
    same = post(
        cast.mona,
        one,
        do="save",
        due="2026-08-30",
        owner=str(cast.mona.pk),
        verifier=str(cast.mona.pk),
    )

    assert (no_evidence.status_code, bad.status_code, same.status_code) == (422, 422, 422)
    assert "Say by what one can tell that it is done." in words(no_evidence)
    assert "Write the day as 2026-07-01." in words(bad)
    assert "Choose one of the five causes." in words(bad)
    assert "Typed words" in words(bad)
    assert "Somebody other than the owner verifies." in words(same)


def test_words_that_no_report_can_print_are_refused_at_their_field(cast):
    one = action(cast)

    response = post(cast.mona, one, do="close", evidence="Door\x01photo")

    assert response.status_code == 422
    assert "A character of this cannot be kept; write it anew." in words(response)
    assert Action.objects.get().state == "open"


def test_who_closed_it_is_asked_to_name_somebody_else_to_verify(cast):
    one = action(cast)
    post(cast.cleo, one, do="close", evidence="Seen on the rota.")

    said = words(browser(cast.cleo).get(f"/desk/actions/{one.pk}/"))
    refused = post(cast.cleo, one, do="verify")

    assert "Whoever closed it does not verify it: name somebody else." in said
    assert "Verify that it is done" not in said
    assert refused.status_code == 422
    assert "Somebody other than the one who closed it" in words(refused)


def test_wrong_state_and_wrong_person_are_told_on_the_page(cast):
    done = action(cast, state="done", closed_on=date(2026, 8, 1))

    again = post(cast.mona, done, do="close", evidence="Once more.")
    not_theirs = post(cast.mona, done, do="verify")

    assert (again.status_code, not_theirs.status_code) == (422, 422)
    assert "The action is done." in words(again)
    assert "Only the verifier, who is not the owner" in words(not_theirs)
    assert post(cast.rae, done, do="verify").status_code == 403
    assert post(cast.mona, done, do="dance").status_code == 404


def test_new_action_asks_for_what_its_address_leaves_open(cast):
    mona = browser(cast.mona)

    asked = mona.get("/desk/actions/new/?location=L1")
    wrong = mona.get("/desk/actions/new/?location=P1&visit=x&standard=%00")
    decided = mona.post(
        "/desk/actions/new/",
        {"location": "L1", "standard": "GREET", "do": "decide", "due": "2026-08-30"},
    )

    assert "GREET: Every guest is greeted within one minute." in words(asked)
    assert wrong.status_code == 422
    assert "There is no such location." in words(wrong)
    assert decided.status_code == 422
    assert "Say why nothing is to be done." in words(decided)
    assert Action.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_ask_as_often_for_one_as_for_thirty(cast, rows, django_assert_num_queries):
    for number in range(rows):
        one = action(cast, standard=f"S{number}")
        one.events.create(at=one.opened_at, by=cast.cleo, what="raised")
        visit(cast, cast.l1, date(2026, 8, 1), 50, {"GREET": (0, 4, 30)})
    mona = browser(cast.mona)
    mona.get("/desk/actions/")

    with django_assert_num_queries(LIST):
        assert mona.get("/desk/actions/").status_code == 200
    with django_assert_num_queries(ONE):
        assert mona.get(f"/desk/actions/{one.pk}/").status_code == 200


LIST, ONE = 20, 9
