"""The intake ledger and who owns a visit id: what is kept before anything is judged."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models

from backend.accounts.models import Person, Role

NO_VISIT = uuid.UUID(int=0)


class AppendOnly(models.Model):
    """A row that is written once; erasure by retention goes through querysets, on purpose."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only."""
        if not self._state.adding:
            raise TypeError(f"{self._meta.label} rows are append-only")
        super().save(*args, **kwargs)


class IntakeBodyQuerySet(models.QuerySet["IntakeBody"]):
    """Reading the ledger."""

    def visible_to(self, person: Person) -> Self:
        """System admin: all. Nobody else reads raw bodies."""
        return self.all() if person.role == Role.SYSTEM_ADMIN else self.none()


class IntakeBody(models.Model):
    """The intake ledger: every authenticated body as it came, before anything judged it.

    One row per (visit, revision, digest); `times` counts how often these bytes came. Revision
    is -1 when none could be read; `visit` is the nil UUID for parked bodies.
    """

    class Kind(models.TextChoices):
        """Which door it came through."""

        VISIT = "visit"
        PARKED = "parked"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    sender = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    visit = models.UUIDField(default=NO_VISIT)
    revision = models.IntegerField(default=-1)
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField()
    times = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()

    objects = IntakeBodyQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "intake bodies"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "sender", "visit", "revision", "sha256"],
                name="intake_same_bytes_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.visit} r{self.revision} {self.sha256[:8]}"


class VisitKey(models.Model):
    """Who owns a visit id: the first authenticated writer, be it with a body or a photo."""

    id = models.UUIDField(primary_key=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visit_keys")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)
