"""The door every foreign word passes before it is drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import fonts
from reports.text import LONGEST, clean, fit, wrap
from reports.theme import BODY

UNSHAPED = "[text in a script this report cannot print: {}]"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain words", "plain words"),
        ("two\nlines\tand  spaces ", "two lines and spaces"),
        ('<img src="/etc/passwd"> & <b>', '<img src="/etc/passwd"> & <b>'),
        ("null\x00 bell\x07 escape\x1b[31m", "null bell escape [31m"),
        ("e\u0301 is one letter", "é is one letter"),
        ("abc\u202ecba", "abccba"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("Zażółć, Größe, Κάθε, Каждого, € −", "Zażółć, Größe, Κάθε, Каждого, € −"),
        ("thin\u202fspace", "thin\u00a0space"),
        ("👍🏽 good", "[thumbs up sign] good"),
        ("", ""),
        (None, ""),
        (12, "12"),
    ],
)
def test_clean_keeps_what_can_be_drawn(value, expected):
    assert clean(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("नमस्ते दुनिया", UNSHAPED.format("Devanagari")),
        ("مرحبا", UNSHAPED.format("Arabic")),
        ("שלום", UNSHAPED.format("Hebrew")),
        ("你好", UNSHAPED.format("Chinese, Japanese or Korean")),
        ("안녕", UNSHAPED.format("Korean")),
        ("say नमस्ते, दुनिया now", f"say {UNSHAPED.format('Devanagari')} now"),
    ],
)
def test_clean_names_a_script_that_cannot_be_shaped(value, expected):
    assert clean(value) == expected


def test_clean_caps_the_length():
    assert clean("x" * 100_000) == "x" * (LONGEST - 1) + "…"
    assert clean("ab cd ef", 6) == "ab cd…"


@given(st.text(max_size=300))
def test_clean_leaves_only_characters_with_a_glyph(value):
    cleaned = clean(value)

    assert all(fonts.has_glyph(ord(character)) for character in cleaned)
    assert clean(cleaned) == cleaned


@given(st.text(max_size=200), st.floats(min_value=30, max_value=300))
def test_wrap_keeps_every_character_and_the_width(value, width):
    cleaned = clean(value)

    lines = wrap(cleaned, BODY, width)

    assert "".join(lines).replace(" ", "") == cleaned.replace(" ", "")
    assert all(fonts.width(line, BODY.face, BODY.size) <= width + 0.01 for line in lines)


def test_wrap_breaks_at_spaces_and_long_words_after_a_point():
    assert wrap("one two three", BODY, 50) == ["one two", "three"]
    assert wrap("https://example.org/a-very-long-path", BODY, 90) == [
        "https://example.org/",
        "a-very-long-path",
    ]


def test_wrap_does_not_break_between_number_and_unit():
    assert wrap("wait of 90\u00a0s", BODY, 45) == ["wait of", "90\u00a0s"]


def test_wrap_says_that_something_was_cut():
    assert wrap("one two three four five", BODY, 50, 2) == ["one two", "three four…"]


def test_fit_cuts_one_line():
    assert fit("short", BODY, 100) == "short"
    assert fit("a rather long line of words", BODY, 60) == "a rather lon…"


def test_a_huge_word_is_capped_and_broken():
    lines = wrap(clean("x" * 100_000), BODY, 100)

    assert len(lines) == 191
    assert lines[-1].endswith("…")
