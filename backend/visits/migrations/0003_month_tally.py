"""Months of a location have tallies."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fieldwork", "0002_endings_and_check_ins"),
        ("network", "0002_codes_differ_in_more_than_case"),
        ("visits", "0002_figures_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.PositiveIntegerField(help_text="12 x year + month - 1")),
                (
                    "released",
                    models.PositiveIntegerField(help_text="visits, with a percent or without"),
                ),
                ("n", models.PositiveIntegerField(help_text="visits with a percent")),
                ("total_e4", models.BigIntegerField()),
                ("squares_e8", models.BigIntegerField()),
                ("lowest_e4", models.BigIntegerField()),
                ("highest_e4", models.BigIntegerField()),
                ("passed", models.PositiveIntegerField()),
                ("critical", models.PositiveIntegerField(help_text="critical questions failed")),
                ("codes", models.TextField(help_text="JSON: standards")),
                (
                    "sums",
                    models.TextField(help_text="JSON: n, earned, possible, lost of each standard"),
                ),
                (
                    "together",
                    models.TextField(help_text="JSON: visits by the standards they measured"),
                ),
                (
                    "latest",
                    models.TextField(help_text="JSON: last visit of each questionnaire version"),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="network.location",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="fieldwork.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "location", "month"],
                "indexes": [
                    models.Index(
                        fields=["programme", "location", "month", "n", "total_e4", "squares_e8"],
                        name="month_tally_trend",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "location", "month"), name="month_tally_once"
                    )
                ],
            },
        ),
    ]
