"""The questionnaires of these tests are ones that could be published."""

from __future__ import annotations

import json

import pytest

from shopper_forms.decoding import load_json
from shopper_forms.lint import lint
from tests.browser.phone import questions

DOCUMENTS = [
    questions.every_type(),
    questions.short(),
    questions.long(),
    questions.right_to_left(),
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["code"])
def test_questionnaire_could_be_published(document):
    assert lint(load_json(json.dumps(document).encode())).errors == ()
