"""Rows, paragraphs and places on pages."""

import pytest

from reports import setting, theme
from reports.book import Book, Imprint
from reports.fonts import FACES, font
from reports.setting import Row
from reports.theme import BODY, BOLD


@pytest.fixture
def book():
    for face in FACES:
        font(face)
    return Book(Imprint("title", "author", "subject", "en", "foot"))


def drawn_rows(book, heights, head=20.0):
    """Draw rows of the heights; give the pages of the heads and of the rows."""
    heads, bodies = [], []

    def page():
        return len(book._leaves)

    setting.rows(
        book,
        Row(head, lambda ink, y: heads.append(page())),
        [Row(height, lambda ink, y: bodies.append(page())) for height in heights],
    )
    return heads, bodies


def test_rows_repeat_their_head_on_each_page(book):
    heads, bodies = drawn_rows(book, [100.0] * 10)

    assert heads == [1, 2]
    assert bodies == [1] * 7 + [2] * 3


def test_the_last_row_never_stands_alone(book):
    heads, bodies = drawn_rows(book, [100.0] * 8)

    assert bodies == [1] * 6 + [2] * 2
    assert heads == [1, 2]


def test_the_head_never_stands_alone(book):
    book.y = book.bottom - 130

    heads, bodies = drawn_rows(book, [100.0] * 3)

    assert heads == [2]
    assert bodies == [2] * 3


def test_a_row_that_needs_the_next_goes_with_it(book):
    pages = []
    body = [Row(690.0, lambda ink, y: pages.append(len(book._leaves)))]
    body += [
        Row(30.0, lambda ink, y: pages.append(len(book._leaves)), keep_with_next=True),
        *[Row(30.0, lambda ink, y: pages.append(len(book._leaves)))] * 3,
    ]

    setting.rows(book, None, body)

    assert pages == [1, 2, 2, 2, 2]


def test_sentence_is_measured_as_it_is_set(book):
    runs = [("Recover", BODY), (" SPEED", BOLD), (" and the rest of it in full", BODY)]

    tall = setting.sentence(book.ink, theme.LEFT, 100, 90, runs)

    assert tall == setting.sentence_height(90, runs) == 2 * BODY.leading


def test_a_place_that_comes_later_can_be_linked(book):
    book.link(10, 10, 20, 20, "later")
    book.turn()
    book.place("later", "Later")

    assert book.page_of("later") == 2
    assert book.page_of("never") is None
    assert book.bind().startswith(b"%PDF-")


def test_a_link_to_nowhere_is_left_out(book):
    book.link(10, 10, 20, 20, "nowhere")

    assert b"/Annot" not in book.bind()
