"""Length, joined questions and missing languages: what warns, and what only looks like it."""

import pytest

from tests.shopper_forms.documents import (
    FIRST,
    SECOND,
    options,
    question,
    small,
    small_first,
)
from tests.shopper_forms.judging import warnings


@pytest.mark.parametrize(
    ("extra", "expected"), [(39, []), (40, [(("sections",), "too_many_questions")])]
)
def test_lint_too_many_questions(extra, expected):
    assert warnings(small(*(question(f"q{n}", "text") for n in range(extra)))) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Was the host friendly and quick?"),
        ("en-GB", "Was the counter OR the floor dirty?"),
        ("fr", "L'accueil était-il rapide et aimable ?"),
        ("de", "War die Theke sauber und trocken?"),
        ("es", "¿Estaba limpio y seco?"),
    ],
)
def test_lint_double_barrelled(language, text):
    document = small_first(text={"en": "Fine?", language: text})

    assert warnings(document) == [((*FIRST, "text", language), "double_barrelled")]


@pytest.mark.parametrize(
    "text",
    [
        "Was the sandwich at hand?",
        "Did you see 1 or 2 hosts?",
        "Were there between five and ten guests?",
        "Was the floor clean?",
    ],
)
def test_lint_text_that_only_looks_double_barrelled(text):
    assert warnings(small_first(text={"en": text})) == []


def test_lint_text_and_lists_may_join():
    text = {"en": "Tell of the welcome and the farewell."}
    asked = [{**question("a", "text"), "text": text}]
    asked.append({**question("b", "multi_choice", options=options(1)), "text": text})

    assert warnings(small(*asked)) == []


def test_lint_text_missing():
    document = small(
        question("a", "single_choice", options=options(1), help={"en": "Look.", "fr": " "}),
        languages=["en", "fr"],
        title={"en": "Small visit", "fr": "Petite visite"},
    )
    document["sections"][0]["questions"][0]["text"]["fr"] = "Bonjour ?"

    assert warnings(document) == [
        (("standards", "GREET", "text", "fr"), "text_missing"),
        (("sections", 0, "title", "fr"), "text_missing"),
        ((*SECOND, "text", "fr"), "text_missing"),
        ((*SECOND, "help", "fr"), "text_missing"),
        ((*SECOND, "options", 0, "text", "fr"), "text_missing"),
    ]
