"""A pack of 500 reports by one process and by two, from the database to the ZIP: `make bench-pack`.

A brand of 500 locations with ten released visits each, photos among them, in a throw-away SQLite
database (that of `DATABASE_URL`, which must be empty, if it is set). REPORTS and ROUNDS change how
many. With PROFILE=1 one process draws 100 of them here and says what it spent its time with.
"""

import os
import tempfile

import django


def main() -> None:
    """Fill a database and let both draw the same pack in turn."""
    with tempfile.TemporaryDirectory(prefix="pack-") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")
        django.setup()
        from benchmarks.pack_rounds import compare  # noqa: PLC0415  # models exist after setup only

        compare(
            reports=int(os.environ.get("REPORTS", "500")),
            rounds=int(os.environ.get("ROUNDS", "5")),
            profile=bool(os.environ.get("PROFILE")),
        )


if __name__ == "__main__":
    main()
