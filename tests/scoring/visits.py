"""Hypothesis strategies: a questionnaire of the golden cases, and answers that it can be given."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from shopper_forms.document import Document, Question
from tests.scoring.vectors import example_document, random_cases

DOCUMENTS = [example_document(), *(case.document for case in random_cases())]


def documents() -> st.SearchStrategy[Document]:
    """The example or a random questionnaire, in either mode."""
    return st.builds(
        lambda document, mode: replace(document, scoring=replace(document.scoring, mode=mode)),
        st.sampled_from(DOCUMENTS),
        st.sampled_from(["pooled", "section_weighted"]),
    )


def open_documents() -> st.SearchStrategy[Document]:
    """The same with every question shown, so that an answer moves nothing but its own line."""
    return documents().map(without_conditions)


def without_conditions(document: Document) -> Document:
    """The document with `show_if` taken off every question."""
    return replace(
        document,
        sections=tuple(
            replace(
                section,
                questions=tuple(replace(question, show_if=None) for question in section.questions),
            )
            for section in document.sections
        ),
    )


@st.composite
def visits(
    draw: st.DrawFn, chosen: st.SearchStrategy[Document]
) -> tuple[Document, dict[str, dict[str, Any]]]:
    """A document with answers: valid values, N/A, not observed, and questions left out."""
    document = draw(chosen)
    answers = {}
    for question in document.questions:
        state = draw(st.sampled_from(["answered"] * 6 + ["not_applicable", "not_observed", ""]))
        if state == "answered":
            answers[question.code] = {"value": draw(values(question))}
        elif state:
            answers[question.code] = {"state": state, "reason": "So it was"}
    return document, answers


def values(question: Question) -> st.SearchStrategy[Any]:
    """Values the question may be answered with."""
    low = int(question.minimum or 0)
    high = low + 5000 if question.maximum is None else int(question.maximum)
    codes = [option.code for option in question.options]
    match question.type:
        case "yes_no":
            return st.sampled_from(["yes", "no"])
        case "single_choice":
            return st.sampled_from(codes)
        case "multi_choice":
            return st.lists(st.sampled_from(codes), unique=True)
        case "number":
            return st.integers(low * 100, high * 100).map(lambda x: Decimal(x) / 100)
        case "scale" | "duration" | "money":
            return st.integers(low, high)
        case "time":
            return st.sampled_from(["00:00", "09:30", "14:05"])
        case "date":
            return st.sampled_from(["2026-02-28", "2026-07-01"])
        case "text":
            return st.just("A quick visit.")
    raise AssertionError(question.type)
