"""Visits and all that came in with them, to read in the stock admin; only a review changes them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from backend.audit.admin_bases import ReadOnlyAdmin
from backend.visits.models import (
    Correction,
    Flag,
    IntakeBody,
    Photo,
    Scorecard,
    Visit,
    VisitRevision,
)


@admin.register(Visit)
class VisitAdmin(ReadOnlyAdmin):
    """Visits made."""

    list_display = ("location", "visit_date", "state", "outcome", "percent", "late", "programme")
    list_filter = ("state", "outcome", "late", "programme", "wave")
    list_select_related = ("location", "programme")
    search_fields = ("=id", "location__code", "location__name")
    date_hierarchy = "visit_date"

    @admin.display(description="percent", ordering="percent_e4")
    def percent(self, visit: Visit) -> str:
        """The score as it counts."""
        return "" if visit.percent_e4 is None else f"{visit.percent_e4 / 10_000:.1f}"


@admin.register(VisitRevision)
class VisitRevisionAdmin(ReadOnlyAdmin):
    """Accepted bodies of visits."""

    list_display = ("visit", "revision", "outcome", "sha256", "received_at")
    list_filter = ("outcome",)
    list_select_related = ("visit",)
    search_fields = ("=visit__id", "sha256")


@admin.register(Scorecard)
class ScorecardAdmin(ReadOnlyAdmin):
    """Scores as they were computed."""

    list_display = ("visit", "sequence", "outcome", "band", "engine", "reason", "created_at")
    list_filter = ("outcome", "engine")
    list_select_related = ("visit",)
    search_fields = ("=visit__id", "document_sha256")


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    """Reviewers' overlays on answers."""

    list_display = ("visit", "question", "revision", "by", "at")
    list_select_related = ("visit", "by")
    search_fields = ("=visit__id", "question")


@admin.register(Photo)
class PhotoAdmin(ReadOnlyAdmin):
    """Stored photos, without the pictures."""

    list_display = ("visit_id", "sha256", "mime", "size", "width", "height", "state", "received_at")
    list_filter = ("state", "mime")
    search_fields = ("=visit_id", "sha256")


@admin.register(Flag)
class FlagAdmin(ReadOnlyAdmin):
    """What a person should look at."""

    list_display = ("visit", "kind", "at")
    list_filter = ("kind",)
    list_select_related = ("visit",)
    search_fields = ("=visit__id", "kind")


@admin.register(IntakeBody)
class IntakeBodyAdmin(ReadOnlyAdmin):
    """The intake ledger, for system admins; the bodies themselves are read over the API."""

    schedulers = "no"
    fields = ("kind", "sender", "visit", "revision", "sha256", "times", "received_at")
    list_display = ("visit", "kind", "revision", "sha256", "times", "received_at")
    list_filter = ("kind",)
    search_fields = ("=visit", "sha256")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the bytes."""
        return super().get_queryset(request).defer("body")
