"""Questionnaire documents as values, parsed once per process: a frozen version never changes."""

from __future__ import annotations

from backend.standards.models import QuestionnaireVersion
from shopper_forms.decoding import load_json
from shopper_forms.document import Document
from shopper_forms.parsing import parse_document

_MOST_KEPT = 64
_parsed: dict[str, Document] = {}


def document_of(version: QuestionnaireVersion) -> Document:
    """The document of a frozen version; its text may be deferred, it is read on first need."""
    document = _parsed.get(version.sha256)
    if document is None:
        document = parse_document(load_json(version.frozen.encode()))
        while len(_parsed) >= _MOST_KEPT:
            _parsed.pop(next(iter(_parsed)), None)
        _parsed[version.sha256] = document
    return document
