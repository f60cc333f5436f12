"""Count the visits that were released before months had tallies."""

from django.db import migrations

from backend.visits.rollup import columns_of, count_months


def fill(apps, schema_editor):
    """Write the tally of every month; the counting itself is pure and reads columns by name."""
    tallies = apps.get_model("visits", "MonthTally")
    tallies.objects.bulk_create(
        (
            tallies(**columns_of(month, figures))
            for month, figures in count_months(apps.get_model("visits", "Visit").objects)
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("visits", "0003_month_tally")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
