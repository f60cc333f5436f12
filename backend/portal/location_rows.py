"""What a location's page shows of its analysis: the answer, the standards, evidence, slices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from backend.portal.ledger_rows import when
from backend.portal.marks import CHIPS, Chip
from reports import chart_values, labels, location_drawings, printed, unit_values, words
from reports.analysis_shape import Analysis, Measured, Slice, StandardFigures, TrendPoint
from reports.charts import Scale
from reports.snapshot import Evidence, EvidenceItem


@dataclass(frozen=True)
class Answer:
    """The strip on top: score, interval and target; `said` is the finding about them."""

    score: str
    interval: str
    target: str
    chip: Chip
    said: words.Finding
    way: list[tuple[str, bool]]
    peers: list[tuple[str, str, str]]
    change: words.Finding
    passed: str
    shopper_view: str


@dataclass(frozen=True)
class StandardRow:
    """A standard in the table of where the points went; `drawn` is its distance from target."""

    code: str
    text: str
    owner: str
    stage: str
    critical: bool
    target: str
    actual: str
    interval: str
    gap: str
    visits: int
    chip: Chip
    points: str
    costs: bool
    drawn: str
    chosen: bool


@dataclass(frozen=True)
class Picture:
    """A photo by its address, with what stands in its place for those who cannot see it."""

    address: str
    words: str


@dataclass(frozen=True)
class EvidenceRow:
    """One miss: what was found, in the shopper's words."""

    standard: str
    question: str
    text: str
    visit: str
    when: str
    critical: bool
    answer: str
    comment: str
    correction: str
    picture: Picture | None
    more_pictures: int


@dataclass(frozen=True)
class SliceRow:
    """A stage, dimension, behaviour or belief; below three visits it is no verdict."""

    name: str
    actual: str
    target: str
    gap: str
    visits: int
    points: str
    too_few: bool


@dataclass(frozen=True)
class UnitRow:
    """A measured value in its own unit."""

    standard: str
    text: str
    within: str
    median: str
    p90: str
    visits: int
    drawn: str | None


@dataclass(frozen=True)
class PeriodRow:
    """A period of the trend as its table says it."""

    period: str
    score: str
    interval: str
    visits: int


def answer(analysis: Analysis, region: str, network: str) -> Answer:
    """The answer strip; `region` and `network` are the names of what it stands beside."""
    score, passed = analysis["score"], analysis["passed"]
    nps = analysis["recommend"]["nps"]
    return Answer(
        score=printed.number(score["percent"], score["target"]) if score["percent"] else "No score",
        interval=_interval(score["low"], score["high"], score["target"]),
        target=printed.plain(score["target"] or "0"),
        chip=CHIPS[analysis["status"]],
        said=words.level(score, analysis["not_scored"]),
        way=_way(analysis),
        peers=[
            (name, printed.number(one["percent"]) if one else "", chart_values.peers_note(one))
            for name, one in (
                (f"Region {region}", analysis["benchmarks"]["region"]),
                (f"Network {network}", analysis["benchmarks"]["network"]),
            )
        ],
        change=words.changed(analysis["change"], analysis["from"], analysis["to"]),
        passed=f"{passed['passed']} of {printed.things(passed['scored'], 'visit')} passed"
        if passed["scored"]
        else "",
        shopper_view=printed.whole_signed(nps) if nps is not None else "",
    )


def standard_rows(analysis: Analysis, chosen: str) -> list[StandardRow]:
    """The standards, what cost most first; of what cost nothing the furthest below target."""
    standards = sorted(
        analysis["standards"],
        key=lambda one: (-Decimal(one["lost"]), Decimal(one["gap"] or 0), one["code"]),
    )
    scale = location_drawings.distance_scale(standards)
    return [_standard(one, scale, number, chosen) for number, one in enumerate(standards)]


def evidence_rows(
    evidence: Sequence[Evidence], chosen: str, *, year: bool = False
) -> list[EvidenceRow]:
    """The misses one by one, critical ones first, then by what their question cost; newest first.

    With a standard chosen only its own.
    """
    return [
        _miss(entry, item, year)
        for entry in evidence
        if not chosen or entry["standard"] == chosen
        for item in sorted(entry["items"], key=lambda item: item["date"], reverse=True)
    ]


