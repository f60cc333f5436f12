"""What customers themselves say and do at a location: imported figures, never part of a score."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import Person
from backend.network.models import Location


class MeasureQuerySet(models.QuerySet["CustomerMeasure"]):
    """Reading customer measures."""

    def visible_to(self, person: Person) -> Self:
        """A measure is seen by who sees its location."""
        return self.filter(location__in=Location.objects.visible_to(person))


class CustomerMeasure(models.Model):
    """One figure of one location and period, as a client's file said it.

    `value` is in the measure's own unit: NPS points (-100 to 100), an index (0 to 100), a number
    of complaints, percent of customers lost, or revenue in minor units of `currency`. `weights`
    are the three of an ACSI-type index, as decimal strings, empty for all others. Written by
    `customer_measures.importing.import_measures` only.
    """

    class Measure(models.TextChoices):
        """What was measured."""

        NPS = "nps", "NPS"
        ACSI = "acsi", "ACSI-type index"
        COMPLAINTS = "complaints", "Complaints"
        CHURN = "churn", "Churn"
        REVENUE = "revenue", "Revenue"

    location = models.ForeignKey(
        Location, on_delete=models.PROTECT, related_name="customer_measures"
    )
    starts = models.DateField()
    ends = models.DateField()
    measure = models.CharField(max_length=10, choices=Measure.choices)
    value_e4 = models.BigIntegerField(help_text="ten-thousandths: exact on every database")
    n = models.PositiveIntegerField(null=True)
    weights = models.JSONField(default=list, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["location", "starts", "ends", "measure"]
        constraints = [
            models.UniqueConstraint(
                fields=["location", "starts", "ends", "measure"], name="customer_measure_once"
            ),
            models.CheckConstraint(
                condition=Q(starts__lte=F("ends")), name="customer_measure_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.location_id}, {self.starts} to {self.ends}"

    @property
    def value(self) -> Decimal:
        """The figure, exactly, with four places."""
        return Decimal(self.value_e4).scaleb(-4)
