"""What happened: append-only events, each sealed with the hash of the one before."""

from __future__ import annotations

from typing import Any, Protocol, Self

from django.db import models

_MAY_READ = "system_admin"


class HasRole(Protocol):
    """Whoever asks; people live on a floor above."""

    role: str


class EventQuerySet(models.QuerySet["Event"]):
    """Reading what happened."""

    def visible_to(self, person: HasRole) -> Self:
        """System admins: all. Others: none."""
        return self.all() if person.role == _MAY_READ else self.none()


class Event(models.Model):
    """One thing somebody did. Actor and subject are names of model and id, never personal data."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, db_index=True)
    data = models.TextField(default="{}", help_text="canonical JSON")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only: an event is never changed."""
        if not self._state.adding:
            raise TypeError("audit events are append-only")
        super().save(*args, **kwargs)


class ChainHead(models.Model):
    """The newest hash; its row lock makes the chain one line also with many writers."""

    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.hash
