"""Where a visit stands, and what the shopper reports of it as a whole."""

from __future__ import annotations

from django.db import models


class VisitState(models.TextChoices):
    """Where a visit stands."""

    INCOMPLETE = "incomplete"
    RECEIVED = "received"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    RELEASED = "released"
    APPEALED = "appealed"
    VOID = "void"


class Outcome(models.TextChoices):
    """What the shopper reports of the visit as a whole; only `completed` is scored."""

    COMPLETED = "completed"
    CLOSED = "closed"
    REFUSED = "refused"
    RECOGNISED = "recognised"
    UNSAFE = "unsafe"
