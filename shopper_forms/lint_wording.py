"""Forms that ask too much: of memory, in one question, or in a language that is not there.

Definitions
- `too_many_questions`: more than 40 questions; a shopper reports from memory after the visit.
- `double_barrelled`: the text of a question with a single value joins two things by *and* or *or*
  in its language; numbers ("0 or 1") and ranges ("between a and b") are left alone. Lists
  (multi_choice), stories (text) and photos may join what they like.
- `text_missing`: a text is absent or blank in one of the document's languages; the default
  language is shown instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from shopper_forms.document import Question
from shopper_forms.findings import Finding
from shopper_forms.lint_subject import Subject
from shopper_forms.reading import Loc

MOST_QUESTIONS = 40
JOINING = {
    "en": "and|or",
    "fr": "et|ou",
    "de": "und|oder",
    "es": "y|o",
    "it": "e|o",
    "pt": "e|ou",
    "nl": "en|of",
    "pl": "i|oraz|lub",
}
RANGES = {
    "en": "between",
    "fr": "entre",
    "de": "zwischen",
    "es": "entre",
    "it": "tra|fra",
    "pt": "entre",
    "nl": "tussen",
    "pl": "między",
}
JOINED = {
    language: re.compile(rf"[^\W\d]\s+(?:{words})\s+[^\W\d]", re.IGNORECASE)
    for language, words in JOINING.items()
}
RANGE = {
    language: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for language, words in RANGES.items()
}
MANY_VALUES = ("multi_choice", "text", "photo")


def wording_faults(subject: Subject) -> Iterator[Finding]:
    """Warnings about length, joined questions and missing languages."""
    count = len(subject.placed)
    if count > MOST_QUESTIONS:
        sentence = f"{count} questions for one report from memory; more than {MOST_QUESTIONS}."
        yield Finding(("sections",), "too_many_questions", sentence)
    for loc, question in subject.placed:
        if question.type not in MANY_VALUES:
            yield from _double_barrelled(question, loc)
    for loc, texts in _all_texts(subject):
        for language in subject.document.languages:
            # The default language is needed, so its absence is an error of its own.
            is_default = language == subject.document.default_language
            if texts and not is_default and not texts.get(language, "").strip():
                sentence = f"There is no text in {language}; the default language is shown."
                yield Finding((*loc, language), "text_missing", sentence)


def _double_barrelled(question: Question, loc: Loc) -> Iterator[Finding]:
    for language, text in question.text.items():
        primary = language.partition("-")[0].lower()
        joined = JOINED.get(primary)
        if joined and joined.search(text) and not RANGE[primary].search(text):
            sentence = "This may ask two things at once; one answer cannot tell which was meant."
            yield Finding((*loc, "text", language), "double_barrelled", sentence)


def _all_texts(subject: Subject) -> Iterator[tuple[Loc, Mapping[str, str]]]:
    document = subject.document
    yield ("title",), document.title
    for code, standard in document.standards.items():
        yield ("standards", code, "text"), standard.text
    for index, section in enumerate(document.sections):
        yield ("sections", index, "title"), section.title
    for loc, question in subject.placed:
        yield (*loc, "text"), question.text
        if question.help is not None:
            yield (*loc, "help"), question.help
        for index, option in enumerate(question.options):
            yield (*loc, "options", index, "text"), option.text
    for index, check in enumerate(document.checks):
        yield ("checks", index, "message"), check.message
