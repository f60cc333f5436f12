"""The PDF of one visit: its answer, its ledger, its evidence, and no rating of the location."""

import io

import pikepdf
import pytest

from reports import pdf
from tests.reports import snapshots
from tests.reports.test_pdf import missing, texts


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    photos = snapshots.draw_photos(tmp_path_factory.mktemp("photos"))
    return pdf.render_visit_report(snapshots.one_visit(), photos, snapshot_sha256="ab" * 32)


def test_page_one_answers(report):
    assert not missing(
        texts(report)[0],
        "Harbour Coffee, Lisbon Baixa",
        "14 August 2026, midday",
        "75.5",
        "Fail, critical",
        "14.5 points below target",
        "Band Developing. One visit; not a rating of the location.",
        "One critical miss",
        "PRICE: Was the amount charged the amount displayed? It fails the visit.",
        "SPEED, PRICE and GREET cost most",
        "21.0 of the 24.5 points lost.",
    )


def test_the_ledger_ends_at_the_score_and_the_evidence_follows(report):
    assert not missing(
        " ".join(texts(report)),
        "Ledger of visit 3",
        "100 less the points lost 75.5",
        "Score 75.5",
        "No, € 0.20 too much",
        "1 14 August, midday",
        "Reviewer A name removed; amount checked against the receipt.",
        "abababab abababab",
    )


def test_it_names_itself(report):
    with pikepdf.open(io.BytesIO(report)) as file:
        title, subject = str(file.docinfo["/Title"]), str(file.docinfo["/Subject"])

    assert title == "Visit report: Harbour Coffee, Lisbon Baixa, 14 August 2026"
    assert subject == "Guest Promise 2026: one visit at PT-0417; not a rating of the location"


def test_a_visit_without_a_score_or_evidence_says_so():
    made = snapshots.closed_visit()
    made["visit"] |= {"submitted": None, "released": None, "appealed": False}

    whole = " ".join(texts(pdf.render_visit_report(made, {})))

    assert whole.split("2026, midday ")[1].startswith(
        "No score Target 90.0 Closed "
        "This visit could not be scored One visit; not a rating of the location. "
        "Nothing counted Nothing was scored: the place was closed. "
        "Ledger of visit 1 14 August, midday · Closed · coffee-dine-in v4 – "
        "Nothing was scored: the place was closed. "
        "Evidence No miss was recorded No answer of this visit was a miss. What was used"
    )


def test_a_ledger_in_which_nothing_counts_has_its_lines_and_no_sum():
    made = snapshots.one_visit() | {"evidence": []}
    made["visit"] |= {"percent": None, "raw_percent": None, "outcome": "not_scored", "band": None}
    nothing = {"state": "not_applicable", "earned": "0.0000", "possible": "0.0000"}
    made["visit"]["ledger"] = [
        line | nothing | {"lost": "0.0000", "answer": ""} for line in made["visit"]["ledger"][:2]
    ]
    made["visit"]["critical_failures"] = []

    whole = " ".join(texts(pdf.render_visit_report(made, {})))

    assert not missing(
        whole,
        "By standard",
        "Question of visit 3",
        "not applicable – Nothing was scored: no question that counts was answered.",
    )
    assert "100 less the points lost" not in whole
