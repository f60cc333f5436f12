"""Issued reports in the stock admin: to read."""

from __future__ import annotations

from django.contrib import admin

from backend.audit.admin_bases import ReadOnlyAdmin
from backend.gap_reports.models import GapReport


@admin.register(GapReport)
class GapReportAdmin(ReadOnlyAdmin):
    """Reports as they were issued."""

    list_display = ("location", "programme", "starts", "ends", "state", "renderer", "created_at")
    list_filter = ("state", "programme", "renderer")
    list_select_related = ("location", "programme")
    search_fields = ("=id", "location__code", "location__name", "sha256")
