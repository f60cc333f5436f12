"""Visits with their revisions, photos, scorecards: what came in and what it is worth.

Percents and points are stored as whole ten-thousandths (`…_e4`): exact on every database. The
intake ledger's models stand in `ledger_models`, the states in `states`; all are found here too.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from backend.accounts.models import STAFF_ROLES, Person, Role
from backend.fieldwork.models import Assignment, Programme, Wave
from backend.network.models import Location, within
from backend.standards.models import QuestionnaireVersion
from backend.visits.ledger_models import NO_VISIT as NO_VISIT
from backend.visits.ledger_models import AppendOnly
from backend.visits.ledger_models import IntakeBody as IntakeBody
from backend.visits.ledger_models import VisitKey as VisitKey
from backend.visits.rollup_models import MonthTally as MonthTally
from backend.visits.states import Outcome as Outcome
from backend.visits.states import VisitState as VisitState

COUNTED = (VisitState.RELEASED, VisitState.APPEALED)


class VisitQuerySet(models.QuerySet["Visit"]):
    """Reading visits."""

    def visible_to(self, person: Person) -> Self:
        """Agency staff: all. Shoppers: their own. Client staff: released or appealed ones of
        their regions or brand, and of no competitor."""
        if person.role in STAFF_ROLES:
            return self.all()
        if person.role == Role.SHOPPER:
            return self.filter(owner=person)
        released = self.filter(state__in=COUNTED, location__brand_id=person.brand_code)
        if person.role == Role.CLIENT_ADMIN and person.brand_code:
            return released
        if person.role == Role.MANAGER:
            return released.filter(within(person, "location__region__path"))
        return self.none()


class Visit(models.Model):
    """A visit made. `state` is set by `visits.storing`, `visits.completing`, `review.judging` and
    `review.appealing` only; `scorecard` and `percent_e4` by `visits.scoring.score_visit` only."""

    id = models.UUIDField(primary_key=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="visits")
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="visits")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="visits")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="visits")
    questionnaire_version = models.ForeignKey(
        QuestionnaireVersion, on_delete=models.PROTECT, related_name="visits"
    )
    state = models.CharField(max_length=10, choices=VisitState.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    revision = models.PositiveIntegerField(default=0)
    visit_date = models.DateField(help_text="local to the location")
    date_from_receipt = models.BooleanField(default=False)
    daypart = models.CharField(max_length=10)
    late = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(help_text="when the phone sealed it")
    received_at = models.DateTimeField(help_text="when revision 0 arrived")
    completed_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    reviewer = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    notes = models.JSONField(default=dict, blank=True, help_text="of the last return")
    void_reason = models.TextField(blank=True, default="")
    payable = models.BooleanField(null=True, blank=True)
    waived_photos = models.JSONField(default=list, blank=True)
    percent_e4 = models.BigIntegerField(null=True, blank=True)
    scorecard = models.ForeignKey(
        "Scorecard", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-visit_date", "id"]
        indexes = [
            models.Index(
                fields=["programme", "location", "visit_date", "state", "percent_e4"],
                name="visit_location_period",
            ),
            models.Index(
                fields=["programme", "visit_date", "state", "location", "percent_e4"],
                name="visit_network_period",
            ),
            models.Index(fields=["state", "received_at"], name="visit_queue"),
            models.Index(fields=["owner", "received_at"], name="visit_owner"),
        ]
        constraints = [
            # At most one visit per assignment counts, whoever releases at the same time.
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state__in=["released", "appealed"]),
                name="visit_one_counts_per_assignment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.location_id} {self.visit_date} ({self.state})"


class VisitRevision(AppendOnly):
    """An accepted body of a visit: its answers document is the record of observations."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="revisions")
    revision = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, help_text="of the raw body")
    body = models.ForeignKey(IntakeBody, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    answers = models.TextField(help_text="canonical JSON {code: Answer}")
    answers_sha256 = models.CharField(max_length=64)
    photos = models.TextField(default="[]", help_text="JSON [{id, question, taken_at}]")
    trail = models.TextField(
        default="{}", help_text="JSON events, device, time zone; never for client staff"
    )
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["visit", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "revision"], name="visit_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} r{self.revision}"


class Correction(AppendOnly):
    """A reviewer's overlay on one answer; the shopper's own words stay in the revision.

    It holds for the revision it was made on and falls when a later one changes that answer
    (`visits.observations.effective_answers` decides).
    """

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="corrections")
    revision = models.PositiveIntegerField()
    question = models.CharField(max_length=80)
    answer = models.TextField(help_text="canonical JSON Answer")
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.question}"


