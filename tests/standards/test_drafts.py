"""Drafts: stored however unfinished, under their own code, numbered by the server."""

import json

import pytest

from backend.errors import AlreadyExists, Invalid
from backend.standards.models import Questionnaire
from backend.standards.publishing import draft_bytes, publish_draft, save_draft
from shopper_forms.canonical import canonical_json
from shopper_forms.decoding import load_json
from tests.standards.forms import form
from tests.standards.test_publishing import faults, started
from tests.standards.test_register import enter


@pytest.mark.parametrize(
    "document",
    [
        {"code": "half"},
        {"code": "half", "standards": ["WELCOME"], "sections": {"a": None}},
        {"code": "half", "standards": {"WELCOME": 5}, "version": "seven"},
        {"code": "half", "standards": {str(number): 0 for number in range(2_000)}},
        {"code": "half", "weights": [1, -0.5, 10**30], "": "\x01"},
    ],
)
def test_draft_may_be_half_done_and_is_linted_only_at_publishing(cast, document):
    questionnaire = started(cast, document)

    with pytest.raises(Invalid) as refusal:
        publish_draft(questionnaire=questionnaire, by=cast.sol)

    assert load_json(draft_bytes(questionnaire)) == load_json(
        canonical_json({**document, "version": 1})
    )
    assert refusal.value.errors


def test_draft_says_the_version_it_would_become(cast):
    enter(cast)
    questionnaire = started(cast, form(version=12))

    before = json.loads(draft_bytes(questionnaire))
    publish_draft(questionnaire=questionnaire, by=cast.sol)
    after = json.loads(draft_bytes(questionnaire))

    assert (before["version"], after["version"]) == (1, 2)


def test_draft_under_another_code_is_refused(cast):
    questionnaire = started(cast)

    with pytest.raises(Invalid) as refusal:
        save_draft(questionnaire=questionnaire, document=form("other-visit"), by=cast.sol)

    assert faults(refusal) == [(("code",), "other_code")]
    questionnaire.refresh_from_db()
    assert questionnaire.draft.encode() == canonical_json(form())


def test_draft_without_a_code_takes_the_questionnaires(cast):
    questionnaire = started(cast)

    saved = save_draft(questionnaire=questionnaire, document={}, by=cast.sol)

    assert draft_bytes(saved) == b'{"code":"house-visit","version":1}'


@pytest.mark.parametrize("code", ["house-visit", "House-Visit"])
def test_start_takes_no_code_twice_whatever_its_case(cast, code):
    started(cast)

    with pytest.raises(AlreadyExists) as refusal:
        started(cast, form(code))

    assert faults(refusal) == [(("code",), "already_exists")]
    assert Questionnaire.objects.filter(code__iexact=code).count() == 1
