"""The audit chain in the stock admin: to read, for system admins."""

from __future__ import annotations

from django.contrib import admin

from backend.audit.admin_bases import ReadOnlyAdmin
from backend.audit.models import Event


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Who did what to what."""

    schedulers = "no"
    ordering = ("-id",)
    list_display = ("at", "actor", "verb", "subject", "data")
    list_filter = ("verb",)
    search_fields = ("=actor", "=subject", "verb")