class PhotoQuerySet(models.QuerySet["Photo"]):
    """Reading photos."""

    def visible_to(self, person: Person) -> Self:
        """Agency staff: all. Shoppers: their own. Client staff: of the visits they see, from
        which `visits.photos` leaves out what was not released with them."""
        if person.role in STAFF_ROLES:
            return self.all()
        if person.role == Role.SHOPPER:
            return self.filter(owner=person)
        return self.filter(visit_id__in=Visit.objects.visible_to(person).values("pk"))


class Photo(models.Model):
    """A stored photo of a visit, by the SHA-256 of its bytes. The file is `photos/…/<sha256>`;
    `state` and the derivatives' digests are set by `visits.derivatives` only."""

    class State(models.TextChoices):
        """What became of it after the receipt."""

        STORED = "stored"
        READY = "ready"
        UNDECODABLE = "undecodable"

    visit_id = models.UUIDField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    mime = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.STORED)
    full_sha256 = models.CharField(max_length=64, blank=True, default="")
    thumb_sha256 = models.CharField(max_length=64, blank=True, default="")

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["visit_id", "sha256"], name="photo_once_per_visit")
        ]
        indexes = [
            models.Index(fields=["sha256"], name="photo_digest"),
            models.Index(fields=["owner", "visit_id"], name="photo_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.sha256[:8]}"


class PhotoMetadata(models.Model):
    """What the camera wrote into a photo; kept apart, for integrity checks, never for clients."""

    photo = models.OneToOneField(Photo, on_delete=models.CASCADE, related_name="metadata")
    taken_at = models.CharField(max_length=40, blank=True, default="")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    device = models.CharField(max_length=160, blank=True, default="")
    orientation = models.PositiveSmallIntegerField(default=1)

    def __str__(self) -> str:
        return f"metadata of {self.photo_id}"


class Scorecard(AppendOnly):
    """A score as it was computed, with all that made it; a correction makes a new one.

    `body` is the scorecard of the API (four places, with the ledger); `vector` the few figures
    that analyses read: per standard [earned, possible, lost], measured values, recommendation.
    """

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="scorecards")
    sequence = models.PositiveIntegerField()
    reason = models.TextField(blank=True, default="")
    engine = models.CharField(max_length=20)
    questionnaire_version = models.ForeignKey(
        QuestionnaireVersion, on_delete=models.PROTECT, related_name="+"
    )
    document_sha256 = models.CharField(max_length=64)
    answers = models.TextField(help_text="canonical JSON of the answers that were scored")
    answers_sha256 = models.CharField(max_length=64)
    percent_e4 = models.BigIntegerField(null=True)
    raw_percent_e4 = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=12)
    band = models.CharField(max_length=80, blank=True, default="")
    body = models.TextField()
    vector = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["visit", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "sequence"], name="scorecard_sequence_once")
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} #{self.sequence}"


class Flag(models.Model):
    """Something about a visit that a person should look at; never a verdict."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="flags")
    kind = models.CharField(max_length=30)
    detail = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["visit", "kind"], name="flag_once")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.kind}"


class FiguresChange(AppendOnly):
    """Since when a figure of a location, programme and day is no longer what it was.

    Written by `visits.changes.note_change` only; the id is the order of events. Figures may also
    depend on other locations of the programme (benchmarks): then ask by programme alone.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="+")
    visit_date = models.DateField()
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["programme", "location", "visit_date"], name="figures_change_where"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.location_id} {self.visit_date}"
