"""Loading a recovery file: what a phone could not send comes in by an administrator's hand.

load_recovery
 ├─ recovery_file.read_recovery ── the file's shape; one that is none is refused whole
 ├─ each item ── accept_visit, then accept_photo, as if the phone had sent it
 │   └─ altered on the way ── parked, never accepted
 └─ each draft ── parked for support; unsealed work is nobody's submission

Ids are the phone's own, so a file may be loaded again, and the phone may still send: nothing
doubles. Each thing is kept or refused by itself; a fault of one does not hold back the others.
"""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import transaction

from backend.accounts.models import Person, Role
from backend.audit import chain
from backend.errors import DigestMismatch, Forbidden, Invalid, Refusal, TooLarge, invalid
from backend.visits.intake import accept_visit
from backend.visits.parking import park_body
from backend.visits.photo_intake import accept_photo
from backend.visits.recovery_file import (
    RecoveredDraft,
    RecoveredItem,
    RecoveredPhoto,
    RecoveryFile,
    read_recovery,
)
from shopper_forms.canonical import sha256_hex
from shopper_forms.findings import Finding


class What(StrEnum):
    """What an entry of the result tells of."""

    VISIT = "visit"
    PHOTO = "photo"
    DRAFT = "draft"


class Fate(StrEnum):
    """What became of it."""

    RECEIVED = "received"
    KNOWN = "known already"
    PARKED = "parked"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of the file. `name` is the revision of a visit or the digest of a photo;
    `parked` the number under which support finds what was kept without being accepted."""

    what: What
    visit: UUID
    name: str
    fate: Fate
    code: str = ""
    detail: str = ""
    errors: tuple[Finding, ...] = ()
    parked: int | None = None


@dataclass(frozen=True, slots=True)
class RecoveryResult:
    """What became of everything in a file, in the file's order."""

    person: Person
    sha256: str
    entries: tuple[Entry, ...]

    def count(self, fate: Fate) -> int:
        """How many things met this fate."""
        return sum(entry.fate == fate for entry in self.entries)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was refused."""
        return self.count(Fate.REFUSED) == 0


def load_recovery(*, raw: bytes, by: Person) -> RecoveryResult:
    """Take in what a recovery file holds, each thing as sent by the person the file names.

    The person may have left (`is_active` is not asked): the visits were made. Repeatable: what
    came before is `KNOWN`. Raises `Forbidden` unless `by` is a system admin, `TooLarge` above
    `RECOVERY_MAX_BYTES`, `BadRequest` or `Invalid` for what is no recovery file or names no
    shopper; nothing was taken in then. Memory: about three times the file at its height.
    """
    if by.role != Role.SYSTEM_ADMIN:
        raise Forbidden
    if len(raw) > settings.RECOVERY_MAX_BYTES:
        raise TooLarge(f"A recovery file has at most {settings.RECOVERY_MAX_BYTES} bytes.")
    file = read_recovery(raw)
    person = _shopper(file.person, by)
    result = RecoveryResult(person, sha256_hex(raw), tuple(_entries(file, person)))
    _note(result, by)
    return result


def _shopper(key: UUID, by: Person) -> Person:
    found = Person.objects.visible_to(by).filter(pk=key, role=Role.SHOPPER).first()
    if found is None:
        raise invalid((("person",), "unknown_shopper", "No shopper here has this id."))
    return found


@transaction.atomic
def _note(result: RecoveryResult, by: Person) -> None:
    fates = Counter(entry.fate for entry in result.entries)
    chain.record(
        actor=by,
        verb="recovery.loaded",
        subject=result.person,
        data={"file": result.sha256, **{fate.name.lower(): fates[fate] for fate in Fate}},
    )


def _entries(file: RecoveryFile, person: Person) -> Iterator[Entry]:
    for item in file.items:
        # the body first: photos that an accepted body lists are taken without limit
        yield _loaded_item(item, person)
        for photo in item.photos:
            yield _loaded_photo(item.visit, photo, person)
    for draft in file.drafts:
        yield _parked_draft(draft, person)
        for photo in draft.photos:
            yield _loaded_photo(draft.visit, photo, person)


def _loaded_item(item: RecoveredItem, person: Person) -> Entry:
    raw = item.body.encode("utf-8", "surrogatepass")
    name = f"revision {item.revision}"
    try:
        if sha256_hex(raw) != item.sha256:
            raise DigestMismatch("The answers were altered after the phone sealed them.")
        if len(raw) > settings.BODY_MAX_BYTES:
            raise TooLarge(f"Answers have at most {settings.BODY_MAX_BYTES} bytes.")
    except (DigestMismatch, TooLarge) as refusal:
        # accept_visit, which keeps all it is given, never sees these
        number = park_body(sender=person, raw=raw).pk
        return _refused(What.VISIT, item.visit, name, refusal, number)
    try:
        receipt = accept_visit(visit_id=item.visit, sender=person, raw=raw)
    except Refusal as refusal:
        return _refused(What.VISIT, item.visit, name, refusal)
    fate = Fate.RECEIVED if receipt.created else Fate.KNOWN
    return Entry(What.VISIT, item.visit, name, fate)


def _loaded_photo(visit: UUID, photo: RecoveredPhoto, person: Person) -> Entry:
    try:
        receipt = accept_photo(
            visit_id=visit,
            sha256=photo.id,
            sender=person,
            data=_bytes_of(photo),
            by_hand=True,
        )
    except Refusal as refusal:
        return _refused(What.PHOTO, visit, photo.id, refusal)
    fate = Fate.RECEIVED if receipt.created else Fate.KNOWN
    return Entry(What.PHOTO, visit, photo.id, fate)


def _bytes_of(photo: RecoveredPhoto) -> bytes:
    if len(photo.base64) > settings.PHOTO_MAX_BYTES * 4 // 3 + 4:
        raise TooLarge(f"A photo has at most {settings.PHOTO_MAX_BYTES} bytes.")
    try:
        return base64.b64decode(photo.base64, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid("The photo's bytes are not base64.") from None


def _parked_draft(draft: RecoveredDraft, person: Person) -> Entry:
    body = park_body(sender=person, raw=draft.raw)
    fate = Fate.PARKED if body.times == 1 else Fate.KNOWN
    return Entry(What.DRAFT, draft.visit, "not submitted", fate, parked=body.pk)


def _refused(
    what: What, visit: UUID, name: str, refusal: Refusal, parked: int | None = None
) -> Entry:
    return Entry(
        what, visit, name, Fate.REFUSED, refusal.code, refusal.detail, refusal.errors, parked
    )
