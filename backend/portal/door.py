"""The door of the desk: who may open a page, and what a page says when something is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.accounts.models import Person, Role
from backend.errors import Forbidden, NotFound, Refusal
from backend.portal.filters import Filters, read_filters
from backend.portal.shell import shell

AGENCY = (Role.SCHEDULER, Role.REVIEWER, Role.SYSTEM_ADMIN)
CLIENT = (Role.MANAGER, Role.CLIENT_ADMIN)
READERS = (*AGENCY, *CLIENT)
"""Who reads gaps, reports and packs: everybody but shoppers."""


class _NoFigures(Exception):  # noqa: N818  # an answer, not a malfunction
    """The filters of the address name nothing to show: they are wrong, or nothing is there yet."""

    def __init__(self, filters: Filters) -> None:
        super().__init__()
        self.filters = filters


View = Callable[..., HttpResponseBase]


def page(*roles: str, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[[View], View]:
    """A page of the desk for these roles; `methods` it answers to, the safe ones unless said.

    Whoever is signed out is sent to sign in and comes back. A refusal raised inside (another role
    is one, what cannot be seen another) is answered as a page with its status and sentences, and
    changed nothing: every use case is one transaction.
    """

    def decorate(view: View) -> View:
        @require_http_methods(list(methods))
        @never_cache  # after signing out, "back" shows nothing
        @_part_of_a_page
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                if person_of(request).role not in roles:
                    raise Forbidden
                return view(request, *args, **kwargs)
            except _NoFigures as answer:
                return _no_figures(request, answer.filters)
            except Refusal as refusal:
                return _refused(request, refusal)
            except Http404:
                return _refused(request, NotFound())

        return guarded

    return decorate


def _part_of_a_page(view: View) -> View:
    """Whoever was signed out while a page asks for a part of itself loads it all again: the form
    of the sign-in would else be put into the middle of it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "HX-Request" in request.headers and not request.user.is_authenticated:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return view(request, *args, **kwargs)

    return guarded


def person_of(request: HttpRequest) -> Person:
    """Who is signed in."""
    return cast(Person, request.user)


def filters_of(
    request: HttpRequest,
    kept: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
    usual: Mapping[str, str] | None = None,
) -> Filters:
    """What the page is narrowed to, its programme and period certain; `kept` is what the page adds
    to its address, `faults` what was wrong with that, `usual` what holds where the address says
    nothing.

    With a fault in the address, or without a programme to see, the page is answered with the
    filters and their messages instead of figures (422, or 200 when there is nothing yet).
    """
    filters = read_filters(person_of(request), {**(usual or {}), **request.GET.dict()})
    filters = replace(filters, kept=kept or {}, faults={**filters.faults, **(faults or {})})
    if filters.faults or filters.programme is None:
        raise _NoFigures(filters)
    return filters


def _no_figures(request: HttpRequest, filters: Filters) -> HttpResponse:
    context = shell(request, "", filters)
    status = 422 if filters.faults else 200
    return render(request, "portal/no_figures.html", context, status=status)


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    context = {**shell(request, ""), "refusal": refusal}
    response = render(request, "portal/refused.html", context, status=refusal.status)
    if refusal.retry_after is not None:
        response["Retry-After"] = str(refusal.retry_after)
    return response
