"""Issued gap reports: the snapshot that was drawn, and the drawing by its digest.

Packs of them stand in `pack_models` and are found here too.
"""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models

from backend.accounts.models import STAFF_ROLES, Person, Role
from backend.fieldwork.models import Programme
from backend.gap_reports.pack_models import Pack as Pack
from backend.gap_reports.pack_models import PackItem as PackItem
from backend.gap_reports.pack_models import PackKind as PackKind
from backend.gap_reports.pack_models import PackState as PackState
from backend.network.models import Location, within


class ReportQuerySet(models.QuerySet["GapReport"]):
    """Reading reports."""

    def visible_to(self, person: Person) -> Self:
        """Agency staff: all. Client staff: of their regions or brand. Shoppers: none."""
        if person.role in STAFF_ROLES:
            return self.all()
        own = self.filter(location__brand_id=person.brand_code)
        if person.role == Role.CLIENT_ADMIN and person.brand_code:
            return own
        if person.role == Role.MANAGER:
            return own.filter(within(person, "location__region__path"))
        return self.none()


class ReportState(models.TextChoices):
    """Whether the numbers still stand."""

    CURRENT = "current"
    SUPERSEDED = "superseded"


class GapReport(models.Model):
    """One report of one location, programme and period; the PDF lies under its own digest.

    The same snapshot under the same renderer is one current report, and a location's programme
    and period have at most one. `state` is set by `gap_reports.issuing.issue_report` and
    `gap_reports.settling.settle` only: a report is current until its snapshot would read
    differently, and superseded for good then. `checked_change` says up to where in the log of
    changes (`visits.FiguresChange`) that is known not to be so; `reads_from` is the first day its
    trend shows. `headline` holds what lists show, so that they need not open the snapshot.
    """

    State = ReportState

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="reports")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="reports")
    starts = models.DateField()
    ends = models.DateField()
    snapshot = models.TextField(help_text="canonical JSON")
    snapshot_sha256 = models.CharField(max_length=64)
    renderer = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.CURRENT)
    headline = models.JSONField(default=dict)
    reads_from = models.DateField()
    checked_change = models.BigIntegerField(default=0)
    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot_sha256", "renderer"],
                condition=models.Q(state="current"),
                name="report_current_once",
            ),
            # Whoever asks at the same time gets one report: the loser finds the winner's.
            models.UniqueConstraint(
                fields=["location", "programme", "starts", "ends"],
                condition=models.Q(state="current"),
                name="report_one_current_of_period",
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "location", "starts", "ends"], name="report_of_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.location_id} {self.starts}–{self.ends} ({self.state})"
