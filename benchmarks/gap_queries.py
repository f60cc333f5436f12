"""Gap analyses from the database at 10^3 and 10^5 visits: `python -m benchmarks.gap_queries`.

Each is measured against its own SQL statements, run bare on the same connection in turn with it.
A throw-away SQLite database by default, that of `DATABASE_URL` (which must be empty) if it is set.
"""

import os
import tempfile

import django


def main() -> None:
    """Fill a database twice and print a line for each analysis."""
    with tempfile.TemporaryDirectory(prefix="gap-queries-") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")
        django.setup()
        from benchmarks.gap_rows import compare  # noqa: PLC0415  # models exist after setup only

        compare()


if __name__ == "__main__":
    main()
