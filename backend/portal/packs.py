"""Packs on the desk: ask for one, watch it being drawn, take it away."""

from __future__ import annotations

import contextlib
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from backend.accounts.models import Person
from backend.errors import Invalid, NotFound, WrongState
from backend.gap_reports.models import Pack
from backend.gap_reports.packs import retry_pack, settle_packs, start_pack, stop_pack
from backend.portal.door import READERS, filters_of, page, person_of
from backend.portal.filters import Filters
from backend.portal.pack_form import PackForm, empty_form, read_form
from backend.portal.pack_rows import PackLine, PackView, pack_line, pack_view
from backend.portal.pack_words import in_days
from backend.portal.shell import shell

_MOST_PACKS = 20
_FEW_ROWS, _MOST_ROWS = 12, 500


@page(*READERS, methods=("GET", "HEAD", "POST"))
def packs(request: HttpRequest) -> HttpResponseBase:
    """What there is to take away, and the form for something new."""
    filters = filters_of(request)
    person = person_of(request)
    if request.method != "POST":
        return _form_page(request, filters, _asked_so_far(request.GET, filters))
    form = read_form(request.POST, filters)
    if not form.faults and filters.programme is not None:
        try:
            pack = start_pack(
                programme=filters.programme,
                period=filters.period,
                scope=form.scope,
                kind=form.kind,
                leave_out_empty=form.leave_out_empty,
                scope_words="" if form.chosen else filters.scope,
                by=person,
            )
            return redirect("pack", pack_id=pack.pk)
        except Invalid as refusal:
            form.faults["locations"] = " ".join(one.message for one in refusal.errors)
    return _form_page(request, filters, form, status=422)


@page(*READERS)
def pack(request: HttpRequest, pack_id: UUID) -> HttpResponseBase:
    """One pack: how far it is, what went wrong, and the download."""
    found = _found(request, pack_id)
    context = {
        **shell(request, "packs"),
        **_watched(request, found),
        "lines": _lines(person_of(request), besides=found),
        "kept": in_days(settings.PACK_DAYS),
    }
    return render(request, "portal/pack.html", context)


@page(*READERS)
def pack_progress(request: HttpRequest, pack_id: UUID) -> HttpResponseBase:
    """The parts of the pack's page that move, asked for again and again while it is drawn."""
    found = _found(request, pack_id)
    context = {**_watched(request, found), "alone": True}
    return render(request, "portal/_pack_moving.html", context)


@page(*READERS, methods=("POST",))
def pack_stop(request: HttpRequest, pack_id: UUID) -> HttpResponseBase:
    """End the drawing. Whoever comes too late sees on the page how it ended."""
    found = _found(request, pack_id)
    with contextlib.suppress(WrongState):
        stop_pack(pack=found, by=person_of(request))
    return redirect("pack", pack_id=pack_id)


@page(*READERS, methods=("POST",))
def pack_retry(request: HttpRequest, pack_id: UUID) -> HttpResponseBase:
    """Go on with a pack that ended, where something is left to try."""
    found = _found(request, pack_id)
    with contextlib.suppress(WrongState):
        retry_pack(pack=found, by=person_of(request))
    return redirect("pack", pack_id=pack_id)


def _found(request: HttpRequest, pack_id: UUID) -> Pack:
    visible = Pack.objects.visible_to(person_of(request))
    found = visible.select_related("programme", "created_by").filter(pk=pack_id).first()
    if found is None:
        raise NotFound
    (settled,) = settle_packs([found])
    return settled


def _asked_so_far(asked: QueryDict, filters: Filters) -> PackForm:
    """As the form stands; it asks for its size at every change, with all its fields."""
    return read_form(asked, filters) if "counted" in asked else empty_form(filters)


def _form_page(
    request: HttpRequest, filters: Filters, form: PackForm, status: int = 200
) -> HttpResponse:
    context = {
        **shell(request, "packs", filters),
        "form": form,
        "lines": _lines(person_of(request)),
        "kept": in_days(settings.PACK_DAYS),
    }
    return render(request, "portal/packs.html", context, status=status)


def _lines(person: Person, besides: Pack | None = None) -> list[PackLine]:
    visible = Pack.objects.visible_to(person).select_related("programme", "created_by")
    if besides is not None:
        visible = visible.exclude(pk=besides.pk)
    return [pack_line(one, person) for one in settle_packs(visible[:_MOST_PACKS])]


def _watched(request: HttpRequest, found: Pack) -> dict[str, PackView | Any]:
    """The pack for its templates. A page of all rows moves its bar alone: hundreds of rows every
    second would help nobody."""
    show = "problems" if request.GET.get("show") == "problems" else "all"
    long = request.GET.get("rows") == "all"
    view = pack_view(found, person_of(request), show=show, most=_MOST_ROWS if long else _FEW_ROWS)
    query = f"?show={show}" + ("&rows=all" if long else "")
    return {
        "pack": view,
        "show": show,
        "long": long,
        "moving": reverse("pack-progress", kwargs={"pack_id": found.pk}) + query,
    }
