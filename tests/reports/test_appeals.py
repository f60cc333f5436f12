"""Appeals in a report: the share that was upheld, and every word of each of them."""

from __future__ import annotations

import io

import pypdf
import pytest

from reports.appeals import Share, share_of_visits, share_upheld, share_words
from reports.pdf import render_location_report, render_visit_report
from tests.reports.snapshots import one_visit, quarter

UPHELD = {
    "question": "greeted",
    "text": "Was every guest greeted?",
    "category": "could_not_perform",
    "said": "The door was blocked by a delivery.",
    "state": "upheld",
    "appealed": "2026-08-20",
    "decided": "2026-08-22",
    "reason": "The photo shows the delivery.",
}
OPEN = {
    **UPHELD,
    "question": "price",
    "text": "Did the price match?",
    "category": "missing_evidence",
    "state": "open",
    "decided": None,
    "reason": "",
}


@pytest.mark.parametrize(
    ("states", "share", "percent", "words"),
    [
        ([], Share(0, 0, 0, 0), None, "none"),
        (["open"], Share(0, 0, 1, 0), None, "1 open"),
        (["upheld", "rejected", "upheld"], Share(2, 1, 0, 0), "66.6667", "2 of 3 upheld (66.7 %)"),
        (["rejected", "open"], Share(0, 1, 1, 0), "0.0000", "0 of 1 upheld (0.0 %), 1 open"),
        # what was never decided is in no share
        (["upheld", "lapsed"], Share(1, 0, 0, 1), "100.0000", "1 of 1 upheld (100.0 %), 1 lapsed"),
    ],
)
def test_share_upheld_is_of_what_was_decided(states, share, percent, words):
    found = share_upheld(states)

    assert (found, found.percent) == (share, percent)
    assert share_words(found).replace("\u00a0", " ") == words


def test_share_of_old_visits_is_none_of_nothing():
    assert share_of_visits(quarter()["visits"]) == Share(0, 0, 0, 0)


def test_report_tells_each_appeal_and_marks_its_visit():
    made = quarter()
    made["visits"][1]["appeals"] = [UPHELD]
    made["visits"][3] |= {"appeals": [OPEN], "appealed": True}

    text = words_of(render_location_report(made, lambda visit, photo: None))

    assert "Appeals: 1 of 1 upheld (100.0 %), 1 open." in text
    assert "Sent 28 Jul, released 31 Jul, late, appealed" in text
    assert (
        "Was every guest greeted? The site could not perform it, 20 Aug: The door was blocked by "
        "a delivery."
    ) in text
    assert "Upheld, 22 Aug: The photo shows the delivery." in text
    assert "Did the price match? Missing evidence, 20 Aug: The door was blocked by a" in text
    assert "Not decided yet." in text


def test_report_of_a_visit_tells_its_appeals():
    made = one_visit()
    made["visit"]["appeals"] = [UPHELD]

    text = words_of(render_visit_report(made, lambda visit, photo: None))

    assert "Appeals 1 of 1 upheld (100.0 %)" in text
    assert "Upheld, 22 Aug: The photo shows the delivery." in text


def test_longest_words_are_printed_whole():
    made = quarter()
    said = "Nobody could have seen that from there. " * 100
    made["visits"][0]["appeals"] = [{**UPHELD, "said": said[:4000], "reason": said[:4000]}] * 3

    text = words_of(render_location_report(made, lambda visit, photo: None))

    assert text.count("Nobody could have seen") == 600


def words_of(pdf: bytes) -> str:
    """The words of a PDF in their order, however the lines broke."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
