"""The PDF of a good quarter: its figures, its bytes, its links, its fonts, its tags."""

import io
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from reports import pdf
from tests.reports import snapshots

SNAPSHOT = "5b7e03c9" * 8


@pytest.fixture(scope="module")
def photos(tmp_path_factory):
    return snapshots.draw_photos(tmp_path_factory.mktemp("photos"))


@pytest.fixture(scope="module")
def report(photos):
    return pdf.render_location_report(snapshots.quarter(), photos, snapshot_sha256=SNAPSHOT)


@pytest.fixture(scope="module")
def pages(report):
    return texts(report)


def texts(data, first=None):
    """Give the text of each page, or of so many, with plain spaces, lines joined."""
    read = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages[:first]]
    return [" ".join(page.replace("\u00a0", " ").split()) for page in read]


def missing(page, *expected):
    """Give what is not in the text of a page."""
    return [words for words in expected if words not in page]


def test_page_one_answers(pages):
    assert not missing(
        pages[0],
        "Harbour Coffee, Lisbon Baixa",
        "PT-0417",
        "1 July to 30 September 2026",
        "5 visits (1 more void, left out)",
        "Data as of 25 September 2026",
        "80.8",
        "of 100, target 90.0",
        "Below target",
        "9.2 points below target",
        "More than chance explains: the interval ends at 85.8.",
        "Up 2.7 on last quarter, within noise",
        "A change under ±5.4 cannot be told from chance.",
        "Fix SPEED and CLEAN first",
        "4 of 5 visits passed",
        "One failed on a critical standard.",
        "Developing",
        "75 to 90, then On standard.",
        "Shopper view, not customer NPS",
        "+20",
        "Critical miss",
        "Evidence, page 4",
        "from 80.8 to 92.2",
        "84.3",
        "86.0",
        "46 locations, 22nd percentile",
        "No score in Q4 2025.",
        "Page 1 of 8",
    )


def test_page_two_says_where_the_points_went(pages):
    assert not missing(
        pages[1],
        "SPEED, CLEAN and GREET cost 14.7 of the 19.2 points lost",
        "The 19.2 points missing from 100, by standard",
        "−40.0",
        "+15.0",
        "n = 2",
        "Pre-transaction",
        "−13.2",
        "Extreme desire",
        "−25.0",
    )


def test_page_three_lists_every_standard(pages):
    assert not missing(
        pages[2],
        "Seven met, four gaps, two to watch, one with too few visits",
        "The amount charged is the amount displayed.",
        "critical",
        "Shift lead",
        "0 of 5 within 5:00 min",
        "median 6:40 min · p90 9:20 min",
        "Against competitors",
        "−24.0",
    )


def test_evidence_prints_words_photos_and_edits(pages):
    assert not missing(
        pages[3],
        "One critical miss and three gaps, in the shoppers’ words",
        "No, € 0.20 too much",
        "turned to the next guest.”",
        "Reviewer A name removed; amount checked against the receipt.",
        "7 3 September, evening",
    )
    assert not missing(pages[4], "8 3 September, evening", "Also missed, without words or photos")


def test_actions_say_that_none_is_recorded(pages):
    assert not missing(
        pages[4],
        "Four standards missed, no action recorded",
        "Did the last actions work? None recorded.",
    )


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [("84.0000", "Against competitors score in %, 6 visits"),
     ("60.0000", "Against competitors filled: here, 6 visits")],
)  # fmt: skip
def test_competitors_have_a_key_where_the_first_dots_are_too_close_for_names(theirs, expected):
    made = snapshots.quarter()
    clean = made["analysis"]["competitors"]["CLEAN"]
    made["analysis"]["competitors"] = {"CLEAN": clean | {"percent": theirs}}

    page = texts(pdf.render_location_report(made, {}))[2]

    assert expected in page
    assert ("here them" in page) == (theirs == "84.0000")


def test_appendix_ends_each_ledger_at_the_printed_score(pages):
    appendix = " ".join(pages[4:])

    assert not missing(
        appendix,
        "Five visits counted, one void; every point can be followed",
        "Sent 28 Jul, released 31 Jul, late",
        "1 void visit left out of every figure. Appeals: 1 open.",
        "coffee-dine-in v4",
        "9f2c71ab 5d5c4f0e",
        "5b7e03c9 5b7e03c9",
        "Staff were told of the programme on 12 January 2026.",
        "Reviewer, 5 Sep, corrected “Which of tables, floor and restroom were clean?”: Photo 6",
        *[f"Ledger of visit {number}" for number in range(1, 6)],
        *[f"Score {percent}" for percent in ("86.0", "79.0", "75.5", "80.6", "83.0")],
    )


