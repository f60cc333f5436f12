"""From a draft to frozen bytes: what is refused, what is made, what never changes again."""

import copy
from datetime import date, timedelta

import pytest

from backend import clock
from backend.audit.chain import broken_links
from backend.audit.models import Event
from backend.errors import Invalid, StandardDiffers
from backend.standards.models import QuestionnaireVersion
from backend.standards.publishing import (
    publish_draft,
    retire_version,
    save_draft,
    start_questionnaire,
)
from shopper_forms.canonical import canonical_json, sha256_hex
from tests.cast import NOW
from tests.standards.forms import form
from tests.standards.test_register import enter


def started(cast, document=None):
    """A questionnaire with a first draft."""
    document = document or form()
    return start_questionnaire(code=document["code"], document=document, by=cast.sol)


def faults(refusal):
    return [(fault.loc, fault.code) for fault in refusal.value.errors]


def without_question(document):
    """The document with a fault: nothing to earn."""
    changed = copy.deepcopy(document)
    del changed["sections"][0]["questions"][0]["score"]
    return changed


def test_publish_freezes_the_canonical_bytes_of_the_draft(cast):
    enter(cast)
    questionnaire = started(cast, form(version=77))

    version, is_new = publish_draft(questionnaire=questionnaire, by=cast.sol)

    expected = canonical_json(form())
    version.refresh_from_db()
    assert is_new is True
    assert (version.version, version.frozen.encode()) == (1, expected)
    assert version.sha256 == sha256_hex(expected)
    assert version.published_at == NOW
    assert version.retired_at is None
    assert [event.verb for event in Event.objects.all()] == [
        "standard.entered",
        "questionnaire.started",
        "questionnaire.published",
    ]
    assert list(broken_links()) == []


def test_publish_twice_makes_one_version(cast):
    enter(cast)
    questionnaire = started(cast)
    first, _ = publish_draft(questionnaire=questionnaire, by=cast.sol)

    again, is_new = publish_draft(questionnaire=questionnaire, by=cast.sol)

    assert (again, is_new) == (first, False)
    assert QuestionnaireVersion.objects.filter(questionnaire=questionnaire).count() == 1
    assert Event.objects.filter(verb="questionnaire.published").count() == 1


def test_publish_again_after_retiring_makes_the_next_version(cast):
    enter(cast)
    questionnaire = started(cast)
    first, _ = publish_draft(questionnaire=questionnaire, by=cast.sol)
    retire_version(version=first, by=cast.sol)

    second, is_new = publish_draft(questionnaire=questionnaire, by=cast.sol)

    assert (second.version, is_new) == (2, True)
    assert second.sha256 != first.sha256


def test_later_drafts_leave_published_versions_as_they_were(cast):
    enter(cast)
    questionnaire = started(cast)
    first, _ = publish_draft(questionnaire=questionnaire, by=cast.sol)
    changed = form(title={"en": "House visit, new"}, version=1)

    save_draft(questionnaire=questionnaire, document=changed, by=cast.sol)
    second, is_new = publish_draft(questionnaire=questionnaire, by=cast.sol)

    first.refresh_from_db()
    assert first.frozen.encode() == canonical_json(form())
    assert is_new is True
    assert second.frozen.encode() == canonical_json({**changed, "version": 2})


def test_publish_names_every_lint_error_and_makes_nothing(cast):
    enter(cast)
    document = without_question(form())
    document["scoring"]["bands"][0]["from"] = 1
    questionnaire = started(cast, document)

    with pytest.raises(Invalid) as refusal:
        publish_draft(questionnaire=questionnaire, by=cast.sol)

    assert faults(refusal) == [
        (("scoring", "bands", 0, "from"), "band_hole"),
        (("sections",), "no_points"),
    ]
    assert not QuestionnaireVersion.objects.filter(questionnaire=questionnaire).exists()
    assert not Event.objects.filter(verb="questionnaire.published").exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("text", {"en": "Every guest is welcomed. "}),
        ("text", {"en": "Every guest is welcomed.", "pt": "Todos."}),
        ("stage", "transaction"),
        ("dimension", "empathy"),
        ("behaviours", ["respect"]),
        ("trust", []),
        ("target_percent", 92.4999),
        ("critical", True),
        ("owner_role", "Host"),
    ],
)
def test_publish_refuses_a_standard_that_differs_from_the_register(cast, key, value):
    enter(cast)
    document = form()
    document["standards"]["WELCOME"][key] = value
    questionnaire = started(cast, document)

    with pytest.raises(StandardDiffers) as refusal:
        publish_draft(questionnaire=questionnaire, by=cast.sol)

    assert faults(refusal) == [(("standards", "WELCOME", key), "standard_differs")]
    assert not questionnaire.versions.exists()


