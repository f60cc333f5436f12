"""Programmes, waves and assignments: which visits are to be made, where, when, by whom."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from backend import clock
from backend.accounts.models import STAFF_ROLES, Person, Role
from backend.network.models import Brand, Location
from backend.standards.models import Questionnaire, QuestionnaireVersion

_CLIENT = (Role.MANAGER, Role.CLIENT_ADMIN)


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Reading programmes."""

    def visible_to(self, person: Person) -> Self:
        """Agency staff: all. Client staff: their brand's. Shoppers: none."""
        if person.role in STAFF_ROLES:
            return self.all()
        if person.role in _CLIENT and person.brand_code:
            return self.filter(brand_id=person.brand_code)
        return self.none()


class Programme(models.Model):
    """A brand's standing mystery-shop study: what is asked where, and under which rules.

    `rotation_days`: a shopper, or one of the same household, not again at a location within so
    many days. `clean_days`: days that must lie between two visits to a location, whoever makes
    them. `max_per_day`: visits one shopper may make on one local day.
    """

    class StaffIdentification(models.TextChoices):
        """How far a report may describe the member of staff who served."""

        NONE = "none"
        ROLE = "role"
        DESCRIPTION = "description"
        NAME = "name"

    code = models.CharField(max_length=60, primary_key=True)
    name = models.CharField(max_length=160)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="programmes")
    questionnaires = models.ManyToManyField(Questionnaire, related_name="programmes")
    target_score = models.DecimalField(max_digits=7, decimal_places=4)
    rotation_days = models.PositiveIntegerField(default=90)
    clean_days = models.PositiveIntegerField(default=0)
    max_per_day = models.PositiveIntegerField(default=3)
    appeal_days = models.PositiveIntegerField(default=14)
    grace_hours = models.PositiveIntegerField(default=24)
    qualifications = models.JSONField(default=list, blank=True)
    locations = models.ManyToManyField(Location, blank=True, related_name="programmes")
    competitor_locations = models.ManyToManyField(Location, blank=True, related_name="compared_in")
    staff_identification = models.CharField(
        max_length=12, choices=StaffIdentification.choices, default=StaffIdentification.ROLE
    )
    legal_basis = models.TextField(blank=True, default="")
    declaration = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(Lower("code"), name="programme_code_any_case")]

    def __str__(self) -> str:
        return self.name


class WaveQuerySet(models.QuerySet["Wave"]):
    """Reading waves."""

    def visible_to(self, person: Person) -> Self:
        """As programmes."""
        if person.role in STAFF_ROLES:
            return self.all()
        if person.role in _CLIENT and person.brand_code:
            return self.filter(programme__brand_id=person.brand_code)
        return self.none()


class Wave(models.Model):
    """One period of a programme. `state` is set by `fieldwork.waves.open_wave` only."""

    class State(models.TextChoices):
        """Before and after opening."""

        PLANNED = "planned"
        OPEN = "open"

    code = models.CharField(max_length=60, primary_key=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="waves")
    starts = models.DateField()
    ends = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = WaveQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "starts", "code"]
        constraints = [models.UniqueConstraint(Lower("code"), name="wave_code_any_case")]

    def __str__(self) -> str:
        return self.code


class AssignmentState(models.TextChoices):
    """Where an assignment stands."""

    DRAFT = "draft"
    OPEN = "open"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    RECEIVED = "received"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Reading assignments."""

    def visible_to(self, person: Person) -> Self:
        """Agency staff: all. Client staff: none, visits are unannounced. Shoppers: what they
        hold or once held, and whatever was ever open to all (so a lost claim can say so)."""
        if person.role in STAFF_ROLES:
            return self.all()
        if person.role == Role.SHOPPER:
            held = Holding.objects.filter(assignment=OuterRef("pk"), shopper=person)
            return self.filter(Q(ever_open=True) | Exists(held))
        return self.none()


class Assignment(models.Model):
    """One visit to be made. `state` and `shopper` are set by the transitions of `assigning`,
    `claiming`, `receiving` and `expiring` only.

    The window is agreed in the location's local time (`window_start`, ISO without offset) and
    stored beside it in UTC, so that neither a zone change nor DST moves it afterwards.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="assignments")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="assignments")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="assignments")
    questionnaire_version = models.ForeignKey(
        QuestionnaireVersion, on_delete=models.PROTECT, related_name="assignments"
    )
    window_start = models.CharField(max_length=19)
    window_end = models.CharField(max_length=19)
    window_start_utc = models.DateTimeField()
    window_end_utc = models.DateTimeField()
    submit_by_utc = models.DateTimeField(db_index=True)
    brief = models.TextField()
    brief_sha256 = models.CharField(max_length=64)
    fee_amount = models.BigIntegerField(default=0)
    fee_currency = models.CharField(max_length=3, default="EUR")
    reimbursement_cap = models.BigIntegerField(default=0)
    state = models.CharField(
        max_length=12, choices=AssignmentState.choices, default=AssignmentState.DRAFT
    )
    shopper = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    ever_open = models.BooleanField(default=False)
    reason = models.TextField(blank=True, default="", help_text="of the last decline or cancel")
    started_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replacement"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["submit_by_utc", "id"]
        indexes = [
            models.Index(fields=["state", "submit_by_utc"], name="assignment_board"),
            models.Index(fields=["shopper", "state"], name="assignment_mine"),
            models.Index(fields=["location", "window_start_utc"], name="assignment_rotation"),
        ]

    def __str__(self) -> str:
        return f"{self.location_id} {self.window_start} ({self.state})"


class Holding(models.Model):
    """That an assignment was offered to, or held by, a shopper, and how it ended.

    Work of a former holder is still accepted, so this is never deleted.
    """

    class Ending(models.TextChoices):
        """How a holding ended; the work of one that did not end may still come."""

        DECLINED = "declined"
        REASSIGNED = "reassigned"
        CANCELLED = "cancelled"
        EXPIRED = "expired"

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="holdings")
    shopper = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    since = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True, default="")
    end_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["assignment", "shopper"], name="holding_of")]

    def __str__(self) -> str:
        return f"{self.assignment_id} by {self.shopper_id}"


class CheckIn(models.Model):
    """That a shopper said to be there: `at` by the phone's clock, `received_at` by ours.

    Positions are erased with the raw photos; no client ever sees them.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="check_ins")
    shopper = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    accuracy_m = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.assignment_id} at {self.at:%Y-%m-%d %H:%M}"
