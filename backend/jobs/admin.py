"""Background work in the stock admin: to read, for system admins."""

from __future__ import annotations

from django.contrib import admin

from backend.audit.admin_bases import ReadOnlyAdmin
from backend.jobs.models import Job


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """What is to be done, who holds it, how often it was tried."""

    schedulers = "no"
    ordering = ("-created_at",)
    list_display = ("task", "state", "attempts", "run_after", "worker", "created_at", "finished_at")
    list_filter = ("state", "task")
    search_fields = ("task", "key", "error")
