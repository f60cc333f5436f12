"""The background work of a pack: draw what is not drawn yet, bind it, say that it is there.

Whoever is killed in the middle is followed by another worker, which goes on where the rows say.
Every change asks that the pack is still being drawn in the same round, so that whoever stopped it
or lost it changes nothing.
"""

from __future__ import annotations

import logging
from uuid import UUID

from django.conf import settings
from django.db import transaction

from backend import clock
from backend.audit import chain
from backend.errors import NoSpace
from backend.gap_reports.models import Pack, PackItem, PackState
from backend.gap_reports.pack_binding import bind_pack
from backend.gap_reports.pack_hands import News, draw_all
from backend.gap_reports.pack_items import Outcome
from backend.gap_reports.pack_mail import tell_maker
from backend.gap_reports.pack_models import PackQuerySet
from backend.jobs.progress import report_progress

logger = logging.getLogger(__name__)

_NO_ROOM = "There is no room to keep the file; its reports are drawn and stay."
_NOTHING_DRAWN = "None of the reports could be drawn."


class _EndedError(Exception):
    """The pack was stopped, or is drawn by somebody else."""


def draw_pack_now(pack_id: UUID, of_round: int) -> str:
    """Draw and bind a pack; returns the state it ends in.

    May be called again at any time: reports that are drawn are not drawn again, and of two that
    come to the end one makes it known.
    """
    try:
        pack = _begun(pack_id, of_round)
        _draw(pack)
        return _bound(pack)
    except _EndedError:
        return "ended"


@transaction.atomic
def _begun(pack_id: UUID, of_round: int) -> Pack:
    """Take the pack over from whoever had it."""
    found = Pack.objects.filter(pk=pack_id, round=of_round, state__in=Pack.OPEN)
    if not found.update(state=Pack.State.DRAWING):
        raise _EndedError
    Pack.objects.filter(pk=pack_id, started_at=None).update(started_at=clock.now())
    PackItem.objects.filter(pack=pack_id, state=PackItem.State.DRAWING).update(
        state=PackItem.State.WAITING
    )
    return Pack.objects.select_related("programme__brand", "created_by", "region").get(pk=pack_id)


def _draw(pack: Pack) -> None:
    waiting = pack.items.filter(state=PackItem.State.WAITING).order_by("position")
    codes = list(waiting.values_list("location_id", flat=True))
    report_progress(pack.total - len(codes), pack.total)
    for news in draw_all(pack, codes, processes=settings.PACK_PROCESSES):
        pack.done = _note(pack, news)
        # raises when the job was given to another worker
        report_progress(min(pack.done, pack.total - 1), pack.total)


@transaction.atomic
def _note(pack: Pack, news: News) -> int:
    """Write down what happened; returns how many reports are dealt with."""
    if not _still(pack).exists():
        raise _EndedError
    items = {item.location_id: item for item in pack.items.filter(location__in=_named(news))}
    for code in news.begun:
        items[code].state = PackItem.State.DRAWING
    for code, outcome in news.ended.items():
        _set(items[code], outcome)
    fields = ["state", "report", "pages", "size", "problem", "finished_at"]
    PackItem.objects.bulk_update(items.values(), fields, batch_size=100)
    done = pack.items.filter(state__in=[PackItem.State.DONE, PackItem.State.FAILED]).count()
    if not _still(pack).update(done=done):
        raise _EndedError
    return done


def _named(news: News) -> list[str]:
    return [*news.begun, *news.ended]


def _set(item: PackItem, outcome: Outcome) -> None:
    drawn = outcome.report is not None
    item.state = PackItem.State.DONE if drawn else PackItem.State.FAILED
    item.report_id = UUID(outcome.report) if outcome.report is not None else None
    item.pages, item.size = outcome.pages, outcome.size
    item.problem = outcome.problem[:200]
    item.finished_at = clock.now()


def _bound(pack: Pack) -> str:
    """Make the file and end the pack; the file is there before anything says so."""
    if pack.items.filter(state__in=[PackItem.State.WAITING, PackItem.State.DRAWING]).exists():
        raise RuntimeError("a hand left a report undone")
    report_progress(pack.total, pack.total)
    if not pack.items.filter(state=PackItem.State.DONE).exists():
        return _ended(pack, Pack.State.FAILED, 0, _NOTHING_DRAWN)
    try:
        size = bind_pack(pack, still=lambda: _still(pack).exists())
    except NoSpace:
        return _ended(pack, Pack.State.FAILED, 0, _NO_ROOM)
    if size is None:
        raise _EndedError
    return _ended(pack, Pack.State.DONE, size)


@transaction.atomic
def _ended(pack: Pack, state: PackState, size: int, problem: str = "") -> str:
    """One of all that come to this point gets through, and only that one tells the maker."""
    if not _still(pack).update(
        state=state, done=pack.total, size=size, problem=problem, finished_at=clock.now()
    ):
        raise _EndedError
    pack.refresh_from_db()
    problems = pack.items.exclude(problem="").count()
    chain.record(
        actor=chain.SYSTEM,
        verb=f"pack.{state}",
        subject=pack,
        data={"reports": pack.total, "problems": problems, "size": size},
    )
    transaction.on_commit(lambda: tell_maker(pack, problems))
    return state


def _still(pack: Pack) -> PackQuerySet:
    return Pack.objects.filter(pk=pack.pk, round=pack.round, state=Pack.State.DRAWING)
