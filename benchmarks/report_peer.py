"""WeasyPrint as a peer of the gap report: the same words and photos as HTML, in another process."""

import html
import os
import subprocess
import tempfile
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from reports import fonts

SERVE = """
import sys, time
from weasyprint import HTML
for line in sys.stdin:
    begun = time.process_time()
    HTML(filename=line.strip()).write_pdf()
    print(time.process_time() - begun, flush=True)
"""


class Peer:
    """A process that renders one HTML file as often as it is asked to."""

    def __init__(self, pages: Sequence[Sequence[Any]], photos: Sequence[Path]) -> None:
        self.known = bool(os.environ.get("PEER_PYTHON"))
        self._folder = tempfile.TemporaryDirectory()
        self._file = Path(self._folder.name) / "report.html"
        self._file.write_text(as_html(pages, photos), encoding="utf-8")
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        if self.known:
            self._process = subprocess.Popen(
                [os.environ["PEER_PYTHON"], "-c", SERVE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._process:
            self._process.communicate()
        self._folder.cleanup()

    def render(self) -> float:
        """Render once; give the seconds of processor it took."""
        if not (self._process and self._process.stdin and self._process.stdout):
            return 0.0
        self._process.stdin.write(f"{self._file}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())


def as_html(pages: Sequence[Sequence[Any]], photos: Sequence[Path]) -> str:
    """Give the words of each page and the photos: lines of four or more cells that follow each
    other are a table, as one would write them, all others paragraphs. No bar or line is drawn."""
    folder = Path(fonts.__file__).parent
    body = []
    for number, lines in enumerate(pages):
        body.append("<section>")
        rows = [
            [html.escape(words) for _, _, _, words, *_ in row]
            for _, row in groupby(lines, key=lambda line: round(line[2]))
        ]
        for tabular, block in groupby(rows, key=lambda row: len(row) > 3):
            if tabular:
                cells = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) for row in block]
                body.append(f"<table>{''.join(cells)}</table>")
            else:
                body += [f"<p>{' '.join(row)}</p>" for row in block]
        if number == len(pages) // 2:
            body += [f'<img src="{path}" width="180" height="135">' for path in photos]
        body.append("</section>")
    return f"""<!doctype html><meta charset="utf-8"><style>
@font-face {{ font-family: Report; src: url({folder / "NotoSans-Regular.ttf"}) }}
@page {{ size: A4; margin: 17mm }}
body {{ font: 6pt Report }} section {{ break-after: page }} p {{ margin: 0 }}
</style>{"".join(body)}"""
