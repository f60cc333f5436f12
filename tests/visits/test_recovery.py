"""Recovery files: what a phone could not send comes in once, whoever loads it how often."""

from __future__ import annotations

import json
import uuid

import pytest

from backend.accounts.models import Person
from backend.audit.models import Event
from backend.errors import Forbidden, Invalid, TooLarge
from backend.visits.intake import accept_visit
from backend.visits.models import IntakeBody, Photo, Visit, VisitKey, VisitRevision
from backend.visits.photo_intake import MOST_WAITING
from backend.visits.recovery import load_recovery
from tests.cast import assignment
from tests.visits.pictures import jpeg
from tests.visits.recovery_files import (
    PICTURE,
    PICTURE_ID,
    digest,
    draft,
    photo,
    recovery,
    sealed,
    written,
)

pytestmark = pytest.mark.django_db
VISIT = uuid.UUID("0e7b5d5e-1d9b-4d7e-9a54-0d9c7f4a1b01")
OTHER = uuid.UUID("0e7b5d5e-1d9b-4d7e-9a54-0d9c7f4a1b02")


@pytest.fixture
def load(cast):
    """Loads a content as ada and shows what became of each thing."""

    def loaded(content):
        raw = content if isinstance(content, bytes) else written(content)
        result = load_recovery(raw=raw, by=cast.ada)
        return [(entry.what, entry.name[:12], entry.fate, entry.code) for entry in result.entries]

    return loaded


def rows():
    """How many rows a loading can have made."""
    return {
        model.__name__: model.objects.count()
        for model in (Visit, VisitRevision, Photo, IntakeBody, VisitKey)
    }


def test_sealed_visit_with_its_photo_becomes_complete(cast, load):
    fates = load(recovery(cast.sam, items=[sealed(assignment(cast), VISIT)]))

    visit = Visit.objects.get()
    assert fates == [
        ("visit", "revision 0", "received", ""),
        ("photo", PICTURE_ID[:12], "received", ""),
    ]
    assert (visit.pk, visit.owner, visit.state, visit.revision) == (VISIT, cast.sam, "received", 0)
    assert visit.scorecard is not None


def test_loading_again_changes_nothing(cast, load):
    content = recovery(cast.sam, items=[sealed(assignment(cast), VISIT)], drafts=[draft(OTHER)])
    load(content)
    before = rows()

    fates = load(content)

    assert [fate for _, _, fate, _ in fates] == ["known already"] * 4
    assert rows() == before


def test_visit_that_the_phone_sent_after_all_is_known(cast, load):
    item = sealed(assignment(cast), VISIT)
    accept_visit(visit_id=VISIT, sender=cast.sam, raw=item["body"].encode())

    fates = load(recovery(cast.sam, items=[item]))

    assert [fate for _, _, fate, _ in fates] == ["known already", "received"]
    assert VisitRevision.objects.count() == 1


def test_shopper_who_left_is_still_heard(cast, load):
    Person.objects.filter(pk=cast.sam.pk).update(is_active=False)

    fates = load(recovery(cast.sam, items=[sealed(assignment(cast), VISIT)]))

    assert [fate for _, _, fate, _ in fates] == ["received", "received"]


def test_altered_answers_are_parked_and_never_accepted(cast, load):
    item = sealed(assignment(cast), VISIT)
    item["body"] = item["body"].replace('"yes"', '"no"')

    fates = load(recovery(cast.sam, items=[item]))

    parked = IntakeBody.objects.get()
    assert fates == [
        ("visit", "revision 0", "refused", "digest_mismatch"),
        ("photo", PICTURE_ID[:12], "received", ""),
    ]
    assert (parked.kind, parked.sender, bytes(parked.body)) == (
        "parked",
        cast.sam,
        item["body"].encode(),
    )
    assert not Visit.objects.exists()


def test_answers_too_large_to_judge_are_parked(cast, load, settings):
    settings.BODY_MAX_BYTES = 100

    fates = load(recovery(cast.sam, items=[sealed(assignment(cast), VISIT, photos=[])]))

    assert fates == [("visit", "revision 0", "refused", "too_large")]
    assert IntakeBody.objects.get().kind == "parked"


def test_half_a_character_in_answers_is_parked_as_it_is(cast, load):
    item = sealed(assignment(cast), VISIT, body='a "\ud83d" b', photos=[])

    fates = load(recovery(cast.sam, items=[item]))

    assert fates == [("visit", "revision 0", "refused", "digest_mismatch")]
    assert bytes(IntakeBody.objects.get().body) == b'a "\xed\xa0\xbd" b'


def test_refused_answers_name_every_fault_and_lie_in_the_ledger(cast):
    job = assignment(cast)
    item = sealed(job, VISIT, photos=[])
    body = json.loads(item["body"])
    body["answers"]["greeted"] = {"value": "perhaps"}
    body["answers"]["friendly"] = {"value": 77}
    item["body"] = json.dumps(body)
    item["sha256"] = digest(item["body"])

    [entry] = load_recovery(raw=written(recovery(cast.sam, items=[item])), by=cast.ada).entries

    assert (entry.fate, entry.code) == ("refused", "invalid")
    assert [finding.loc for finding in entry.errors] == [
        ("answers", "greeted", "value"),
        ("answers", "friendly", "value"),
    ]
    assert bytes(IntakeBody.objects.get(visit=VISIT).body) == item["body"].encode()


