"""A gap report against the raw limits of the same pages: `make bench-report`.

The bytes floor only compresses ready content streams, reads the photos and writes the objects; the
canvas floor draws the same strings and photos with the PDF library and nothing else: no layout, no
lines, no links, no tags. Neither is a rival. Where PEER_PYTHON names a Python that has WeasyPrint,
it prints the same words and photos from HTML with the same font, in turn with the others.
"""

import hashlib
import io
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import process_time

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from benchmarks.report_peer import Peer
from reports import fonts, pdf, theme
from reports.ink import Ink
from tests.reports import snapshots

ROUNDS = 15
PHOTO = (theme.COLUMN * 4, theme.COLUMN * 3)

Line = tuple[Ink, float, float, str, theme.Style, str, str]
Files = dict[tuple[str, str], Path]


def main() -> None:
    """Print the median milliseconds of each way, and how many times the bytes floor that is."""
    with tempfile.TemporaryDirectory() as folder:
        files = snapshots.draw_photos(Path(folder))
        for name, visits in (("two visits", 2), ("five visits", 5)):
            snapshot = snapshots.quarter()
            snapshot["visits"] = snapshot["visits"][:visits]
            figures, pages, size = run(snapshot, files)
            print(f"{name}: {pages} pages, {len(files)} photos, {size // 1000} kB")
            print(f"processor time, medians of {ROUNDS} interleaved rounds")
            print(f"{'':44}{'ms':>10}{'x floor':>10}{'x report':>10}")
            floor, report = figures["bytes (floor)"], figures["gap report"]
            for way, seconds in figures.items():
                ratios = f"{seconds / floor:10.1f}{seconds / report:10.2f}"
                print(f"{way:44}{seconds * 1e3:10.1f}{ratios}")
            print()


def run(snapshot: dict[str, object], files: Files) -> tuple[dict[str, float], int, int]:
    """Median seconds of each way, over rounds in which they take turns; pages and bytes."""
    data = pdf.render_location_report(snapshot, files)
    streams, programs, images = taken_apart(data)
    lines = recorded(snapshot, files)
    steps: dict[str, Callable[[], object]] = {
        "bytes (floor)": lambda: written(streams, programs, files),
        "canvas, same strings and photos": lambda: drawn(lines, images, files),
        "gap report": lambda: pdf.render_location_report(snapshot, files),
    }
    rounds = []
    with Peer(lines, list(files.values())) as peer:
        for _ in range(ROUNDS + 1):
            each = {name: timed(step) for name, step in steps.items()}
            if peer.known:
                each["WeasyPrint, same words and photos"] = peer.render()
            rounds.append(each)
    medians = {name: median(each[name] for each in rounds[1:]) for name in rounds[0]}
    return medians, len(streams), len(data)


def timed(step: Callable[[], object]) -> float:
    """Seconds of processor of one run: other work on the machine then counts for little."""
    start = process_time()
    step()
    return process_time() - start


def taken_apart(data: bytes) -> tuple[list[bytes], list[bytes], list[int]]:
    """Give a report's content streams, its ready font programs, and the photos on each page."""
    with pikepdf.open(io.BytesIO(data)) as file:
        streams = [page.Contents.read_bytes() for page in file.pages]
        images = [len(page.get_images()) for page in file.pages]
        shared = file.pages[0].Resources.Font.values()
        programs = [font.FontDescriptor.FontFile2.read_raw_bytes() for font in shared]
    return streams, programs, images


def recorded(snapshot: dict[str, object], files: Files) -> list[list[Line]]:
    """Give every string of a report with its place and style, page by page."""
    pages: dict[int, list[Line]] = {}
    with listening(lambda line: pages.setdefault(id(line[0]), []).append(line)):
        pdf.render_location_report(snapshot, files)
    return list(pages.values())


@contextmanager
def listening(note: Callable[[Line], None]) -> Iterator[None]:
    """Tell of every string a report draws, on the surfaces that are pages."""
    draw = Ink.text

    def told(self, x, y, words, style, align="left", colour=None):  # type: ignore[no-untyped-def]
        note((self, x, y, words, style, align, colour or style.colour))
        draw(self, x, y, words, style, align, colour)

    Ink.text = told  # type: ignore[method-assign]
    try:
        yield
    finally:
        Ink.text = draw  # type: ignore[method-assign]


def written(streams: list[bytes], programs: list[bytes], files: Files) -> bytes:
    """The floor: compress, read, number, write."""
    bodies = [zlib.compress(stream) for stream in streams]
    bodies += programs
    bodies += [path.read_bytes() for path in files.values()]
    out = [b"%PDF-1.4\n"]
    offset, places = len(out[0]), []
    for number, body in enumerate(bodies, 1):
        places.append(offset)
        made = b"%d 0 obj\n<</Length %d>>\nstream\n%b\nendstream\nendobj\n" % (
            number,
            len(body),
            body,
        )
        out.append(made)
        offset += len(made)
    out.append(b"xref\n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    data = b"".join(out)
    hashlib.md5(data, usedforsecurity=False).hexdigest()
    return data


def drawn(lines: list[list[Line]], images: list[int], files: Files) -> bytes:
    """Draw the same strings and photos with the library's canvas."""
    out = io.BytesIO()
    canvas = Canvas(
        out, pagesize=theme.PAPERS["a4"], invariant=1, initialFontName=fonts.name("regular")
    )
    photos = iter(files.values())
    for page, many in zip(lines, [*images, *[0] * len(lines)], strict=False):
        inked = ""
        for _, x, y, words, style, align, colour in page:
            canvas.setFont(fonts.name(style.face), style.size)
            if colour != inked:
                canvas.setFillColor(colour)
                inked = colour
            up = 841.89 - y
            if align == "right":
                canvas.drawRightString(x, up, words)
            elif align == "centre":
                canvas.drawCentredString(x, up, words)
            else:
                canvas.drawString(x, up, words)
        for number in range(many):
            canvas.drawImage(str(next(photos)), theme.LEFT, 90 * number, *PHOTO)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


if __name__ == "__main__":
    if not os.environ.get("PEER_PYTHON"):
        print("PEER_PYTHON names no Python with WeasyPrint: the peer is left out")
    main()
