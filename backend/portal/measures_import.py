"""The page on which a client admin imports customer measures: look first, then confirm."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend import files
from backend.accounts.models import Person, Role
from backend.customer_measures.importing import ImportResult, import_measures
from backend.portal.door import page, person_of
from backend.portal.shell import shell

_MOST_LISTED = 200
_SALT = "customer-measures.import"
_AN_HOUR = 60 * 60
_GONE = (
    "This look at the file is over: it was imported already, another file was looked at since, or "
    "an hour has passed. Choose the file again; importing it twice does no harm."
)


class MeasuresForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label="CSV file",
        allow_empty_file=True,
        error_messages={"required": "Choose a CSV file.", "invalid": "Choose a CSV file."},
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> bytes:
        """The bytes of the file."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > settings.PHOTO_MAX_BYTES:
            most = settings.PHOTO_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(f"The file has more than {most} MB; send it in parts.")
        return bytes(file.read())


@dataclass(frozen=True)
class Step:
    """What came of a step: a look (`done` False, with a `token` to confirm) or the import."""

    result: ImportResult
    done: bool
    token: str = ""

    @property
    def counts(self) -> list[tuple[int, str]]:
        """How many measures are new, changed and the same, in words."""
        return [
            (self.result.new, "new"),
            (self.result.changed, "changed"),
            (self.result.same, "the same as before"),
        ]


@page(Role.CLIENT_ADMIN, methods=("GET", "HEAD", "POST"))
def measures_import(request: HttpRequest) -> HttpResponse:
    """Choose a file, see what it would do, confirm: what is imported are the bytes looked at."""
    person = person_of(request)
    context: dict[str, Any] = {**shell(request, "measures"), "form": MeasuresForm()}
    status = 200
    if request.method == "POST" and "token" in request.POST:
        step = _confirmed(person, request.POST["token"])
        context |= {"step": step} if step else {"gone": _GONE}
        status = 200 if step and not step.result.errors else 422
    elif request.method == "POST":
        form = MeasuresForm(request.POST, request.FILES)
        context["form"] = form
        status = 422
        if form.is_valid():
            context["step"] = step = _looked_at(person, form.cleaned_data["file"])
            status = 422 if step.result.errors else 200
    step = context.get("step")
    if step:
        context["faults"] = step.result.errors[:_MOST_LISTED]
        context["unlisted"] = len(step.result.errors) - len(context["faults"])
    return render(request, "portal/measures_import.html", context, status=status)


def _looked_at(person: Person, raw: bytes) -> Step:
    """What the file would do; without a fault it waits to be confirmed, in place of any before."""
    result = import_measures(raw=raw, dry_run=True, by=person)
    if result.errors or not (result.new or result.changed):
        files.delete(_key(person))
        return Step(result, done=False)
    files.store(_key(person), raw)
    token = signing.dumps([str(person.pk), hashlib.sha256(raw).hexdigest()], salt=_SALT)
    return Step(result, done=False, token=token)


def _confirmed(person: Person, token: str) -> Step | None:
    """The import of the file that waits; None unless it is the one the token was made for."""
    try:
        owner, digest = signing.loads(token, salt=_SALT, max_age=_AN_HOUR)
        raw = files.read(_key(person))
    except (signing.BadSignature, FileNotFoundError):
        return None
    if (owner, digest) != (str(person.pk), hashlib.sha256(raw).hexdigest()):
        return None
    result = import_measures(raw=raw, dry_run=False, by=person)
    files.delete(_key(person))
    return Step(result, done=not result.errors)


def _key(person: Person) -> str:
    """One file a person waits at most, so that what nobody confirms does not pile up."""
    return f"waiting/customer-measures-{person.pk}.csv"