def test_fault_of_one_thing_holds_back_no_other(cast, load):
    other = jpeg(64, 64)
    items = [
        sealed(assignment(cast, holder=cast.sue), OTHER, photos=[]),
        sealed(
            assignment(cast),
            VISIT,
            photos=[
                photo(base64="!!!"),
                photo(other, id=PICTURE_ID),
                photo(b"no picture"),
                photo(PICTURE),
            ],
        ),
    ]

    fates = load(recovery(cast.sam, items=items))

    assert [(what, fate, code) for what, _, fate, code in fates] == [
        ("visit", "refused", "not_found"),
        ("visit", "received", ""),
        ("photo", "refused", "invalid"),
        ("photo", "refused", "digest_mismatch"),
        ("photo", "refused", "not_an_image"),
        ("photo", "received", ""),
    ]
    assert Visit.objects.get().state == "received"


def test_photo_too_large_is_refused_before_it_is_decoded(cast, load, settings):
    settings.PHOTO_MAX_BYTES = 20

    fates = load(recovery(cast.sam, items=[sealed(assignment(cast), VISIT)]))

    assert [(fate, code) for _, _, fate, code in fates] == [
        ("received", ""),
        ("refused", "too_large"),
    ]


def test_visit_id_of_somebody_else_is_refused(cast, load):
    VisitKey.objects.create(id=VISIT, owner=cast.sue, created_at="2026-08-14T09:00:00Z")

    fates = load(recovery(cast.sam, items=[sealed(assignment(cast), VISIT)]))

    assert [(fate, code) for _, _, fate, code in fates] == [("refused", "not_found")] * 2
    assert not Photo.objects.exists()


def test_draft_is_parked_with_its_number_and_its_photos_are_kept(cast):
    content = recovery(cast.sam, drafts=[draft(VISIT, notes=[{"text": "half \ud83d"}])])

    entries = load_recovery(raw=json.dumps(content).encode(), by=cast.ada).entries

    parked = IntakeBody.objects.get()
    assert [(entry.what, entry.fate, entry.parked) for entry in entries] == [
        ("draft", "parked", parked.pk),
        ("photo", "received", None),
    ]
    assert json.loads(bytes(parked.body)) == {
        "id": str(VISIT),
        "answers": {"greeted": {"value": "yes"}},
        "photos": [{"id": PICTURE_ID, "question": None, "taken_at": None}],
        "notes": [{"text": "half \ud83d"}],
    }
    assert (Photo.objects.get().visit_id, Photo.objects.get().owner) == (VISIT, cast.sam)
    assert not Visit.objects.exists()


def test_draft_brings_more_photos_than_may_wait_for_a_phone(cast, load):
    many = [photo(PICTURE + bytes([number])) for number in range(MOST_WAITING + 1)]

    fates = load(recovery(cast.sam, drafts=[draft(OTHER, photos_kept=many)]))

    assert [fate for _, _, fate, _ in fates] == ["parked"] + ["received"] * (MOST_WAITING + 1)
    assert Photo.objects.filter(visit_id=OTHER).count() == MOST_WAITING + 1


def test_loading_leaves_one_event_without_words_of_the_shopper(cast):
    raw = written(
        recovery(cast.sam, items=[sealed(assignment(cast), VISIT)], drafts=[draft(OTHER)])
    )

    result = load_recovery(raw=raw, by=cast.ada)

    event = Event.objects.get(verb="recovery.loaded")
    assert (event.actor, event.subject) == (f"person:{cast.ada.pk}", f"person:{cast.sam.pk}")
    assert json.loads(event.data) == {
        "file": result.sha256,
        "received": 3,
        "known": 0,
        "parked": 1,
        "refused": 0,
    }
    assert result.is_whole


def test_nobody_but_a_system_admin_loads(cast):
    raw = written(recovery(cast.sam, items=[sealed(assignment(cast), VISIT)]))

    for who in (cast.sam, cast.sol, cast.rae, cast.mona, cast.cleo):
        with pytest.raises(Forbidden):
            load_recovery(raw=raw, by=who)

    assert set(rows().values()) == {0}


@pytest.mark.parametrize("whose", ["mona", "ada", None])
def test_file_of_somebody_who_is_no_shopper_is_refused_whole(cast, whose):
    content = recovery(getattr(cast, whose or "sam"), items=[sealed(assignment(cast), VISIT)])
    if whose is None:
        content["person"] = str(OTHER)

    with pytest.raises(Invalid) as refused:
        load_recovery(raw=written(content), by=cast.ada)

    assert [(finding.loc, finding.code) for finding in refused.value.errors] == [
        (("person",), "unknown_shopper")
    ]
    assert set(rows().values()) == {0}


def test_file_above_the_limit_is_refused_unread(cast, settings):
    settings.RECOVERY_MAX_BYTES = 10

    with pytest.raises(TooLarge):
        load_recovery(raw=b"x" * 11, by=cast.ada)
