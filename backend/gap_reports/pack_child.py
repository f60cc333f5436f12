"""The drawing process: reads codes of locations from its input, answers with outcomes.

Started as `python -m backend.gap_reports.pack_child <pack>`: a process of its own, because Python
draws on one core only, and spawned, because a fork of a threaded server may hang. One line in, one
line out. It ends when its input ends, so it never outlives whoever started it.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TextIO

import django

_SELDOM = 50_000  # new objects between two looks for circles
_POLITE = 5  # of nice: whoever waits for a page goes before a pack


def main(pack_id: str, in_file: TextIO, out_file: TextIO) -> None:
    """Answer until the input ends."""
    # Imported here because models can be read only once Django is set up.
    from backend.gap_reports.models import Pack  # noqa: PLC0415
    from backend.gap_reports.pack_items import draw_item  # noqa: PLC0415

    pack = Pack.objects.select_related("programme", "created_by").get(pk=pack_id)
    # What is loaded now lives as long as the process, and a report leaves hardly a circle behind.
    gc.freeze()
    gc.set_threshold(_SELDOM)
    _say(out_file, "ready")
    for line in in_file:
        _say(out_file, draw_item(pack, line.strip()).as_json())


def _say(out_file: TextIO, line: str) -> None:
    out_file.write(f"{line}\n")
    out_file.flush()


if __name__ == "__main__":
    os.nice(_POLITE)
    # What anybody prints goes to the log: the answers have their descriptor for themselves.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    django.setup()
    main(sys.argv[1], sys.stdin, answers)
