"""Corrective actions on missed standards, and what happened to each of them."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from backend.accounts.models import STAFF_ROLES, Person, Role
from backend.fieldwork.models import Programme
from backend.network.models import Location, within
from backend.visits.ledger_models import AppendOnly
from backend.visits.models import Visit


class ActionState(models.TextChoices):
    """Where an action stands."""

    OPEN = "open", "open"
    DONE = "done", "done"
    VERIFIED = "verified", "verified"
    NO_ACTION = "no_action", "no action"


UNSETTLED = (ActionState.OPEN, ActionState.DONE)
"""Somebody still has something to do: the owner, or who verifies."""


class Cause(models.TextChoices):
    """The root cause of a service failure by PRIDE."""

    PROCESS = "process", "process"
    ROLES = "roles", "roles"
    INTERPERSONAL = "interpersonal", "interpersonal"
    DIRECTION = "direction", "direction"
    EXTERNAL = "external", "external"


class Secondary(models.TextChoices):
    """What those who should have met the standard lacked."""

    TIME = "time", "time"
    FOCUS = "focus", "focus"
    KNOWLEDGE = "knowledge", "knowledge"


class ActionKind(models.TextChoices):
    """What raised it."""

    CRITICAL = "critical", "critical miss"
    BELOW_TARGET = "below_target", "below target"
    BY_HAND = "by_hand", "by hand"


class ActionQuerySet(models.QuerySet["Action"]):
    """Reading actions."""

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


class Action(models.Model):
    """What is done about a missed standard of one location, or the decision to do nothing.

    Set by the use cases of `actions.raising` and `actions.handling` only. `reason` says what was
    missed and what is to be done, under "no action" why nothing is. `noticed_on` is the day of the
    miss: the visit's, else the one on which it was opened. `closed_on` is the local day since
    which it is done or decided; None while it is open. `told` is how far its owner was reminded.
    """

    class Told(models.IntegerChoices):
        """Reminders, each sent once; see `actions.reminding`."""

        NOTHING = 0
        DUE_SOON = 1
        OVERDUE = 2
        LONG_OVERDUE = 3

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="actions")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="actions")
    standard = models.CharField(max_length=60)
    standard_text = models.TextField()
    visit = models.ForeignKey(
        Visit, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    kind = models.CharField(max_length=12, choices=ActionKind.choices)
    state = models.CharField(max_length=10, choices=ActionState.choices, default=ActionState.OPEN)
    cause = models.CharField(max_length=14, choices=Cause.choices, blank=True, default="")
    secondary = models.CharField(max_length=10, choices=Secondary.choices, blank=True, default="")
    owner = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    verifier = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="actions_to_verify"
    )
    due = models.DateField()
    reason = models.TextField(blank=True, default="")
    evidence = models.TextField(blank=True, default="")
    noticed_on = models.DateField()
    opened_at = models.DateTimeField()
    closed_on = models.DateField(null=True, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    told = models.PositiveSmallIntegerField(choices=Told.choices, default=Told.NOTHING)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due", "id"]
        indexes = [
            models.Index(fields=["state", "due"], name="action_due"),
            models.Index(
                fields=["programme", "location", "standard", "opened_at"], name="action_of_standard"
            ),
        ]
        constraints = [
            # Two visits released at the same time raise one action, not two.
            models.UniqueConstraint(
                fields=["programme", "location", "standard"],
                condition=Q(state__in=["open", "done"]),
                name="action_one_unsettled_of_standard",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True)
                | Q(verifier__isnull=True)
                | ~Q(owner=models.F("verifier")),
                name="action_verifier_is_not_the_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard} of {self.location_id} ({self.state})"


class ActionEvent(AppendOnly):
    """One thing that happened to an action; `by` is None when a rule did it.

    `changes` holds {field: [before, after]} as codes, ids and dates, `words` what was said.
    """

    class What(models.TextChoices):
        """What happened."""

        RAISED = "raised", "raised"
        CHANGED = "changed", "changed"
        CLOSED = "closed", "done"
        VERIFIED = "verified", "verified"
        DECIDED = "decided", "decided: no action"
        REOPENED = "reopened", "open again"
        MISSED_AGAIN = "missed_again", "missed again"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=14, choices=What.choices)
    words = models.TextField(blank=True, default="")
    changes = models.JSONField(default=dict, blank=True)
    visit = models.ForeignKey(Visit, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.action_id} {self.what}"
