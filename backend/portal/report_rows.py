"""Gap reports as the desk lists them: by period and programme, whoever misses most first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from types import MappingProxyType
from uuid import UUID

from django.db.models import Case, F, FloatField, IntegerField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from backend.delivery.openings import Reading
from backend.gap_reports.models import GapReport, ReportQuerySet
from reports import printed

_CHIPS = {
    "gap": ("gap", "▲", "gap"),
    "watch": ("watch", "◐", "watch"),
    "met": ("met", "✓", "met"),
    "too_few": ("none", "–", "too few visits"),
    "not_measured": ("none", "–", "no score"),
}
_SUPERSEDED = ("none", "–", "superseded")
_COUNTED = {
    "gap": "gap",
    "watch": "watch",
    "met": "met",
    "too_few": "with too few visits",
    "not_measured": "without a score",
}
_WIDTH, _PAD = 160, 6  # pixels of a strip; the pad keeps a dot at 100 whole
_TOP, _HIGHEST_FLOOR = Decimal(100), Decimal(60)


@dataclass(frozen=True)
class Strip:
    """Score, interval and target on the scale of their table, in pixels from the left."""

    low: int
    width: int
    score: int
    target: int


@dataclass(frozen=True)
class ReportRow:
    """A gap report in a list; the chip has a word and a shape, never colour alone."""

    location: str
    code: str
    region: str
    period: str
    score: str
    interval: str
    target: str
    visits: str
    chip: str
    shape: str
    word: str
    strip: Strip | None
    superseded: bool
    opened: str
    unread: str
    pdf: str


@dataclass(frozen=True)
class ReportGroup:
    """The reports of one programme and period; `floor` is where all strips of the page begin."""

    period: str
    programme: str
    summary: str
    floor: str
    rows: list[ReportRow]


def worst_first(reports: ReportQuerySet) -> ReportQuerySet:
    """Newest period first; within it what still holds, the largest shortfall against target
    first. One or two visits are no rating of a location, so they come after all ratings."""
    unrated = Case(
        When(headline__status="too_few", then=Value(1)),
        When(headline__status="not_measured", then=Value(2)),
        default=Value(0),
        output_field=IntegerField(),
    )
    return reports.annotate(
        unrated=unrated, shortfall=_figure("target") - _figure("percent")
    ).order_by(
        "-ends",
        "-starts",
        "programme__name",
        "programme",
        "state",
        "unrated",
        F("shortfall").desc(nulls_last=True),
        "location__name",
        "-created_at",
    )


def grouped(
    reports: list[GapReport], readings: Mapping[UUID, Reading] = MappingProxyType({})
) -> list[ReportGroup]:
    """Reports in the order of `worst_first` as groups of rows; what was found superseded since
    goes to the end of its group. Location, region and programme are already loaded."""

    def of_group(report: GapReport) -> tuple[object, ...]:
        return report.ends, report.starts, report.programme_id

    floor = _floor(reports)
    return [_group(list(members), floor, readings) for _, members in groupby(reports, of_group)]


def _figure(key: str) -> Cast:
    return Cast(KeyTextTransform(key, "headline"), FloatField())


def _group(
    reports: list[GapReport], floor: Decimal, readings: Mapping[UUID, Reading]
) -> ReportGroup:
    standing = Counter(
        report.headline["status"] for report in reports if not _is_superseded(report)
    )
    counts = [
        f"{standing[status]} {words}" for status, words in _COUNTED.items() if status in standing
    ]
    return ReportGroup(
        period=_period(reports[0]),
        programme=reports[0].programme.name,
        summary=" · ".join(counts),
        floor=f"{floor}",
        rows=[
            _row(report, floor, readings.get(report.pk))
            for report in sorted(reports, key=_is_superseded)
        ],
    )


def _row(report: GapReport, floor: Decimal, reading: Reading | None) -> ReportRow:
    headline = report.headline
    superseded = _is_superseded(report)
    chip, shape, word = _SUPERSEDED if superseded else _CHIPS[headline["status"]]
    has_interval = headline["low"] is not None and headline["high"] is not None
    low, high = printed.number(headline["low"]), printed.number(headline["high"])
    return ReportRow(
        location=report.location.name,
        code=report.location.code,
        region=report.location.region.name,
        period=_period(report),
        score=printed.number(headline["percent"], headline["target"]),
        interval=f"{low}–{high}" if has_interval else "",
        target=printed.number(headline["target"]),
        visits=printed.things(headline["visits"], "visit") if headline["visits"] else "",
        chip=chip,
        shape=shape,
        word=word,
        strip=_strip(headline, floor),
        superseded=superseded,
        opened=f"{reading.opened} of {reading.concerned}" if reading else "",
        unread=(
            f"unread for {printed.things(reading.unread_days, 'day')}"
            if reading and reading.unread_days
            else ""
        ),
        pdf=f"/api/v1/reports/{report.pk}/pdf",
    )


def _strip(headline: dict[str, str | None], floor: Decimal) -> Strip | None:
    """Where the marks lie; without an interval the dot stands alone."""
    percent, target = headline["percent"], headline["target"]
    if percent is None or target is None:
        return None
    score = _pixels(percent, floor)
    low = _pixels(headline["low"] or percent, floor)
    high = _pixels(headline["high"] or percent, floor)
    return Strip(low=low, width=high - low, score=score, target=_pixels(target, floor))


def _pixels(value: str, floor: Decimal) -> int:
    share = (Decimal(value) - floor) / (_TOP - floor)
    return _PAD + int(printed.rounded(share * (_WIDTH - 2 * _PAD), 0))


def _floor(reports: list[GapReport]) -> Decimal:
    """The tens below everything that is drawn, and never above 60: a narrow scale would make
    small differences look large."""
    drawn = [report.headline[key] for report in reports for key in ("low", "percent", "target")]
    lowest = min([_HIGHEST_FLOOR, *(Decimal(value) for value in drawn if value is not None)])
    return max(Decimal(0), lowest // 10 * 10)


def _period(report: GapReport) -> str:
    return printed.period(report.starts.isoformat(), report.ends.isoformat(), short=True)


def _is_superseded(report: GapReport) -> bool:
    return report.state == GapReport.State.SUPERSEDED
