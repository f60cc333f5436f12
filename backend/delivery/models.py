"""What is mailed to whom: subscriptions, the mails made from them, and who opened which report.

A mail is a row before it is a mail. `Mailing.state` is set by `delivery.sending` alone, and what a
mail says is written when it is sent, from what its reader may still see then: these rows hold no
sentence of it.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from backend.accounts.models import Person
from backend.fieldwork.models import Programme
from backend.gap_reports.models import GapReport
from backend.visits.models import Visit


class Kind(models.TextChoices):
    """What somebody may choose to be told by mail."""

    DIGEST = "digest", "weekly digest"
    LOW_SCORE = "low_score", "low scores"
    CRITICAL_MISS = "critical_miss", "critical misses"


class Subscription(models.Model):
    """A person's choice to be mailed; no row, no mail. Set by `delivery.choosing.choose` alone.

    `since_change` is the last entry of `visits.FiguresChange` when it was chosen: what was
    released before is no news. `margin` (points below target) is of low scores only.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="subscriptions")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    margin = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()
    since_change = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["person", "kind"]
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="subscription_once")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"


class MailState(models.TextChoices):
    """Where a mail stands. Only `waiting` is ever sent."""

    WAITING = "waiting", "waiting"
    SENDING = "sending", "being sent"
    SENT = "sent", "sent"
    NEEDLESS = "needless", "nothing left to tell"
    UNSURE = "unsure", "may not have arrived"
    GIVEN_UP = "given_up", "refused by the mail server"


class Mailing(models.Model):
    """A mail to one person: the digest of an ISO week, or the alerts of one look at the log.

    The row is the promise and the claim at once: whoever turns `waiting` into `sending` sends it,
    and what was left at `sending` by a crash is never sent again (`unsure`), since it may have
    arrived. Two times of two kinds: `try_after` is product time, `claimed_at` machine time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mailings")
    week = models.CharField(max_length=8, blank=True, default="", help_text="2026-W34; a digest")
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    try_after = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "week"], condition=~Q(week=""), name="digest_once_a_week"
            )
        ]
        indexes = [
            models.Index(fields=["state", "try_after"], name="mailing_waiting"),
            models.Index(fields=["person", "-made_at"], name="mailing_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.week or 'alert'} to {self.person_id} ({self.state})"


class Alert(models.Model):
    """A visit that a person is told about; once for each reason, whatever becomes of the mail."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="alerts")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "visit", "kind"], name="alert_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.visit_id} for {self.person_id}"


class LogCursor(models.Model):
    """Up to where `visits.FiguresChange` was read for alerts; the only row is `alerts`."""

    name = models.CharField(max_length=20, primary_key=True)
    change = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.change}"


class ReportOpening(models.Model):
    """Somebody of the client downloaded the PDF of a report, for the first and the last time."""

    report = models.ForeignKey(GapReport, on_delete=models.CASCADE, related_name="openings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["first_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "person"], name="report_opening_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} by {self.person_id}"
