"""A pack as its pages show it: the bar, the counts, the reports with problems first."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.urls import reverse

from backend import clock
from backend.accounts.models import Person
from backend.gap_reports.models import Pack, PackItem
from backend.gap_reports.pack_scope import left_to_go
from backend.portal.pack_words import in_bytes, in_time
from reports import printed

_WIDTH = 1000  # of the bar, in its own units
_KINDS = {Pack.Kind.ZIP: "ZIP", Pack.Kind.PDF: "one PDF"}
_STATES = {
    Pack.State.QUEUED: "waiting to be drawn",
    Pack.State.DRAWING: "being drawn",
    Pack.State.STOPPED: "stopped",
    Pack.State.FAILED: "failed",
}


@dataclass(frozen=True)
class PackLine:
    """A pack in a list; `download` is empty while there is nothing to take."""

    title: str
    facts: str
    page: str
    download: str
    state: str
    is_open: bool


@dataclass(frozen=True)
class ItemRow:
    """A report of a pack. `shape` is one of done, problem, drawing, waiting."""

    code: str
    name: str
    region: str
    shape: str
    words: str
    size: str
    pdf: str


@dataclass(frozen=True)
class PackView:
    """A pack with all that its own page says."""

    id: UUID
    title: str
    programme: str
    facts: str
    state: str
    is_open: bool
    done: int
    total: int
    percent: int
    good_width: int
    problem_width: int
    good: int
    problems: int
    drawing: int
    waiting: int
    left: str
    ending: str
    problem: str
    download: str
    file: str
    can_retry: bool
    rows: list[ItemRow]
    listed: int
    more: int


def pack_line(pack: Pack, person: Person) -> PackLine:
    """A pack in a list of them; its programme and maker are loaded."""
    parts = [
        printed.day(pack.created_at.date().isoformat(), short=True),
        printed.things(pack.total, "report"),
        *([in_bytes(pack.size)] if pack.size else []),
        _KINDS[Pack.Kind(pack.kind)],
        *([] if pack.created_by_id == person.pk else [f"by {pack.created_by.name}"]),
    ]
    return PackLine(
        title=f"{pack.scope}, {_period(pack, short=True)}",
        facts=" · ".join(parts),
        page=reverse("pack", kwargs={"pack_id": pack.pk}),
        download=_download(pack),
        state=_state(pack),
        is_open=pack.is_open,
    )


def pack_view(pack: Pack, person: Person, *, show: str, most: int) -> PackView:
    """A pack and the first `most` of its reports, all or only the problems; four queries."""
    counts = pack.items.aggregate(
        good=Count("pk", filter=Q(state=PackItem.State.DONE, problem="")),
        problems=Count("pk", filter=~Q(problem="")),
        drawing=Count("pk", filter=Q(state=PackItem.State.DRAWING)),
        waiting=Count("pk", filter=Q(state=PackItem.State.WAITING)),
        bytes=Sum("size"),
    )
    done = pack.total - counts["drawing"] - counts["waiting"]
    rows = _in_order(pack.items.exclude(problem="") if show == "problems" else pack.items.all())
    listed = counts["problems"] if show == "problems" else pack.total
    shown = list(rows.select_related("location__region")[:most])
    by = "you" if pack.created_by_id == person.pk else pack.created_by.name
    day = printed.day(pack.created_at.date().isoformat())
    size = _size_words(pack, done, counts["bytes"] or 0)
    return PackView(
        id=pack.pk,
        title=f"{pack.scope}, {_period(pack, short=False)}",
        programme=pack.programme.name,
        facts=f"{printed.things(pack.total, 'gap report')} as {_as(pack)}{size}."
        f" Asked for on {day} by {by}.",
        state=pack.state,
        is_open=pack.is_open,
        done=done,
        total=pack.total,
        percent=100 * done // pack.total,
        good_width=_WIDTH * counts["good"] // pack.total,
        problem_width=_WIDTH * done // pack.total - _WIDTH * counts["good"] // pack.total,
        good=counts["good"],
        problems=counts["problems"],
        drawing=counts["drawing"],
        waiting=counts["waiting"],
        left=_left(pack),
        ending=_ending(pack),
        problem=pack.problem,
        download=_download(pack),
        file=_KINDS[Pack.Kind(pack.kind)],
        can_retry=not pack.is_open
        and (counts["problems"] > 0 or counts["waiting"] > 0 or not pack.has_file),
        rows=[_row(item) for item in shown],
        listed=listed,
        more=listed - len(shown),
    )


def _in_order(items: QuerySet[PackItem]) -> QuerySet[PackItem]:
    """Problems first, then what is being drawn, then the newest that are done, then the rest."""
    rank = Case(
        When(~Q(problem=""), then=Value(0)),
        When(state=PackItem.State.DRAWING, then=Value(1)),
        When(state=PackItem.State.DONE, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return items.alias(rank=rank).order_by(
        "rank", F("finished_at").desc(nulls_last=True), "position"
    )


def _row(item: PackItem) -> ItemRow:
    words = {
        PackItem.State.WAITING: "waiting",
        PackItem.State.DRAWING: "being drawn",
        PackItem.State.DONE: printed.things(item.pages, "page"),
        PackItem.State.FAILED: "",
    }[PackItem.State(item.state)]
    report = item.report_id
    return ItemRow(
        code=item.location_id,
        name=item.location.name,
        region=item.location.region.name,
        shape="problem" if item.problem else str(item.state),
        words=item.problem or words,
        size=in_bytes(item.size) if item.size else "",
        pdf=f"/api/v1/reports/{report}/pdf" if report else "",
    )


def _as(pack: Pack) -> str:
    return "one ZIP" if pack.kind == Pack.Kind.ZIP else "one PDF"


def _size_words(pack: Pack, done: int, so_far: int) -> str:
    if pack.size:
        return f", {in_bytes(pack.size)}"
    return f", about {in_bytes(so_far / done * pack.total)}" if done and so_far else ""


def _left(pack: Pack) -> str:
    if pack.state == Pack.State.QUEUED or pack.started_at is None:
        return "waiting for a free hand"
    seconds = left_to_go(pack, clock.now() - pack.started_at)
    return "" if seconds is None else f"about {in_time(seconds)} left"


def _ending(pack: Pack) -> str:
    """What became of it, in a sentence; nothing while it is open."""
    if pack.removed_at is not None:
        day = printed.day(pack.removed_at.date().isoformat(), year=True)
        return f"The file was kept for its time and removed on {day}; it can be made anew."
    sentences = {
        Pack.State.DONE: "Ready.",
        Pack.State.STOPPED: "Stopped. What was drawn stays, and the rest can be gone on with.",
        Pack.State.FAILED: f"Failed. {pack.problem}",
    }
    return sentences.get(Pack.State(pack.state), "")


def _state(pack: Pack) -> str:
    if pack.removed_at is not None:
        return "no longer kept"
    return _STATES.get(Pack.State(pack.state), "")


def _download(pack: Pack) -> str:
    return f"/api/v1/packs/{pack.pk}/{pack.kind}" if pack.has_file else ""


def _period(pack: Pack, *, short: bool) -> str:
    return printed.months_or_days(pack.starts.isoformat(), pack.ends.isoformat(), short=short)
