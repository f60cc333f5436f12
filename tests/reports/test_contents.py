"""The contents of many reports in one file: order, page numbers, places to click, faults."""

from __future__ import annotations

import io

from pypdf import PdfReader

from reports.contents import Contents, Entry, page_stamp, render_contents


def contents(many: int, **more) -> Contents:
    """The contents of so many reports of nine pages."""
    return render_contents(
        brand="Harbour Coffee",
        programme="Promise",
        scope="All regions",
        first="2026-07-01",
        last="2026-09-30",
        entries=[Entry(f"L{n:03}", f"Harbour Coffee {n}", "Lisbon", 9) for n in range(1, many + 1)],
        **more,
    )


def lines(made: Contents) -> list[str]:
    pages = PdfReader(io.BytesIO(made.pdf)).pages
    return "\n".join(page.extract_text() for page in pages).replace("\u00a0", " ").splitlines()


def test_contents_of_one_page_begin_the_reports_on_the_second():
    made = contents(3)
    text = " ".join(lines(made))

    assert made.pages == 1
    assert "Promise, July to September 2026: 3 reports" in text
    assert "Harbour Coffee 1 L001 Lisbon 2 " in text
    assert "Harbour Coffee 3 L003 Lisbon 20 " in text


def test_contents_of_many_pages_count_themselves():
    made = contents(100)
    text = " ".join(lines(made))

    assert len(PdfReader(io.BytesIO(made.pdf)).pages) == made.pages == 3
    assert "Harbour Coffee 1 L001 Lisbon 4 " in text
    assert "Harbour Coffee 100 L100 Lisbon 895 " in text
    assert [spot.page for spot in made.spots] == sorted(spot.page for spot in made.spots)
    assert {spot.page for spot in made.spots} == {0, 1, 2}
    assert all(30 < bottom < top < 800 for _, bottom, _, top in (s.box for s in made.spots))


def test_contents_tell_what_is_missing():
    text = " ".join(lines(contents(1, left_out=[("L777", "could not be drawn (KeyError)")])))

    assert "With a problem" in text
    assert "L777 could not be drawn (KeyError)" in text


def test_contents_are_the_same_bytes_every_time():
    assert contents(5) == contents(5)


def test_page_stamp_ends_at_the_right_margin():
    before, behind = page_stamp(7, 1200, width=595.276, height=841.89)

    assert before == "/Artifact BMC 0.349 0.384 0.427 rg BT "
    # the words are 55.5 points wide and end at 547.3
    assert behind == " 8 Tf 491.80 811.89 Td (Page 7 of 1200) Tj ET EMC"
