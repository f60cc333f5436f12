"""The scores of a whole network in one period come from an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fieldwork", "0002_endings_and_check_ins"),
        ("network", "0002_codes_differ_in_more_than_case"),
        ("visits", "0004_fill_month_tallies"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="monthtally",
            index=models.Index(
                fields=["programme", "month", "location", "n", "total_e4"],
                name="month_tally_network",
            ),
        ),
    ]