def test_a_void_visit_is_a_number_and_never_a_date():
    made = snapshots.only_void()

    whole = " ".join(texts(pdf.render_location_report(made, {})))

    assert "No visits counted, two void" in whole
    assert "2 void visits left out of every figure." in whole


def test_the_same_snapshot_gives_the_same_bytes(report, photos, tmp_path):
    elsewhere = snapshots.draw_photos(tmp_path)

    again = pdf.render_location_report(snapshots.quarter(), photos, snapshot_sha256=SNAPSHOT)
    moved = pdf.render_location_report(snapshots.quarter(), elsewhere, snapshot_sha256=SNAPSHOT)

    assert again == report
    assert moved == report


def test_other_processes_give_the_same_bytes(report, tmp_path):
    snapshots.draw_photos(tmp_path)
    program = (
        "import sys, hashlib; from pathlib import Path; from reports import pdf;"
        "from tests.reports import snapshots;"
        "made, files = snapshots.quarter(), snapshots.draw_photos(Path(sys.argv[1]));"
        f"data = pdf.render_location_report(made, files, snapshot_sha256={SNAPSHOT!r});"
        "print(hashlib.sha256(data).hexdigest())"
    )

    digests = [
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)],
            capture_output=True,
            check=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(pdf.__file__).parent.parent,
        ).stdout.strip()
        for seed in ("1", "2")
    ]

    assert digests == [sha256(report).hexdigest()] * 2


def test_photos_may_come_as_bytes_from_a_function(report, photos):
    def find(visit, photo):
        return photos[(visit, photo)].read_bytes()

    found = pdf.render_location_report(snapshots.quarter(), find, snapshot_sha256=SNAPSHOT)

    assert found == report


def test_the_file_names_itself_and_its_language(report):
    with pikepdf.open(io.BytesIO(report)) as file:
        named = {key: str(file.docinfo[key]) for key in ("/Title", "/Author", "/Subject")}

        assert named == {
            "/Title": "Gap report: Harbour Coffee, Lisbon Baixa, 1 July to 30 September 2026",
            "/Author": "Harbour Coffee Portugal",
            "/Subject": "Guest Promise 2026: service standards against target at PT-0417",
        }
        assert file.Root.Lang == "en"


def test_page_one_links_to_the_evidence(report):
    with pikepdf.open(io.BytesIO(report)) as file:
        ends = [link.Dest[0].objgen for link in file.pages[0].Annots]
        evidence = file.pages[3].objgen

        assert ends == [evidence] * 4  # the critical miss and the three to put right first


def test_the_outline_names_the_parts(report):
    with pikepdf.open(io.BytesIO(report)) as file, file.open_outline() as outline:
        parts = [entry.title for entry in outline.root]
        below = [[entry.title for entry in part.children] for part in outline.root]

    assert parts == [
        "Harbour Coffee, Lisbon Baixa",
        "Where the points went",
        "Every standard",
        "Evidence",
        "Actions",
        "Appendix",
    ]
    assert below[3] == ["PRICE", "SPEED", "CLEAN", "GREET", "UNIFORM"]
    assert len(below[5]) == 5


def test_photos_are_embedded_as_they_are(report, photos):
    with pikepdf.open(io.BytesIO(report)) as file:
        found = {
            bytes(image.read_raw_bytes())
            for page in file.pages
            for image in page.get_images().values()
        }

    assert found == {path.read_bytes() for path in photos.values()}


def test_the_file_is_tagged_with_words_for_every_figure(report):
    with pikepdf.open(io.BytesIO(report)) as file:
        assert file.Root.MarkInfo.Marked
        kids = list(file.Root.StructTreeRoot.K.K)
        roles = {str(kid.S) for kid in kids}
        figures = [kid for kid in kids if kid.S == "/Figure"]
        contents = b"".join(page.Contents.read_bytes() for page in file.pages)

    assert roles == {"/H1", "/H2", "/P", "/L", "/Figure"}
    assert all(len(str(figure.Alt)) > 8 for figure in figures)
    assert contents.count(b"BDC") + contents.count(b"BMC") == contents.count(b"EMC")
