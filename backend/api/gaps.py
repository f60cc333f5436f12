"""Gap analyses over HTTP."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from backend.accounts.models import Person
from backend.api.door import AGENCY, CLIENT, Door, found, one, person_of
from backend.api.gap_schemas import LocationGapsOut, RegionGapsOut
from backend.api.schemas import Code, Day
from backend.errors import invalid
from backend.fieldwork.models import Programme
from backend.gap_reports.analysing import analyse_location_gaps, analyse_region_gaps
from backend.network.models import Location, Region
from reports.analysis_shape import Analysis
from reports.gaps_region_shape import RegionAnalysis
from reports.periods import Period

router = Router(by_alias=True)


class GapsQuery(Schema):
    """Of which programme, from which local date to which, both included."""

    programme: Code
    starts: Day = Field(alias="from")
    to: Day


@router.get(
    "/locations/{code}/gaps",
    response=LocationGapsOut,
    auth=Door(*AGENCY, *CLIENT, find=one(Location, "code", "region")),
)
def read_location_gaps(request: HttpRequest, code: str, query: Query[GapsQuery]) -> Analysis:
    """The gap analysis of a location: the very numbers of its report."""
    programme, period = _asked(person_of(request), query)
    return analyse_location_gaps(
        location=found(request, Location), programme=programme, period=period
    )


@router.get(
    "/regions/{code}/gaps",
    response=RegionGapsOut,
    auth=Door(*AGENCY, *CLIENT, find=one(Region, "code")),
)
def read_region_gaps(request: HttpRequest, code: str, query: Query[GapsQuery]) -> RegionAnalysis:
    """The gap analysis of a region with all below it, and the league of its locations."""
    programme, period = _asked(person_of(request), query)
    return analyse_region_gaps(region=found(request, Region), programme=programme, period=period)


def _asked(person: Person, query: GapsQuery) -> tuple[Programme, Period]:
    """The programme, among those the person may see, and the period; `Invalid` names both."""
    programme = Programme.objects.visible_to(person).filter(pk=query.programme).first()
    faults = []
    if programme is None:
        faults.append((("query", "programme"), "unknown_programme", "There is no such programme."))
    if query.starts > query.to:
        faults.append((("query", "to"), "before_from", "The period ends before it begins."))
    if faults:
        raise invalid(*faults)
    return cast(Programme, programme), Period(query.starts, query.to)