def slice_groups(analysis: Analysis) -> list[tuple[str, list[SliceRow]]]:
    """What the standards are tagged with, group by group; groups without any are left out."""
    found: list[tuple[str, Mapping[str, Slice], dict[str, str]]] = [
        ("Stages of the visit", analysis["stages"], labels.STAGES),
        ("Dimensions (SERVQUAL)", analysis["dimensions"], labels.DIMENSIONS),
        ("Behaviours (BE SURE)", analysis["behaviours"], labels.BEHAVIOURS),
        ("Trust beliefs", analysis["trust"], labels.TRUST),
    ]
    return [
        (
            title,
            [
                _slice(labels.label(names, key), slices[key])
                for key in sorted(slices, key=lambda key: (_place(names, key), key))
            ],
        )
        for title, slices, names in found
        if slices
    ]


def unit_rows(analysis: Analysis) -> list[UnitRow]:
    """The measured values that at least one visit has."""
    return [_unit(one, number) for number, one in enumerate(analysis["measured"]) if one["n"]]


def period_rows(trend: Sequence[TrendPoint]) -> list[PeriodRow]:
    """The periods of the trend, the newest first."""
    return [
        PeriodRow(
            period=printed.months_or_days(one["from"], one["to"], short=True),
            score=printed.number(one["percent"]),
            interval=_interval(one.get("low"), one.get("high")),
            visits=one["n"],
        )
        for one in reversed(trend)
    ]


def photo_address(visit: str, photo: str) -> str:
    """Where the small picture of a photo lies, for those who may see it."""
    return f"/api/v1/visits/{visit}/photos/{photo}?size=thumb"


def _interval(low: str | None, high: str | None, target: str | None = None) -> str:
    if low is None or high is None:
        return ""
    return f"{printed.number(low, target)} to {printed.number(high, target)}"


def _way(analysis: Analysis) -> list[tuple[str, bool]]:
    """The sentence in pieces, the codes of the standards strong."""
    codes = set(analysis["shortest_way"] or ())
    pieces: list[tuple[str, bool]] = []
    for word in words.way_sentence(analysis).split(" "):
        bare = word.rstrip(",.:")
        if bare in codes:
            pieces += [(bare, True), (f"{word[len(bare) :]} ", False)]
        else:
            pieces.append((f"{word} ", False))
    return pieces


def _standard(one: StandardFigures, scale: Scale, number: int, chosen: str) -> StandardRow:
    return StandardRow(
        code=one["code"],
        text=one["text"],
        owner=one["owner_role"],
        stage=labels.label(labels.STAGES, one["stage"]),
        critical=one.get("critical", False),
        target=printed.plain(one["target"]) if one["target"] is not None else printed.DASH,
        actual=printed.number(one["percent"], one["target"]),
        interval=_interval(one["low"], one["high"], one["target"]),
        gap=printed.signed(one["gap"]),
        visits=one["n"],
        chip=CHIPS[one["status"]],
        points=printed.size(one["lost"]),
        costs=Decimal(one["lost"]) > 0,
        drawn=location_drawings.distance(one, scale, f"distance-{number}"),
        chosen=one["code"] == chosen,
    )


def _miss(entry: Evidence, item: EvidenceItem, year: bool) -> EvidenceRow:
    on = when(item["date"], item["daypart"], year=year)
    photos = [photo for photo in item["photos"] if photo["state"] == "ready"]
    return EvidenceRow(
        standard=entry["standard"],
        question=entry["question"],
        text=entry["text"],
        visit=item["visit"],
        when=on,
        critical=entry["critical"],
        answer=item["answer"],
        comment=item["comment"] or "",
        correction=item["edit_reason"] or "" if item["edited"] else "",
        picture=Picture(
            photo_address(item["visit"], photos[0]["photo"]),
            f"Photo for “{entry['text']}”, {on}",
        )
        if photos
        else None,
        more_pictures=max(0, len(photos) - 1),
    )


def _slice(name: str, one: Slice) -> SliceRow:
    return SliceRow(
        name=name,
        actual=printed.number(one["percent"], one["target"]),
        target=printed.number(one["target"]),
        gap=printed.signed(one["gap"]),
        visits=one["n"],
        points=printed.size(one["lost"]),
        too_few=one["n"] < 3,
    )


def _place(names: Mapping[str, str], key: str) -> int:
    order = list(names)
    return order.index(key) if key in names else len(order)


def _unit(one: Measured, number: int) -> UnitRow:
    kind, currency = one.get("type", "number"), one.get("currency")
    return UnitRow(
        standard=one.get("standard", one["question"]),
        text=one.get("text", one["question"]),
        within=unit_values.within(one),
        median=printed.in_unit(one["median"], kind, currency),
        p90=printed.in_unit(one["p90"], kind, currency),
        visits=one["n"],
        drawn=location_drawings.units(one, f"unit-{number}"),
    )
