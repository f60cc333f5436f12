"""The page on which a system admin loads what a phone could not send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.accounts.models import Role
from backend.errors import Refusal, TooLarge
from backend.portal.door import page, person_of
from backend.portal.shell import shell
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


@page(Role.SYSTEM_ADMIN, methods=("GET", "HEAD", "POST"))
def recovery(request: HttpRequest) -> HttpResponse:
    """Choose a file; then see what became of everything in it."""
    person = person_of(request)
    form = RecoveryForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        form = RecoveryForm()
    context: dict[str, Any] = {**shell(request, "recovery"), "form": form}
    status = 200
    if form.is_valid():
        try:
            context["result"] = result = load_recovery(
                raw=_bytes(form.cleaned_data["file"]), by=person
            )
            context["rows"] = [_row(entry) for entry in result.entries]
            context["counts"] = [(fate.value, result.count(fate)) for fate in Fate]
        except Refusal as refusal:
            context["refusal"], status = refusal, refusal.status
            context["faults"] = list(_sentences(refusal.errors))
    elif form.is_bound:
        status = 422
    return render(request, "portal/recovery.html", context, status=status)


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
