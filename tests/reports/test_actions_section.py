"""The actions of a report: root causes in words, what is late, what is missing, what worked."""

import io

import pytest
from pypdf import PdfReader

from reports import pdf
from reports.sections.actions import is_late
from tests.reports import snapshots
from tests.reports.test_pdf import missing


def one(standard, state="open", **more):
    """An action as the analysis tells it."""
    base = {"id": standard, "standard": standard, "cause": None, "owner": "Mona", "state": state}
    base |= {"due": "2026-10-09", "reason": f"Something is done about {standard}."}
    return {**base, "secondary": None, "closed": None, **more}


def worked(status, percent, before, n=4, **more):
    """What came of it."""
    base = {"status": status, "percent": percent, "low": "55.0000", "high": "98.0000", "n": n}
    return {**base, "before": before, "before_n": 3, "target": "90.0000", **more}


def acted():
    """The quarter with actions in every state."""
    made = snapshots.quarter()
    made["analysis"]["actions"] = [
        one("SPEED", cause="process", due="2026-09-01"),
        one("CLEAN", cause="roles", owner=""),
        one(
            "PRICE",
            "done",
            cause="direction",
            closed="2026-08-20",
            worked=worked("gap", "60.0000", "64.0000"),
        ),
        one(
            "THANKS",
            "verified",
            cause="interpersonal",
            closed="2026-05-12",
            worked=worked("met", "96.0000", "60.0000"),
        ),
        one(
            "RECOVER",
            "verified",
            closed="2026-09-02",
            worked=worked("too_early", "100.0000", None, n=1),
        ),
        one("UNIFORM", "no_action", closed="2026-10-02", reason="One badge missing once."),
    ]
    return made


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    photos = snapshots.draw_photos(tmp_path_factory.mktemp("photos"))
    drawn = pdf.render_location_report(acted(), photos, snapshot_sha256="5b7e03c9" * 8)
    read = [each.extract_text() for each in PdfReader(io.BytesIO(drawn)).pages]
    pages = [" ".join(text.replace("\u00a0", " ").split()) for text in read]
    return next(text for text in pages if "Did the last actions work?" in text)


def test_actions_print_cause_owner_day_and_state(page):
    assert not missing(
        page,
        "Three of four gaps have an action; GREET has none",
        "Something is done about SPEED. P Process Mona 1 Sep Late",
        "Something is done about CLEAN. R Roles nobody yet 9 Oct Open",
        "Something is done about PRICE. D Direction Mona 9 Oct Done",
        "Standard missed, no action recorded. not recorded",
        "One badge missing once. not yet found Mona – Decided",
        "Late: overdue on 25 September 2026.",
    )
    assert "THANKS Something" in page.partition("Did the last actions work?")[2]
    assert "THANKS" not in page.partition("Did the last actions work?")[0]


def test_actions_print_whether_they_worked(page):
    assert not missing(
        page,
        "PRICE Something is done about PRICE. Direction, done 20 Aug 2026 Still a gap",
        "THANKS Something is done about THANKS. Interpersonal, done 12 May 2026 Now met",
        "Cause not found, done 2 Sep 2026 Too early, n 1",
        "what was low by chance rises again by itself",
    )


def test_action_is_late_against_the_day_of_the_data_alone():
    assert is_late(one("A", due="2026-09-24"), "2026-09-25") is True
    assert is_late(one("A", due="2026-09-25"), "2026-09-25") is False
    assert is_late(one("A", "done", due="2026-09-01"), "2026-09-25") is False
    assert is_late(one("A", due="2026-09-01"), None) is False


def test_many_actions_of_long_words_are_all_drawn():
    made = snapshots.no_visits()
    long = "Donaudampfschifffahrt" * 200
    made["analysis"]["actions"] = [
        one(f"S{number}", reason=long, owner=long[:120], cause="interpersonal")
        for number in range(60)
    ] + [
        one(
            f"W{number}",
            "done",
            reason="<img src='/etc/passwd'> & \u0000",
            closed="2026-08-20",
            worked=worked("met", "0.0000", "0.0000", low="0.0000"),
        )
        for number in range(30)
    ]

    drawn = pdf.render_location_report(made, {}, snapshot_sha256="5b7e03c9" * 8)
    lines = [
        line
        for each in PdfReader(io.BytesIO(drawn)).pages
        for line in each.extract_text().splitlines()
    ]

    assert sum("Interpersonal" in line for line in lines) == 60
    assert sum("Now met" in line for line in lines) == 30
