"""The page on which a system admin loads what a phone could not send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.accounts.models import Person, Role
from backend.errors import Refusal, TooLarge
from backend.visits.recovery import Entry, Fate, What, load_recovery
from shopper_forms.findings import Finding

# word, colour and shape of a fate, as everywhere on the desk
_CHIPS = {
    Fate.RECEIVED: ("met", "✓"),
    Fate.KNOWN: ("met", "✓"),
    Fate.PARKED: ("watch", "◐"),
    Fate.REFUSED: ("gap", "▲"),
}
_TITLES = {What.VISIT: "Visit", What.PHOTO: "Photo", What.DRAFT: "Draft"}


class RecoveryForm(forms.Form):
    """One file."""

    file = forms.FileField(label="Recovery file", allow_empty_file=True)


@dataclass(frozen=True)
class EntryRow:
    """One thing of the file as the page lists it."""

    title: str
    name: str
    word: str
    chip: str
    shape: str
    detail: str
    faults: tuple[str, ...]
    parked: int | None


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def recovery(request: HttpRequest) -> HttpResponse:
    """Choose a file; then see what became of everything in it."""
    person = cast(Person, request.user)
    if person.role != Role.SYSTEM_ADMIN:
        raise PermissionDenied
    form = RecoveryForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        form = RecoveryForm()
    page: dict[str, Any] = {"person": person, "form": form}
    status = 200
    if form.is_valid():
        try:
            page["result"] = result = load_recovery(
                raw=_bytes(form.cleaned_data["file"]), by=person
            )
            page["rows"] = [_row(entry) for entry in result.entries]
            page["counts"] = [(fate.value, result.count(fate)) for fate in Fate]
        except Refusal as refusal:
            page["refusal"], status = refusal, refusal.status
            page["faults"] = list(_sentences(refusal.errors))
    elif form.is_bound:
        status = 422
    return render(request, "portal/recovery.html", page, status=status)


def _bytes(file: UploadedFile[bytes]) -> bytes:
    if (file.size or 0) > settings.RECOVERY_MAX_BYTES:
        raise TooLarge(f"A recovery file has at most {settings.RECOVERY_MAX_BYTES} bytes.")
    return bytes(file.read())


def _row(entry: Entry) -> EntryRow:
    chip, shape = _CHIPS[entry.fate]
    name = f"{entry.name[:12]}…" if entry.what == What.PHOTO else entry.name
    return EntryRow(
        title=f"{_TITLES[entry.what]} {entry.visit}",
        name=name,
        word=entry.fate.value.capitalize(),
        chip=chip,
        shape=shape,
        detail=entry.detail,
        faults=tuple(_sentences(entry.errors)),
        parked=entry.parked,
    )


def _sentences(findings: tuple[Finding, ...]) -> Iterator[str]:
    for finding in findings:
        place = ".".join(str(part) for part in finding.loc)
        yield f"{place}: {finding.message}" if place else finding.message
