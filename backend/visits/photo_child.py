"""The decoding process: reads photos from its input, answers with derivatives on its output.

It knows no Django, no database and no secret; it holds only what `photo_process` sends. Each
message is a JSON head and bytes, see `read_message`. It ends when its input ends, so it never
outlives its parent.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
from typing import Any, BinaryIO

_MEGABYTE = 1024 * 1024


def main(in_file: BinaryIO, out_file: BinaryIO, *, cpu_seconds: int, memory_mb: int) -> None:
    """Answer until the input ends. One photo may use `cpu_seconds`; beyond, the system kills."""
    limit_memory(memory_mb)
    # Imported under the limits, after the pipes are safe: decoders are what is fenced in here.
    from backend.visits.photo_work import derive  # noqa: PLC0415

    with contextlib.suppress(ImportError):
        import pi_heif  # noqa: PLC0415  # the extra `heic`; without it HEIC stays undecodable

        pi_heif.options.DECODE_THREADS = 1
        pi_heif.register_heif_opener()
    write_message(out_file, {"ready": True})
    while (message := read_message(in_file)) is not None:
        head, (data,) = message
        limit_cpu(cpu_seconds)
        try:
            derived = derive(data, head["mime"])
        except MemoryError:
            write_message(out_file, {"fault": "MemoryError"})
        except Exception as fault:
            # every decoder has its own ways of failing
            write_message(out_file, {"fault": type(fault).__name__})
        else:
            head = {"metadata": derived.metadata}
            write_message(out_file, head, derived.full, derived.thumb)


def limit_memory(megabytes: int) -> None:
    """Bound the address space, and forbid files and core dumps."""
    for kind, limit in (
        (resource.RLIMIT_AS, megabytes * _MEGABYTE),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))


def limit_cpu(seconds: int) -> None:
    """Bound the processor time from now on: the limit counts from the start of the process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + 1 + seconds, hard))


def read_message(
    file: BinaryIO, most: int = 64 * _MEGABYTE
) -> tuple[dict[str, Any], list[bytes]] | None:
    """A message: 4 bytes length, a JSON head with `sizes`, and so many parts. None at the end.

    Raises `ValueError` for what is no message, or one of more than `most` bytes.
    """
    length = file.read(4)
    if len(length) < 4:
        return None
    size = int.from_bytes(length, "big")
    head: Any = json.loads(file.read(size)) if size <= most else None
    sizes = head.get("sizes") if isinstance(head, dict) else None
    if not isinstance(sizes, list) or not all(type(each) is int and each >= 0 for each in sizes):
        raise ValueError("no message")
    if sum(sizes) > most:
        raise ValueError("the message is too long")
    parts = [file.read(each) for each in sizes]
    if [len(part) for part in parts] != sizes:
        return None
    return head, parts


def write_message(file: BinaryIO, head: dict[str, Any], *parts: bytes) -> None:
    """Write what `read_message` reads."""
    text = json.dumps({**head, "sizes": [len(part) for part in parts]}).encode()
    file.write(len(text).to_bytes(4, "big") + text)
    for part in parts:
        file.write(part)
    file.flush()


if __name__ == "__main__":
    # Whatever a decoder prints must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    main(sys.stdin.buffer, answers, cpu_seconds=int(sys.argv[1]), memory_mb=int(sys.argv[2]))
