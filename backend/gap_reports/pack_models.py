"""Packs: many gap reports in one file, and how far each of them is."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from backend.accounts.models import CLIENT_ROLES, STAFF_ROLES, Person
from backend.fieldwork.models import Programme
from backend.network.models import Location, Region


class PackQuerySet(models.QuerySet["Pack"]):
    """Reading packs."""

    def visible_to(self, person: Person) -> Self:
        """Agency staff: all. Client staff: those they asked for themselves, as long as every
        location in them is within their reach: a region that was taken from somebody takes the
        packs of it along. Shoppers: none."""
        if person.role in STAFF_ROLES:
            return self.all()
        if person.role not in CLIENT_ROLES or not person.brand_code:
            return self.none()
        reach = Location.objects.visible_to(person)
        outside = PackItem.objects.filter(pack=OuterRef("pk")).exclude(location__in=reach)
        return self.filter(~Exists(outside), created_by=person)


class PackState(models.TextChoices):
    """Where a pack stands."""

    QUEUED = "queued"
    DRAWING = "drawing"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


class PackKind(models.TextChoices):
    """What is downloaded: a ZIP with a PDF each, or one PDF with contents."""

    ZIP = "zip", "ZIP"
    PDF = "pdf", "PDF"


class Pack(models.Model):
    """Gap reports of many locations, one programme and one period, in one file.

    `state`, `done`, `size` and `round` are set by `gap_reports.packs` and `pack_drawing` only.
    `done` counts the reports that are dealt with, well or not. `round` grows whenever somebody
    lets it go on after an end, so that a worker of the round before can change nothing any more.
    The file is `packs/<id>.<kind>`, and is there exactly while the state is `done` and
    `removed_at` is empty.
    """

    State = PackState
    Kind = PackKind
    OPEN = (State.QUEUED, State.DRAWING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="packs")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="packs")
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="packs"
    )
    scope = models.CharField(max_length=160, help_text="what its locations are called together")
    scope_sha256 = models.CharField(max_length=64, help_text="of all that was asked for")
    starts = models.DateField()
    ends = models.DateField()
    kind = models.CharField(max_length=3, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    round = models.PositiveIntegerField(default=1)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    size = models.BigIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True, default="", help_text="why it failed")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True, help_text="when its file went")

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            # Whoever asks twice at the same time gets one pack: the loser finds the winner's.
            models.UniqueConstraint(
                fields=["created_by", "scope_sha256"],
                condition=Q(state__in=["queued", "drawing"]),
                name="pack_one_open",
            )
        ]
        indexes = [models.Index(fields=["created_by", "-created_at"], name="pack_of_person")]

    def __str__(self) -> str:
        return f"{self.scope} {self.starts}–{self.ends} ({self.state})"

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.state in self.OPEN

    @property
    def has_file(self) -> bool:
        """Whether there is something to download."""
        return self.state == self.State.DONE and self.removed_at is None


class PackItemState(models.TextChoices):
    """How far the report is."""

    WAITING = "waiting"
    DRAWING = "drawing"
    DONE = "done"
    FAILED = "failed"


class PackItem(models.Model):
    """One report of a pack. `problem` says what a reader has to know: why there is no report, or
    what is missing in one that was drawn."""

    State = PackItemState
    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="items")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    report = models.ForeignKey(
        "gap_reports.GapReport",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    pages = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True, default="")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "location"], name="pack_item_once"),
            models.UniqueConstraint(fields=["pack", "position"], name="pack_item_position"),
        ]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.location_id} ({self.state})"
