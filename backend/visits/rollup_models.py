"""What a location's visits of a month come to: kept, so that pages need not open every visit."""

from __future__ import annotations

from django.db import models

from backend.fieldwork.models import Programme
from backend.network.models import Location


class MonthTally(models.Model):
    """The counted visits of a programme, location and month (by visit date), added up.

    Derived: whatever it says can be had from the visits, and only `visits.rollup` writes it, in
    the transaction that changes what is counted. A month without counted visits has no row. The
    columns are those of `reports.tally_columns.TallyColumns`; `squares_e8` is the sum of the
    squared percents, of which a month holds up to nine million before the column is full. `month`
    counts on without a break, so that the database can divide it into periods (twice as fast as
    comparing dates).
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="+")
    month = models.PositiveIntegerField(help_text="12 x year + month - 1")
    released = models.PositiveIntegerField(help_text="visits, with a percent or without")
    n = models.PositiveIntegerField(help_text="visits with a percent")
    total_e4 = models.BigIntegerField()
    squares_e8 = models.BigIntegerField()
    lowest_e4 = models.BigIntegerField()
    highest_e4 = models.BigIntegerField()
    passed = models.PositiveIntegerField()
    critical = models.PositiveIntegerField(help_text="critical questions failed")
    codes = models.TextField(help_text="JSON: standards")
    sums = models.TextField(help_text="JSON: n, earned, possible, lost of each standard")
    together = models.TextField(help_text="JSON: visits by the standards they measured")
    latest = models.TextField(help_text="JSON: last visit of each questionnaire version")

    class Meta:
        ordering = ["programme", "location", "month"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "location", "month"], name="month_tally_once"
            )
        ]
        indexes = [
            # All that a trend reads: thousands of rows are then never opened.
            models.Index(
                fields=[
                    "programme",
                    "location",
                    "month",
                    "n",
                    "total_e4",
                    "squares_e8",
                ],
                name="month_tally_trend",
            ),
            # All that the scores of a whole network in one period read.
            models.Index(
                fields=["programme", "month", "location", "n", "total_e4"],
                name="month_tally_network",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.location_id} {self.month // 12}-{self.month % 12 + 1:02}"
