"""What the signed-in shopper earns."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router

from backend.accounts.models import Role
from backend.api.door import Door, person_of
from backend.api.lists import PageQuery, page
from backend.api.schemas import Money, Out
from backend.visits.earning import EarningState, earning_state, earning_visits, promised_on
from backend.visits.models import Visit

router = Router()


class PlaceOut(Out):
    """Where a visit was made."""

    code: str
    name: str


class EarningOut(Out):
    """The fee of one assignment: waiting for the decision, earned, or not paid. `promised_on` is
    the day by which an earned one is paid at the latest."""

    visit: UUID
    assignment: UUID
    location: PlaceOut
    visit_date: date
    state: EarningState
    amount: Money
    promised_on: date | None


class EarningPage(Out):
    """A page of earnings."""

    items: list[EarningOut]
    next: str | None


@router.get("/me/earnings", response=EarningPage, auth=Door(Role.SHOPPER))
def list_earnings(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """The fees of one's own visits, latest day of visit first; one line an assignment."""
    rows = earning_visits(person_of(request)).select_related("assignment", "location")
    return page(rows, query, ["-visit_date", "id"], _line)


def _line(visit: Visit) -> dict[str, Any]:
    decided_at = visit.decided_at  # type: ignore[attr-defined]  # annotated by `earning_visits`
    return {
        "visit": visit.pk,
        "assignment": visit.assignment_id,
        "location": {"code": visit.location_id, "name": visit.location.name},
        "visit_date": visit.visit_date,
        "state": earning_state(visit),
        "amount": {
            "amount": visit.assignment.fee_amount,
            "currency": visit.assignment.fee_currency,
        },
        "promised_on": promised_on(visit, decided_at, settings.PAY_WITHIN_DAYS),
    }
