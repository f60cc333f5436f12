"""Appeals: a client doubts one answer of a released visit, a reviewer decides."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models

from backend.accounts.models import STAFF_ROLES, Person, Role
from backend.network.models import within
from backend.visits.models import Scorecard, Visit


class AppealState(models.TextChoices):
    """Where an appeal stands; a lapsed one was never decided, because its visit became void."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"
    LAPSED = "lapsed"


class AppealCategory(models.TextChoices):
    """What the client holds to be wrong."""

    SCORING_ERROR = "scoring_error"
    WRONG_COMMENT = "wrong_comment"
    COULD_NOT_PERFORM = "could_not_perform"
    BRIEF_NOT_FOLLOWED = "brief_not_followed"
    MISSING_EVIDENCE = "missing_evidence"
    WRONG_PLACE = "wrong_place"


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Reading appeals."""

    def visible_to(self, person: Person) -> Self:
        """Agency staff: all. Client staff: those of visits to their regions or brand, whoever of
        them appealed. Shoppers: none, so that nobody is told whose word was doubted."""
        if person.role in STAFF_ROLES:
            return self.all()
        if not person.brand_code:
            return self.none()
        own = self.filter(visit__location__brand_id=person.brand_code)
        if person.role == Role.CLIENT_ADMIN:
            return own
        if person.role == Role.MANAGER:
            return own.filter(within(person, "visit__location__region__path"))
        return self.none()


class Appeal(models.Model):
    """One question of one visit, doubted once. `state` and what belongs to the decision are set by
    `review.appealing` and, when the visit is made void first, by `review.judging.void` only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="appeals")
    question = models.CharField(max_length=80)
    category = models.CharField(max_length=20, choices=AppealCategory.choices)
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=AppealState.choices, default=AppealState.OPEN)
    reason = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    scorecard = models.ForeignKey(
        Scorecard,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="made by upholding it; none for a visit that is not scored",
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            # Two who appeal the same question at once make one appeal.
            models.UniqueConstraint(fields=["visit", "question"], name="appeal_once_per_question")
        ]
        indexes = [models.Index(fields=["state", "at"], name="appeal_queue")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.question} ({self.state})"
