"""Taking in a visit: keep the bytes, judge them, store the visit, answer with a receipt.

accept_visit
 ├─ ledger.keep_body ──── committed before anything is judged
 ├─ judgement.judge ───── 422 with every finding, outside any lock
 └─ storing.store_revision  one transaction: owner, visit, revision, assignment, score, audit

photo_arrived ─ the other way in which a visit becomes complete
"""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import transaction

from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import BadRequest, Invalid, Malfunction, NotFound, Refusal
from backend.visits.completeness import missing_photos
from backend.visits.completing import complete, lock_visit
from backend.visits.envelope import revision_named
from backend.visits.judgement import judge
from backend.visits.ledger import UNREADABLE, keep_body
from backend.visits.models import IntakeBody, Visit, VisitState
from backend.visits.observations import spelled
from backend.visits.ownership import owner_of
from backend.visits.receipts import Receipt, receipt_of
from backend.visits.storing import accepted_revision, store_revision
from backend.visits.turns import turn
from shopper_forms.findings import Refused
from shopper_forms.parsing import load_json

logger = logging.getLogger(__name__)


def accept_visit(*, visit_id: UUID, sender: Person, raw: bytes) -> Receipt:
    """Take a body in; the same bytes get the same receipt for ever, whatever happened since.

    Raises `NotFound` (somebody else's id, or an assignment the sender never had), `Invalid` with
    every finding, `DifferentContent` for other bytes under an accepted revision, `NotReturned`
    for a revision whose turn it is not. The bytes are in the ledger in each of these cases.
    """
    data, unreadable = _decoded(raw)
    named = revision_named(data)
    with turn():
        body = keep_body(
            kind=IntakeBody.Kind.VISIT,
            sender=sender,
            raw=raw,
            visit_id=visit_id,
            revision=UNREADABLE if named is None else named,
        )
    owner = owner_of(visit_id)
    if owner not in (None, sender.pk):
        raise NotFound
    if unreadable is not None:
        raise unreadable
    if owner is not None and named is not None:
        known = accepted_revision(visit_id, named)
        if known is not None and known.sha256 == body.sha256:
            return receipt_of(known)
    judged = judge(data, sender)
    of = spelled(judged.answers)
    with turn():
        return store_revision(visit_id=visit_id, sender=sender, body=body, judged=judged, of=of)


@transaction.atomic
def photo_arrived(visit_id: UUID) -> Visit | None:
    """A photo of this visit id was stored: complete the visit if it was the last one missing.

    Call it in the transaction that stores the photo, after `own_visit_id`.
    """
    visit = lock_visit(visit_id)
    if visit is not None and visit.state == VisitState.INCOMPLETE and not missing_photos(visit):
        complete(visit)
        chain.record(actor=visit.owner, verb="visit.completed", subject=visit)
    return visit


def _decoded(raw: bytes) -> tuple[object, Refusal | None]:
    """The JSON value, or why there is none. A fault of the reader itself must not keep the bytes
    out of the ledger, so it is raised only afterwards, like every other reason."""
    try:
        return load_json(raw), None
    except Refused as refused:
        if any(finding.code in ("bad_json", "too_deep") for finding in refused.findings):
            return None, BadRequest("The body is not JSON.", errors=refused.findings)
        return None, Invalid(errors=refused.findings)
    except Exception as fault:
        logger.exception("reading a body failed")
        return None, Malfunction(str(type(fault).__name__))
