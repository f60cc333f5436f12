"""What a pack would hold: which locations, how many bytes, how long it takes, before it starts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Avg, F, Q, QuerySet, Sum

from backend.accounts.models import Person
from backend.fieldwork.models import Programme
from backend.gap_reports.counted_visits import visits_of_programme
from backend.gap_reports.models import GapReport, Pack
from backend.network.models import Location, Region
from backend.visits.models import Visit
from reports.periods import Period

MOST_REPORTS = {Pack.Kind.ZIP: 5_000, Pack.Kind.PDF: 500}
"""One PDF of more than 500 reports nobody can leaf through, and its making needs all of them in
memory at once."""

_USUAL_SIZE = 150_000  # bytes of a report, before there is one to go by
_USUAL_SECONDS = 0.08  # a report, before there is a pack to go by
_START_SECONDS = 2.0
_LAST = 50


@dataclass(frozen=True, slots=True)
class Scope:
    """Which locations: those of a region with all below it, or these, or all within reach."""

    region: Region | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a pack would be: so many reports, about so many bytes, ready in about `seconds`."""

    reports: int
    without_visits: int
    size: int
    seconds: float


def locations_of(
    person: Person, programme: Programme, period: Period, scope: Scope, *, leave_out_empty: bool
) -> QuerySet[Location]:
    """The locations whose reports a pack holds, in the order of its contents: by region, then
    name. Among what the person may see, of the programme's own brand; those without a counted
    visit in the period only when they are in the programme and `leave_out_empty` is not said."""
    places = Location.objects.visible_to(person).filter(brand=programme.brand_id)
    if scope.region is not None:
        places = places.filter(region__path__startswith=scope.region.path)
    if scope.codes:
        places = places.filter(pk__in=scope.codes)
    listed = Q(pk__in=_visited(programme, period))
    if not leave_out_empty:
        # not by a join with the programme's list, which would need a DISTINCT over all columns
        of_programme = programme.locations.filter(active=True).order_by().values("pk")
        listed |= Q(pk__in=of_programme)
    return places.filter(listed).order_by("region__path", "name", "pk")


def estimate(
    person: Person, programme: Programme, period: Period, scope: Scope, *, leave_out_empty: bool
) -> Estimate:
    """What this pack would be, judged by the last reports and packs of the programme."""
    everything = locations_of(person, programme, period, scope, leave_out_empty=False)
    visited = set(_visited(programme, period))
    codes = list(everything.values_list("pk", flat=True))
    empty = sum(code not in visited for code in codes)
    reports = len(codes) - empty if leave_out_empty else len(codes)
    return Estimate(
        reports=reports,
        without_visits=empty,
        size=reports * _usual_size(programme),
        seconds=_START_SECONDS + reports * _usual_seconds(programme),
    )


def left_to_go(pack: Pack, now_done: timedelta) -> float | None:
    """About how many seconds a pack that is being drawn still needs, at its own pace so far;
    None before that says anything."""
    if pack.done < 3:
        return None
    return now_done.total_seconds() / pack.done * (pack.total - pack.done)


def missing_codes(asked: Collection[str], person: Person, programme: Programme) -> list[str]:
    """Those of the codes that name no location of the brand that the person may see."""
    known = set(
        Location.objects.visible_to(person)
        .filter(brand=programme.brand_id, pk__in=asked)
        .values_list("pk", flat=True)
    )
    return [code for code in asked if code not in known]


def _visited(programme: Programme, period: Period) -> QuerySet[Visit, str]:
    visits = visits_of_programme(programme, period).order_by()
    return visits.values_list("location_id", flat=True).distinct()


def _usual_size(programme: Programme) -> int:
    last = GapReport.objects.filter(programme=programme).order_by("-created_at")[:_LAST]
    found = GapReport.objects.filter(pk__in=[one.pk for one in last.only("pk")])
    return round(found.aggregate(usual=Avg("size"))["usual"] or _USUAL_SIZE)


def _usual_seconds(programme: Programme) -> float:
    """Of a report in the last packs that were drawn to the end; a start of two seconds weighs
    little in them."""
    last = Pack.objects.filter(programme=programme, state=Pack.State.DONE, total__gte=20)
    keys = list(last.order_by("-created_at").values_list("pk", flat=True)[:3])
    sums = Pack.objects.filter(pk__in=keys).aggregate(
        took=Sum(F("finished_at") - F("started_at")), reports=Sum("total")
    )
    if not sums["reports"] or sums["took"] is None:
        return _USUAL_SECONDS
    return float(sums["took"].total_seconds() / sums["reports"])
