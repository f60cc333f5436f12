"""Background work as rows: what is to be done, who holds it, how often it was tried."""

from __future__ import annotations

import uuid

from django.db import models


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """One piece of work. A worker holds it by a lease that it renews; a lease that ran out
    brings the job back. The same `key` is never queued twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.CharField(max_length=200)
    key = models.CharField(max_length=200, unique=True)
    payload = models.TextField(default="{}", help_text="JSON: args, kwargs")
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    priority = models.IntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=80, blank=True, default="")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.TextField(blank=True, default="")
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["state", "-priority", "run_after"], name="job_next")]

    def __str__(self) -> str:
        return f"{self.task} {self.state}"