def test_publish_takes_tags_in_any_order(cast):
    enter(cast)
    document = form()
    document["standards"]["WELCOME"]["behaviours"].reverse()

    version, _ = publish_draft(questionnaire=started(cast, document), by=cast.sol)

    assert version.version == 1


def test_publish_refuses_standards_that_are_unknown_or_still_to_come(cast):
    enter(cast, code="TOMORROW", day=date(2026, 8, 15))
    questionnaire = started(cast, form("mixed", "UNKNOWN", "TOMORROW"))

    with pytest.raises(StandardDiffers) as refusal:
        publish_draft(questionnaire=questionnaire, by=cast.sol)

    assert faults(refusal) == [
        (("standards", "TOMORROW"), "standard_differs"),
        (("standards", "UNKNOWN"), "standard_differs"),
    ]


def test_publish_takes_a_standard_on_the_day_it_begins(cast):
    enter(cast, code="TOMORROW", day=date(2026, 8, 15))
    questionnaire = started(cast, form("house-visit", "TOMORROW"))

    with clock.frozen_at(NOW + timedelta(days=1)):
        version, _ = publish_draft(questionnaire=questionnaire, by=cast.sol)

    assert version.published_at == NOW + timedelta(days=1)


def test_publish_compares_with_the_version_in_force_today(cast):
    enter(cast)
    questionnaire = started(cast)
    enter(cast, day=date(2026, 8, 14), owner_role="shift lead")

    with pytest.raises(StandardDiffers) as refusal:
        publish_draft(questionnaire=questionnaire, by=cast.sol)

    assert faults(refusal) == [(("standards", "WELCOME", "owner_role"), "standard_differs")]


def test_publish_refuses_standards_of_several_brands(cast):
    enter(cast)
    enter(cast, code="SUMMIT-WELCOME", brand="summit")
    questionnaire = started(cast, form("mixed", "WELCOME", "SUMMIT-WELCOME"))

    with pytest.raises(StandardDiffers) as refusal:
        publish_draft(questionnaire=questionnaire, by=cast.sol)

    assert questionnaire.brand_id is None  # canonical order: SUMMIT-WELCOME is the first
    assert faults(refusal) == [(("standards", "WELCOME"), "standard_differs")]


def test_draft_of_another_brand_never_moves_published_versions_to_it(cast):
    enter(cast)
    enter(cast, code="SUMMIT-WELCOME", brand="summit")
    questionnaire = started(cast)
    publish_draft(questionnaire=questionnaire, by=cast.sol)
    foreign = form("house-visit", "SUMMIT-WELCOME")

    saved = save_draft(questionnaire=questionnaire, document=foreign, by=cast.sol)
    with pytest.raises(StandardDiffers) as refusal:
        publish_draft(questionnaire=questionnaire, by=cast.sol)

    assert saved.brand_id == "harbour"
    assert faults(refusal) == [(("standards", "SUMMIT-WELCOME"), "standard_differs")]
    assert not QuestionnaireVersion.objects.visible_to(cast.oto).exists()


def test_draft_before_the_first_version_may_change_its_brand(cast):
    enter(cast)
    enter(cast, code="SUMMIT-WELCOME", brand="summit")
    questionnaire = started(cast)

    saved = save_draft(
        questionnaire=questionnaire,
        document=form("house-visit", "SUMMIT-WELCOME"),
        by=cast.sol,
    )

    assert saved.brand_id == "summit"


def test_publish_refuses_another_brand_than_that_of_a_programme_that_takes_the_form(cast):
    questionnaire = started(cast, form("house-visit", "SUMMIT-WELCOME"))
    cast.programme.questionnaires.add(questionnaire)  # while its brand is unknown
    enter(cast, code="SUMMIT-WELCOME", brand="summit")

    with pytest.raises(StandardDiffers) as refusal:
        publish_draft(questionnaire=questionnaire, by=cast.sol)

    assert faults(refusal) == [(("standards",), "other_brand")]
    assert not questionnaire.versions.exists()


def test_publish_finds_the_brand_of_standards_entered_after_the_draft(cast):
    questionnaire = started(cast)
    enter(cast)

    version, _ = publish_draft(questionnaire=questionnaire, by=cast.sol)

    questionnaire.refresh_from_db()
    assert (version.version, questionnaire.brand_id) == (1, "harbour")


def test_retire_is_repeatable_and_keeps_its_first_moment(cast):
    version = retire_version(version=cast.version, by=cast.sol)

    with clock.frozen_at(NOW + timedelta(days=3)):
        again = retire_version(version=version, by=cast.sol)

    assert again.retired_at == NOW
    assert [event.verb for event in Event.objects.all()] == ["questionnaire.retired"]
