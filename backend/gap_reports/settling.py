"""Whether an issued report still holds: settled when somebody looks, for good (see ADR 0006)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from backend.audit import chain
from backend.customer_measures.models import CustomerMeasure
from backend.customer_measures.reading import measures_of
from backend.gap_reports.models import GapReport, ReportQuerySet
from backend.gap_reports.snapshots import Taken, take_snapshot
from backend.visits.models import FiguresChange
from reports.periods import Period


def settle(reports: Iterable[GapReport]) -> list[GapReport]:
    """The reports with the state they are truly in; call it before a state is shown.

    A report whose programme had a change that could matter since it was last checked has its
    snapshot taken again: when the two differ, it is superseded for good. One query when nothing
    happened.
    """
    shown = list(reports)
    doubtful = {
        report.pk: report for report in _doubtful().filter(pk__in=[report.pk for report in shown])
    }
    for report in shown:
        if report.pk in doubtful and _may_differ(doubtful[report.pk]):
            report.state = _settled(doubtful[report.pk])
    return shown


def note_checked(report: GapReport, taken: Taken) -> None:
    """Remember that a snapshot with all changes up to its own reads as the report's."""
    GapReport.objects.filter(pk=report.pk, checked_change__lt=taken.change).update(
        checked_change=taken.change
    )


def _doubtful() -> ReportQuerySet:
    """Current reports with changes since their last check, of their own location from the first
    day of their trend on, or of any location of the programme in their own period, for neighbours
    and competitors show in the benchmarks of that alone; and those whose location's customer
    measures of the six periods were imported after them."""
    near = Q(location=OuterRef("location"), visit_date__gte=OuterRef("reads_from"))
    changes = FiguresChange.objects.filter(
        near | Q(visit_date__gte=OuterRef("starts")),
        programme=OuterRef("programme"),
        visit_date__lte=OuterRef("ends"),
        id__gt=OuterRef("checked_change"),
    )
    imported = CustomerMeasure.objects.filter(
        location=OuterRef("location"),
        starts__gte=OuterRef("reads_from"),
        ends__lte=OuterRef("ends"),
        imported_at__gt=OuterRef("created_at"),
    )
    return (
        GapReport.objects.filter(Exists(changes) | Exists(imported), state=GapReport.State.CURRENT)
        .annotate(figures_changed=Exists(changes))
        .select_related("location__brand", "location__region", "programme")
        .defer("snapshot")
    )


def _may_differ(report: GapReport) -> bool:
    """Whether a look at the whole is worth its time. An import is after the report for good, also
    one that prints nothing in it: alone, it is asked for what would be printed now."""
    if report.figures_changed:  # type: ignore[attr-defined]  # of `_doubtful`
        return True
    stored = json.loads(report.snapshot)["analysis"].get("customer_measures")
    period = Period(report.starts, report.ends)
    return bool(stored != measures_of(report.location, period))


def _settled(report: GapReport) -> str:
    """Take the snapshot again and note what it says; the state the report is in afterwards."""
    taken = take_snapshot(
        location=report.location,
        programme=report.programme,
        period=Period(report.starts, report.ends),
    )
    if taken.sha256 == report.snapshot_sha256:
        note_checked(report, taken)
    else:
        _supersede(report, taken)
    return GapReport.objects.values_list("state", flat=True).get(pk=report.pk)


@transaction.atomic
def _supersede(report: GapReport, taken: Taken) -> None:
    """Let the report be superseded, unless somebody else has just found the same."""
    changed = GapReport.objects.filter(pk=report.pk, state=GapReport.State.CURRENT).update(
        state=GapReport.State.SUPERSEDED, checked_change=taken.change
    )
    if changed:
        chain.record(
            actor=chain.SYSTEM,
            verb="report.superseded",
            subject=report,
            data={"change": taken.change, "snapshot_sha256": taken.sha256},
        )
