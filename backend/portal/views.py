"""Pages of the desk: signing in, and what a person finds there first."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.accounts.models import Person, Role
from backend.accounts.sign_in import record_sign_in
from backend.errors import TooMany
from backend.gap_reports.models import GapReport
from backend.gap_reports.settling import settle
from backend.portal.assignment_rows import assignment_row, past, to_do
from backend.portal.forms import SignInForm
from backend.portal.report_rows import grouped, worst_first

_MOST_ROWS = 100


class SignIn(LoginView):
    """The sign-in page; a person who is signed in goes on to the desk."""

    template_name = "portal/sign_in.html"
    authentication_form = SignInForm  # type: ignore[assignment]  # Django wants its own form's class
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        """The session begins, and the audit chain tells so."""
        response = super().form_valid(form)
        record_sign_in(person=form.get_user(), how="password")
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again with what was wrong; a 429 that says when to come back after too many
        tries, as the API answers."""
        response = super().form_invalid(form)
        if form.has_error(NON_FIELD_ERRORS, TooMany.code):
            response.status_code = TooMany.status
            response["Retry-After"] = str(form.retry_after)
        return response


@require_safe
@never_cache  # after signing out, "back" shows nothing
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """The first page: gap reports for those who read them, assignments for shoppers."""
    person = cast(Person, request.user)
    if person.role == Role.SHOPPER:
        return render(request, "portal/shopper.html", _shopper_page(person))
    return render(request, "portal/desk.html", _reports_page(person))


def _reports_page(person: Person) -> dict[str, Any]:
    visible = GapReport.objects.visible_to(person).select_related("location__region", "programme")
    found = settle(worst_first(visible.defer("snapshot"))[: _MOST_ROWS + 1])
    groups = grouped(found[:_MOST_ROWS])
    return {
        "person": person,
        "groups": groups,
        "superseded": any(row.superseded for group in groups for row in group.rows),
        "more": len(found) > _MOST_ROWS,
        "most": _MOST_ROWS,
    }


def _shopper_page(person: Person) -> dict[str, Any]:
    return {
        "person": person,
        "to_do": [assignment_row(assignment) for assignment in to_do(person)[:_MOST_ROWS]],
        "past": [assignment_row(assignment) for assignment in past(person)[:_MOST_ROWS]],
    }
