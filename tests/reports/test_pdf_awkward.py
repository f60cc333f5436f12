"""Every awkward snapshot renders, breaks well, links somewhere and embeds its fonts."""

import io

import pikepdf
import pytest
from pypdf import PdfReader

from reports import fonts, pdf
from tests.reports import snapshots
from tests.reports.test_pdf import texts

PAGES = {
    "quarter": 8,
    "no_visits": 4,
    "only_void": 4,
    "not_scored": 4,
    "pair": 7,
    "single": 5,
    "out_of_reach": 8,
    "reached": 8,
    "many_visits": 25,
    "many_standards": 12,
    "long_names": 18,
    "other_languages": 8,
    "without_photos": 8,
    "many_photos": 11,
    "many_critical": 9,
    "bare": 8,
}


@pytest.fixture(scope="module")
def photos(tmp_path_factory):
    return snapshots.draw_photos(tmp_path_factory.mktemp("photos"))


@pytest.fixture(scope="module", params=sorted(PAGES))
def drawn(request, photos):
    made = snapshots.AWKWARD[request.param]()
    return request.param, pdf.render_location_report(made, photos)


def test_it_has_the_pages_it_needs(drawn):
    name, data = drawn

    assert len(PdfReader(io.BytesIO(data)).pages) == PAGES[name]


def test_every_link_leads_to_a_page_of_the_file(drawn):
    _, data = drawn
    with pikepdf.open(io.BytesIO(data)) as file:
        places = {page.objgen for page in file.pages}
        links = [link for page in file.pages for link in page.get("/Annots", [])]

        assert all(link.Dest[0].objgen in places for link in links)


def test_every_font_is_embedded(drawn):
    name, data = drawn
    used = {"NotoSans-Regular", "NotoSans-SemiBold"}
    if name not in {"no_visits", "only_void", "not_scored", "without_photos"}:  # nobody is quoted
        used.add("NotoSans-Italic")
    with pikepdf.open(io.BytesIO(data)) as file:
        fonts = [font for page in file.pages for font in page.Resources.Font.values()]

        assert all("/FontFile2" in font.FontDescriptor for font in fonts)
        assert {str(font.BaseFont).split("+")[1] for font in fonts} == used


@pytest.mark.slow
def test_nothing_stands_outside_the_margins(drawn):
    """Text begins between the margins and above the foot, on every page."""
    _, data = drawn
    outside = []
    for number, page in enumerate(PdfReader(io.BytesIO(data)).pages, 1):

        def visit(text, _cm, matrix, _font, _size, number=number):
            across, up = matrix[4], matrix[5]
            if text.strip() and not (43 <= across <= 552 and (up > 50 or 26 < up < 30)):
                outside.append((number, text, across, up))

        page.extract_text(visitor_text=visit)

    assert outside == []


def test_one_visit_is_not_a_rating():
    page = texts(pdf.render_location_report(snapshots.single(), {}))[0]

    assert "One visit; not a rating of the location" in page
    assert "Too few visits, n = 1" in page
    assert "95 % interval" not in page.split("Six quarters")[0]


def test_no_visits_says_so():
    page = texts(pdf.render_location_report(snapshots.no_visits(), {}))[0]

    assert "No visits in this period" in page
    assert "No score" in page
    assert "Nothing released yet" in page


def test_a_closed_place_says_so_and_has_no_empty_ledger():
    whole = texts(pdf.render_location_report(snapshots.not_scored(), {}))

    assert "No visit could be scored" in whole[0]
    assert "Six quarters No visit was scored in any of them." in whole[0]
    assert "no visits" not in whole[0]
    assert "One visit made, none scored" in whole[-1]
    assert whole[-1].count("Nothing was scored: the place was closed.") == 1
    assert "100 less the points lost" not in whole[-1]
    assert "Every standard, visit by visit" not in whole[-1]


@pytest.mark.parametrize("name", ["single", "pair"])
def test_few_visits_leave_room_for_heading_and_note_of_their_cells(name):
    data = pdf.render_location_report(snapshots.AWKWARD[name](), {})
    begins, ends = {}, {}

    def visit(text, _cm, matrix, font, size):
        said = text.strip()
        if said in _BESIDE_CELLS:
            begins[said] = matrix[4]
            ends[said] = matrix[4] + fonts.width(said, "regular", size)

    for page in PdfReader(io.BytesIO(data)).pages:
        page.extract_text(visitor_text=visit)

    assert set(begins) == _BESIDE_CELLS
    column = begins["How the score is made"]
    assert ends["score in %"] + 20 < column
    assert max(ends[line] for line in ends if line.startswith("Brown")) + 20 < column


_BESIDE_CELLS = {
    "score in %",
    "Brown below the standard’s target, grey at it, blue above;",
    "How the score is made",
}


def test_scripts_that_can_be_printed_are_and_others_are_named():
    whole = " ".join(texts(pdf.render_location_report(snapshots.other_languages(), {})))

    assert "Καφενείο Łódź «Чайка»" in whole
    assert "Zażółć gęślą jaźń" in whole
    assert "[text in a script this report cannot print: Devanagari]" in whole
    assert "[text in a script this report cannot print: Arabic]" in whole
    assert "[thumbs up sign]" in whole


def test_a_missing_or_broken_photo_is_said(tmp_path):
    made = snapshots.quarter()
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"not a photo")
    first = made["evidence"][0]["items"][0]["photos"][0]

    whole = texts(pdf.render_location_report(made, {(first["visit"], first["photo"]): broken}))

    assert " ".join(whole).count("Photo not available") == 8


HOSTILE = (
    '<img src="/etc/passwd"/>',
    "<a href='javascript:1'>x</a> <b>unclosed",
    "&amp; &#0; &lt;",
    "</para></para>",
    "%s %d {0} %(name)s",
    "(((( \\ )) Tj ET endstream endobj",
    "\x00\x01\x1b[0m\x7f",
    "\u202e\u2066right to left",
    "=cmd|' /C calc'!A0",
    "\U0001d54f\U0010ffff\ud800",
    "a" * 5000,
    "\n\n\n",
    "",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_prints_literally_everywhere(hostile):
    made = snapshots.quarter()
    made["location"]["name"] = hostile
    made["programme"]["name"] = hostile
    made["analysis"]["critical_misses"][0]["comment"] = hostile
    made["analysis"]["standards"][0] |= {"text": hostile, "owner_role": hostile}
    made["evidence"][0] |= {"text": hostile}
    made["evidence"][0]["items"][0] |= {
        "answer": hostile,
        "comment": hostile,
        "edit_reason": hostile,
    }
    made["visits"][0]["ledger"][0] |= {"text": hostile, "answer": hostile}

    page = texts(pdf.render_location_report(made, {}), first=1)[0]

    assert "9.2 points below target" in page
    if hostile.isascii() and hostile.isprintable() and 0 < len(hostile) < 100:
        assert " ".join(hostile.split()) in page


def test_on_letter_paper_the_same_layout_is_centred(photos):
    data = pdf.render_location_report(snapshots.quarter(), photos, paper="letter")
    boxes = {tuple(float(n) for n in p.mediabox) for p in PdfReader(io.BytesIO(data)).pages}

    assert boxes == {(0.0, 0.0, 612.0, 792.0)}
