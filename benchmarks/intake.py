"""Intake of a 40-answer visit against bare SQL of the very same statements: `make bench-intake`.

A round sends new visits over HTTP (gunicorn on loopback, two processes, eight senders at once) and
in-process, each to a database of its own; what the in-process server asked of its database is then
replayed, statement by statement, on a bare `sqlite3` connection to a third copy. That is the limit.
Everything is synchronous=FULL: a receipt means stable storage.
"""

import argparse
import os
import tempfile

import django


def main() -> None:
    """Print the medians of interleaved rounds."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--visits", type=int, default=300, help="in each round")
    options.add_argument("--port", type=int, default=8014)
    options.add_argument("--profile", action="store_true", help="where the time goes in-process")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="intake-") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/in-process.sqlite3"
        os.environ["JOBS_WORKER"] = "none"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")
        django.setup()
        from benchmarks.intake_rounds import compare, profile  # noqa: PLC0415  # models need setup

        if chosen.profile:
            profile(folder, chosen.visits)
        else:
            compare(folder, chosen.rounds, chosen.visits, chosen.port)


if __name__ == "__main__":
    main()
