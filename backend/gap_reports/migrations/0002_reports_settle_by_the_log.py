"""A report remembers how far it was held against the log of changes, and what lists show of it."""

import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gap_reports", "0001_first_rooms"), ("visits", "0002_figures_change")]

    operations = [
        migrations.RemoveField(model_name="gapreport", name="unsettled"),
        migrations.AddField(
            model_name="gapreport", name="headline", field=models.JSONField(default=dict)
        ),
        migrations.AddField(
            model_name="gapreport",
            name="reads_from",
            field=models.DateField(default=datetime.date(1, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="gapreport", name="checked_change", field=models.BigIntegerField(default=0)
        ),
        migrations.AddConstraint(
            model_name="gapreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "current")),
                fields=("location", "programme", "starts", "ends"),
                name="report_one_current_of_period",
            ),
        ),
    ]
