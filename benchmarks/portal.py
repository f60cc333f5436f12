"""The desk's pages at 100,000 released visits: `python -m benchmarks.portal`.

A brand of 1,000 locations and 24 months. Figures and whole pages for a client admin (the brand)
and a manager (a region of 100), through Django's test client, in turn with their limit: the same
sums by bare SQL over the visits and their vectors. A throw-away SQLite database by default, that
of `DATABASE_URL` (which must be empty) if it is set. Filling it takes two to three minutes.
"""

import os
import tempfile

import django


def main() -> None:
    """Fill a database and print a line for each page and person."""
    with tempfile.TemporaryDirectory(prefix="portal-") as folder:
        os.environ["DATA_DIR"] = os.environ["MEDIA_ROOT"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")
        django.setup()
        from benchmarks.portal_rounds import compare  # noqa: PLC0415  # models exist after setup

        compare()


if __name__ == "__main__":
    main()
