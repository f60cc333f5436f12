"""Packs: many gap reports in one download; asked for, stopped, gone on with, kept for a year."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F

from backend import clock
from backend.accounts.models import Person
from backend.audit import chain
from backend.errors import WrongState, invalid
from backend.fieldwork.models import Programme
from backend.gap_reports.models import Pack, PackItem
from backend.gap_reports.pack_scope import MOST_REPORTS, Scope, locations_of
from backend.gap_reports.tasks import draw_pack
from backend.jobs.models import Job, JobState
from backend.jobs.queue import enqueue_once
from reports.periods import Period
from shopper_forms.canonical import canonical_json

_GAVE_UP = "The drawing was broken off again and again."


def start_pack(
    *,
    programme: Programme,
    period: Period,
    scope: Scope,
    kind: str,
    leave_out_empty: bool = True,
    scope_words: str = "",
    by: Person,
) -> Pack:
    """Have the reports of many locations drawn in the background, for one download.

    Whoever asks for the very same while it is being drawn gets the same pack. Raises `Invalid`
    when there is nothing to draw or too much for one file.
    """
    places = locations_of(by, programme, period, scope, leave_out_empty=leave_out_empty)
    codes = list(places.values_list("pk", flat=True)[: MOST_REPORTS[Pack.Kind(kind)] + 1])
    _refuse_amount(codes, kind, scope)
    digest = _digest(programme, period, kind, codes)
    standing = _standing(by, digest)
    if standing is not None:
        return standing
    pack = Pack(
        created_by=by,
        programme=programme,
        region=scope.region,
        scope=scope_words[:160] or _words(scope, programme, len(codes)),
        scope_sha256=digest,
        starts=period.start,
        ends=period.end,
        kind=kind,
        total=len(codes),
    )
    try:
        return _put_in_place(pack, codes)
    except IntegrityError:
        standing = _standing(by, digest)
        if standing is None:
            raise
        return standing


@transaction.atomic
def stop_pack(*, pack: Pack, by: Person) -> Pack:
    """End the drawing; reports that are drawn stay issued. Raises `WrongState` when it is over."""
    stopped = Pack.objects.filter(pk=pack.pk, state__in=Pack.OPEN).update(
        state=Pack.State.STOPPED, finished_at=clock.now()
    )
    if not stopped:
        raise WrongState("The pack is not being drawn any more.")
    PackItem.objects.filter(pack=pack, state=PackItem.State.DRAWING).update(
        state=PackItem.State.WAITING
    )
    chain.record(actor=by, verb="pack.stopped", subject=pack)
    pack.refresh_from_db()
    return pack


@transaction.atomic
def retry_pack(*, pack: Pack, by: Person) -> Pack:
    """Go on with a pack that ended: whatever has no report or one with a problem is drawn again,
    the others are as they were, and the file is made anew.

    Raises `WrongState` while it is being drawn, and when nothing is left to try.
    """
    again = pack.items.exclude(state=PackItem.State.DONE, problem="")
    whole = pack.state == Pack.State.DONE and pack.removed_at is None
    if whole and not again.exists():
        raise WrongState("Every report of the pack was drawn.")
    left = pack.total - again.count()
    moved = Pack.objects.filter(pk=pack.pk, round=pack.round).exclude(state__in=Pack.OPEN)
    try:
        with transaction.atomic():
            changed = moved.update(
                state=Pack.State.QUEUED,
                round=F("round") + 1,
                done=left,
                problem="",
                started_at=None,
                finished_at=None,
                removed_at=None,
            )
    except IntegrityError:
        raise WrongState("The same reports are being drawn in another pack of yours.") from None
    if not changed:
        raise WrongState("The pack is being drawn.")
    again.update(
        state=PackItem.State.WAITING, report=None, problem="", pages=0, size=0, finished_at=None
    )
    pack.refresh_from_db()
    _enqueue(pack)
    chain.record(actor=by, verb="pack.retried", subject=pack, data={"round": pack.round})
    return pack


def settle_packs(packs: Iterable[Pack]) -> list[Pack]:
    """The packs with the state they are truly in; call it before a state is shown.

    A job that was given up after its last attempt leaves its pack open, and nobody would ever
    end it. One query when all is well.
    """
    shown = list(packs)
    keys = {job_key(pack): pack for pack in shown if pack.is_open}
    if keys:
        given_up = Job.objects.filter(key__in=keys, state=JobState.FAILED)
        for key in given_up.values_list("key", flat=True):
            _fail(keys[key])
            keys[key].refresh_from_db()
    return shown


def job_key(pack: Pack) -> str:
    """The key of the job that draws the present round of a pack."""
    return f"pack:{pack.pk}:{pack.round}"


def _put_in_place(pack: Pack, codes: list[str]) -> Pack:
    with transaction.atomic():
        pack.created_at = clock.now()
        pack.save(force_insert=True)
        PackItem.objects.bulk_create(
            [
                PackItem(pack=pack, location_id=code, position=position)
                for position, code in enumerate(codes, 1)
            ],
            batch_size=500,
        )
        _enqueue(pack)
        chain.record(
            actor=pack.created_by,
            verb="pack.started",
            subject=pack,
            data={"scope_sha256": pack.scope_sha256, "reports": pack.total, "kind": pack.kind},
        )
    return pack


def _enqueue(pack: Pack) -> None:
    enqueue_once(draw_pack, key=job_key(pack), pack=str(pack.pk), of_round=pack.round)


def _standing(by: Person, digest: str) -> Pack | None:
    """The open pack of the same person with the same content."""
    found = Pack.objects.filter(created_by=by, scope_sha256=digest, state__in=Pack.OPEN)
    return next((pack for pack in settle_packs(found) if pack.is_open), None)


def _digest(programme: Programme, period: Period, kind: str, codes: list[str]) -> str:
    asked = {
        "programme": programme.pk,
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "kind": str(kind),
        "locations": codes,
    }
    return hashlib.sha256(canonical_json(asked)).hexdigest()


def _refuse_amount(codes: list[str], kind: str, scope: Scope) -> None:
    field = "locations" if scope.codes else "region"
    most = MOST_REPORTS[Pack.Kind(kind)]
    if not codes:
        sentence = "No location here has a released visit in this period."
        raise invalid(((field,), "nothing_to_draw", sentence))
    if len(codes) > most:
        sentence = f"A pack of this kind holds at most {most} reports; choose fewer locations."
        raise invalid(((field,), "too_many_reports", sentence))


def _words(scope: Scope, programme: Programme, many: int) -> str:
    if scope.region is not None:
        return scope.region.name
    if scope.codes:
        return f"{many} chosen location{'' if many == 1 else 's'}"
    return str(programme.brand.name)


@transaction.atomic
def _fail(pack: Pack) -> None:
    failed = Pack.objects.filter(pk=pack.pk, round=pack.round, state__in=Pack.OPEN).update(
        state=Pack.State.FAILED, problem=_GAVE_UP, finished_at=clock.now()
    )
    if failed:
        PackItem.objects.filter(pack=pack, state=PackItem.State.DRAWING).update(
            state=PackItem.State.WAITING
        )
        chain.record(actor=chain.SYSTEM, verb="pack.failed", subject=pack)
