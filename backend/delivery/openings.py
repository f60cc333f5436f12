"""Who of the client opened which report, and which reports nobody has looked at for a week."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError, transaction

from backend import clock
from backend.accounts.models import CLIENT_ROLES, Person, PersonRegion, Role
from backend.delivery.models import ReportOpening
from backend.gap_reports.models import GapReport, ReportQuerySet
from backend.gap_reports.settling import settle
from backend.network.models import Region
from backend.rows import insert

logger = logging.getLogger(__name__)

UNREAD_AFTER = timedelta(days=7)
_AGAIN = (
    "ON CONFLICT (report_id, person_id) DO UPDATE SET last_at = excluded.last_at,"
    ' "count" = delivery_reportopening."count" + 1'
)


@dataclass(frozen=True)
class Reading:
    """How a report was read: `opened` of the `concerned` people did, and for how many days no
    manager of its region has (None: one has, or it is too new, or it no longer stands).

    It concerns the managers of its region and the client admins of its brand, as they are today.
    Where a region has no manager, the client admins stand in.
    """

    opened: int
    concerned: int
    unread_days: int | None


def note_opening(*, report: GapReport, person: Person) -> None:
    """Note that a person of the client downloads the report's PDF; of the agency's, nothing.

    One statement. Should it fail, that is logged and the download goes on: a report that can be
    read matters more than the note of it.
    """
    if person.role not in CLIENT_ROLES:
        return
    now = clock.now()
    try:
        with transaction.atomic():
            insert(ReportOpening(report=report, person=person, first_at=now, last_at=now), _AGAIN)
    except DatabaseError:
        logger.exception("an opening of report %s was not noted", report.pk)


def openings_of(report: GapReport) -> list[ReportOpening]:
    """Who opened it, the first one first."""
    return list(ReportOpening.objects.filter(report=report).select_related("person"))


def readings(reports: Sequence[GapReport]) -> dict[UUID, Reading]:
    """How each of these reports was read; four queries, however many there are.

    Their location with its region is loaded.
    """
    managers, admins = _readers({report.location.brand_id for report in reports})
    openings = ReportOpening.objects.filter(report__in=[report.pk for report in reports])
    opened = set(openings.values_list("report_id", "person_id"))
    found = {}
    for report in reports:
        path = report.location.region.path
        of_region = {person for person, root in managers if path.startswith(root)}
        of_brand = admins.get(report.location.brand_id, set())
        concerned = of_region | of_brand
        who_opened = {person for person in concerned if (report.pk, person) in opened}
        awaited = of_region or of_brand
        found[report.pk] = Reading(
            opened=len(who_opened),
            concerned=len(concerned),
            unread_days=None if who_opened & awaited or not awaited else _days(report),
        )
    return found


def unread(reports: ReportQuerySet, *, most: int) -> list[GapReport]:
    """The first `most` of `reports`, in their order, that stand, were issued more than seven days
    ago, and that no manager of their region has opened; each with its location and programme.

    Whether they stand is settled for those alone that might be listed: it can mean taking a
    snapshot.
    """
    candidates = list(
        reports.filter(state=GapReport.State.CURRENT, created_at__lt=clock.now() - UNREAD_AFTER)
        .select_related("location__region", "programme")
        .defer("snapshot")
    )
    reading = readings(candidates)
    maybe = [report for report in candidates if reading[report.pk].unread_days is not None]
    found: list[GapReport] = []
    for first in range(0, len(maybe), most):
        if len(found) < most:
            settled = settle(maybe[first : first + most])
            found += [report for report in settled if report.state == GapReport.State.CURRENT]
    return found[:most]


def _days(report: GapReport) -> int | None:
    """Whole days since the issue; None in the first week and for what no longer stands."""
    age = clock.now() - report.created_at
    if report.state != GapReport.State.CURRENT or age <= UNREAD_AFTER:
        return None
    return age.days


def _readers(brands: set[str]) -> tuple[list[tuple[UUID, str]], dict[str, set[UUID]]]:
    """Active managers, each with the path of a region of theirs, and active admins by brand."""
    regions = list(
        PersonRegion.objects.filter(
            person__is_active=True, person__role=Role.MANAGER, person__brand_code__in=brands
        ).values_list("person_id", "region_code")
    )
    paths = dict(
        Region.objects.filter(pk__in={code for _, code in regions}).values_list("pk", "path")
    )
    admins: dict[str, set[UUID]] = {}
    for person, brand in Person.objects.filter(
        is_active=True, role=Role.CLIENT_ADMIN, brand_code__in=brands
    ).values_list("pk", "brand_code"):
        admins.setdefault(brand, set()).add(person)
    return [(person, paths[code]) for person, code in regions if code in paths], admins
