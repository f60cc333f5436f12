"""Programmes and waves in the stock admin; assignments to look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from backend.accounts.models import Person
from backend.audit.admin_bases import ReadOnlyAdmin, ReadOnlyInline, UseCaseAdmin
from backend.errors import Refusal, invalid
from backend.fieldwork import programmes, waves
from backend.fieldwork.models import Assignment, Holding, Programme, Wave

_MANY = ("questionnaires", "locations", "competitor_locations")
# the bounds of the API, so that both doors take the same
_BOUNDS = {
    "rotation_days": (0, 3650),
    "clean_days": (0, 3650),
    "max_per_day": (1, 100),
    "appeal_days": (0, 3650),
    "grace_hours": (0, 8760),
}


@admin.register(Programme)
class ProgrammeAdmin(UseCaseAdmin):
    """What is asked where, and under which rules."""

    fields = (
        ("code", "name", "brand"),
        "questionnaires",
        ("target_score", "appeal_days", "grace_hours"),
        ("rotation_days", "clean_days", "max_per_day"),
        "qualifications",
        "locations",
        "competitor_locations",
        ("staff_identification", "legal_basis"),
        "declaration",
    )
    autocomplete_fields = ("brand", "locations", "competitor_locations")
    filter_horizontal = ("questionnaires",)
    list_display = ("name", "code", "brand", "target_score", "rotation_days", "clean_days")
    list_filter = ("brand",)
    list_select_related = ("brand",)
    search_fields = ("code", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Code and brand stay."""
        return ("code", "brand") if obj else ()

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Numbers within the bounds of the API."""
        if db_field.name in _BOUNDS:
            low, high = _BOUNDS[db_field.name]
            initial = db_field.get_default()
            return forms.IntegerField(min_value=low, max_value=high, initial=initial)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def add(self, fields: Mapping[str, Any], given: Mapping[str, Any], by: Person) -> Programme:
        """See `programmes.add_programme`."""
        terms = _terms({name: fields[name] for name in fields if name not in ("code", "brand")})
        return programmes.add_programme(
            by=by,
            code=fields["code"],
            brand=fields["brand"].pk,
            terms=programmes.ProgrammeTerms(**terms),
        )

    def change(self, row: Programme, given: Mapping[str, Any], by: Person) -> Programme:
        """See `programmes.change_programme`."""
        return programmes.change_programme(programme=row, by=by, changes=_terms(given))


@admin.register(Wave)
class WaveAdmin(UseCaseAdmin):
    """The periods of programmes."""

    actions = ("open_waves",)
    fields = (("code", "programme"), ("starts", "ends"), "state")
    autocomplete_fields = ("programme",)
    field_names = {"from": "starts", "to": "ends"}
    list_display = ("code", "programme", "starts", "ends", "state")
    list_filter = ("state", "programme")
    list_select_related = ("programme",)
    search_fields = ("code", "programme__name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A wave keeps its programme; opening is an action."""
        return ("code", "programme", "state") if obj else ("state",)

    def add(self, fields: Mapping[str, Any], given: Mapping[str, Any], by: Person) -> Wave:
        """See `waves.add_wave`."""
        return waves.add_wave(
            by=by,
            code=fields["code"],
            programme=fields["programme"].pk,
            starts=fields["starts"],
            ends=fields["ends"],
        )

    def change(self, row: Wave, given: Mapping[str, Any], by: Person) -> Wave:
        """See `waves.change_wave`."""
        return waves.change_wave(
            wave=row, by=by, starts=given.get("starts"), ends=given.get("ends")
        )

    @admin.action(description="Open the selected waves", permissions=["change"])
    def open_waves(self, request: HttpRequest, selected: QuerySet[Wave]) -> None:
        """Let their assignments be given out; each refusal is told."""
        for wave in selected:
            try:
                waves.open_wave(wave=wave, by=request.user)  # type: ignore[arg-type]
            except Refusal as refusal:
                self.message_user(request, f"{wave.code}: {refusal.detail}", messages.ERROR)
            else:
                self.message_user(request, f"{wave.code} is open.", messages.SUCCESS)


class HoldingInline(ReadOnlyInline):
    """Who was offered or held the assignment."""

    model = Holding
    fields = ("shopper", "since", "accepted_at", "ended_at", "end_reason")
    readonly_fields = fields


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    """Visits to be made; they are moved over the API and the desk only."""

    inlines: ClassVar[Any] = (HoldingInline,)
    list_display = ("location", "wave", "window_start", "window_end", "state", "shopper")
    list_filter = ("state", "programme", "wave")
    list_select_related = ("location", "wave", "shopper")
    search_fields = ("id", "location__code", "location__name")


def _terms(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of the form as the use cases take them: rows as their codes."""
    terms = dict(fields)
    for name in _MANY:
        if name in terms:
            terms[name] = [row.pk for row in terms[name]]
    if "qualifications" in terms:
        codes = terms["qualifications"] or []
        if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            raise invalid((("qualifications",), "wrong_type", 'Give a list as ["over-18"].'))
        terms["qualifications"] = codes
    return terms
