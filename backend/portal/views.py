"""Pages of the desk: signing in, and what a person finds there first."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.accounts.models import Person, Role
from backend.fieldwork.models import Assignment
from backend.gap_reports.models import GapReport
from backend.gap_reports.settling import settle
from backend.portal.forms import SignInForm
from backend.portal.rows import assignment_row, report_row

_MOST_ROWS = 100


class SignIn(LoginView):
    """The sign-in page; a person who is signed in goes on to the desk."""

    template_name = "portal/sign_in.html"
    authentication_form = SignInForm  # type: ignore[assignment]  # Django wants its own form's class
    redirect_authenticated_user = True


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """The first page: gap reports for those who read them, assignments for shoppers."""
    person = cast(Person, request.user)
    if person.role == Role.SHOPPER:
        return render(request, "portal/shopper.html", _shopper_page(person))
    return render(request, "portal/desk.html", _reports_page(person))


def _reports_page(person: Person) -> dict[str, Any]:
    reports = (
        GapReport.objects.visible_to(person)
        .select_related("location__region", "programme")
        .defer("snapshot")
        .order_by("-ends", "location__name", "-created_at")[: _MOST_ROWS + 1]
    )
    rows = [report_row(report) for report in settle(reports)]
    return {"person": person, "rows": rows[:_MOST_ROWS], "more": len(rows) > _MOST_ROWS}


def _shopper_page(person: Person) -> dict[str, Any]:
    assignments = (
        Assignment.objects.visible_to(person)
        .filter(shopper=person)
        .select_related("location")
        .order_by("-window_start_utc", "id")[:_MOST_ROWS]
    )
    return {"person": person, "rows": [assignment_row(assignment) for assignment in assignments]}
