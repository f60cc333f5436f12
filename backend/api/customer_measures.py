"""Customer measures and their import: figures beside the score, never inside it."""

from __future__ import annotations

from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import ConfigDict, Field

from backend.accounts.models import Role
from backend.api.door import AGENCY, CLIENT, Door, person_of
from backend.api.imports import ImportOut, ImportQuery, refused_import
from backend.api.lists import PageQuery, page
from backend.api.measure_schemas import CustomerMeasureOut
from backend.api.parser import read_csv
from backend.api.schemas import Code, Day, Out, csv_body, refusals, utc_text
from backend.customer_measures.importing import import_measures
from backend.customer_measures.models import CustomerMeasure
from backend.customer_measures.reading import figures_of
from backend.network.models import Location

router = Router(by_alias=True)
_COLUMNS = (
    "Columns `location, from, to, measure, value` and, where they have a meaning, `n, weights, "
    "currency`. `measure` is nps, acsi, complaints, churn or revenue; revenue is in minor units "
    "of its currency; an acsi value is the index or the three mean answers from 1 to 10."
)


class CustomerMeasurePage(Out):
    """Customer measures by location, then period."""

    items: list[CustomerMeasureOut]
    next: str | None


class CustomerMeasureQuery(PageQuery):
    """Filters; a region includes all below it, the days bound the measure's own period."""

    model_config = ConfigDict(populate_by_name=True)

    location: Code | None = None
    region: Code | None = None
    measure: Literal["nps", "acsi", "complaints", "churn", "revenue"] | None = None
    starts: Day | None = Field(None, alias="from")
    to: Day | None = None


@router.get("/customer-measures", response=CustomerMeasurePage, auth=Door(*AGENCY, *CLIENT))
def list_customer_measures(request: HttpRequest, query: Query[CustomerMeasureQuery]) -> Any:
    """The customer measures of the locations one may see."""
    rows = CustomerMeasure.objects.visible_to(person_of(request))
    if query.location:
        rows = rows.filter(location=query.location)
    if query.region:
        rows = rows.filter(location__in=Location.objects.in_region(query.region))
    if query.measure:
        rows = rows.filter(measure=query.measure)
    if query.starts:
        rows = rows.filter(starts__gte=query.starts)
    if query.to:
        rows = rows.filter(ends__lte=query.to)
    return page(rows, query, ["location_id", "starts", "ends", "id"], _measure)


@router.post(
    "/customer-measures/import",
    response={200: ImportOut, **refusals(413, 422)},
    auth=Door(Role.CLIENT_ADMIN),
    openapi_extra=csv_body(_COLUMNS),
)
def import_customer_measures(request: HttpRequest, query: Query[ImportQuery]) -> Any:
    """Add and replace customer measures from CSV: all, or with any error none.

    A row is told apart by location, period and measure. A dry run answers 200 with its errors; an
    import that has any is refused with 422, and the problem document then also holds `new`,
    `changed` and `same`.
    """
    result = import_measures(
        raw=read_csv(request, settings.PHOTO_MAX_BYTES),
        dry_run=query.dry_run,
        by=person_of(request),
    )
    if result.errors and not query.dry_run:
        return refused_import(result)
    return result


def _measure(one: CustomerMeasure) -> dict[str, Any]:
    return {
        "location": one.location_id,
        **figures_of(one),
        "imported_at": utc_text(one.imported_at),
    }
