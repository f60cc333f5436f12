"""The copies of a frozen document that others may see: the phone's and the client's."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from shopper_forms.canonical import canonical_json
from shopper_forms.decoding import load_json


def phone_copy(raw: bytes) -> bytes:
    """The document as the phone gets it: no question says that it is a trap.

    Takes the frozen bytes and gives canonical bytes. The visit still names the digest of the
    frozen original, since two spellings of one questionnaire must not look like two.
    """
    document = _object(load_json(raw))
    return canonical_json(
        {
            **document,
            "sections": [
                {**section, "questions": [_unmarked(question) for question in questions]}
                for section, questions in _sections(document)
            ],
        }
    )


def client_copy(raw: bytes) -> bytes:
    """The document as a client sees it: nothing tells that there are traps, nor which.

    Left out are the integrity questions, a section that holds nothing else, every check that
    names one, and every `show_if` that names one (the question then reads as always asked).
    """
    document = _object(load_json(raw))
    traps = {
        str(question.get("code"))
        for _, questions in _sections(document)
        for question in questions
        if question.get("integrity") is True
    }
    sections = []
    for section, questions in _sections(document):
        shown = [
            _without_leak(_unmarked(question), traps)
            for question in questions
            if question.get("integrity") is not True
        ]
        if shown or not questions:
            sections.append({**section, "questions": shown})
    copy: dict[str, object] = {**document, "sections": sections}
    if "checks" in document:
        copy["checks"] = [
            check
            for check in _list(document["checks"])
            if not _names(_object(check).get("when"), traps)
        ]
    return canonical_json(copy)


def _sections(
    document: Mapping[str, object],
) -> list[tuple[Mapping[str, object], list[Mapping[str, object]]]]:
    return [
        (section, [_object(question) for question in _list(section.get("questions"))])
        for section in map(_object, _list(document.get("sections")))
    ]


def _unmarked(question: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in question.items() if key != "integrity"}


def _without_leak(question: dict[str, object], traps: Collection[str]) -> dict[str, object]:
    if _names(question.get("show_if"), traps):
        del question["show_if"]
    return question


def _names(condition: object, traps: Collection[str]) -> bool:
    """Whether a condition names a trap anywhere, on either side of a comparison."""
    if isinstance(condition, dict):
        named = condition.get("question")
        return (isinstance(named, str) and named in traps) or any(
            _names(part, traps) for part in condition.values()
        )
    return isinstance(condition, list) and any(_names(part, traps) for part in condition)


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
