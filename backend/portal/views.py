"""Pages of the desk: signing in, and what a person finds there first."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import LoginView
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from backend.accounts.models import Person, Role
from backend.accounts.sign_in import record_sign_in
from backend.delivery.openings import readings, unread
from backend.errors import TooMany
from backend.gap_reports.models import GapReport
from backend.gap_reports.settling import settle
from backend.portal.assignment_rows import assignment_row, past, to_do
from backend.portal.door import READERS, page, person_of
from backend.portal.forms import SignInForm
from backend.portal.overview import overview
from backend.portal.report_rows import grouped, worst_first
from backend.portal.shell import shell

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


@page(*Role.values)
def desk(request: HttpRequest) -> HttpResponseBase:
    """The first page: the overview for those who read gaps, assignments for shoppers."""
    person = person_of(request)
    if person.role == Role.SHOPPER:
        return render(request, "portal/shopper.html", {**shell(request, ""), **_work(person)})
    return overview(request)


@page(*READERS)
def reports(request: HttpRequest) -> HttpResponse:
    """The gap reports that were issued, those of the worst first."""
    asked = request.GET.get("unread", "")
    only_unread = asked == "1"
    fault = (
        "" if asked in ("", "1") else "Write unread=1 for what nobody has read, or leave it out."
    )
    visible = GapReport.objects.visible_to(person_of(request))
    ordered = worst_first(visible.select_related("location__region", "programme"))
    if only_unread:
        found = unread(ordered, most=_MOST_ROWS + 1)
    else:
        found = settle(ordered.defer("snapshot")[: _MOST_ROWS + 1])
    groups = grouped(found[:_MOST_ROWS], readings(found[:_MOST_ROWS]))
    context = {
        **shell(request, "reports"),
        "fault": fault,
        "only_unread": only_unread,
        "groups": groups,
        "superseded": any(row.superseded for group in groups for row in group.rows),
        "more_rows": len(found) > _MOST_ROWS,
        "most": _MOST_ROWS,
    }
    return render(request, "portal/reports.html", context, status=422 if fault else 200)


def _work(person: Person) -> dict[str, Any]:
    return {
        "to_do": [assignment_row(assignment) for assignment in to_do(person)[:_MOST_ROWS]],
        "past": [assignment_row(assignment) for assignment in past(person)[:_MOST_ROWS]],
    }
