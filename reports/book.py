"""The pages of a report and what binds them: places, links, outline, numbers, tags, the file."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFArray, PDFImageXObject, PDFPage, PDFStream
from reportlab.pdfgen.canvas import Canvas

from reports import fonts, tags, theme
from reports.ink import Ink
from reports.text import fit

rl_config.useA85 = 0  # ASCII85 costs 64 ms a report and a fifth of the file's size

_FOOT_RULE = 41.9
_FOOT_TEXT = 28.0


class _Packed:
    """A compression filter for pages: level 3 packs them nearly as well in half the time."""

    pdfname = "FlateDecode"

    def encode(self, data: bytes) -> bytes:
        """Pack the content stream of a page."""
        return zlib.compress(data, 3)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the file says about itself, and the line at the foot of each page."""

    title: str
    author: str
    subject: str
    language: str
    footer: str


@dataclass(slots=True)
class Leaf:
    """One page: its ink, the places links lead to, the links, the images."""

    ink: Ink
    links: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    marks: int = 0


class Book:
    """Pages filled from the top; `y` is where the next thing begins on the current one."""

    def __init__(self, imprint: Imprint, paper: str = "a4") -> None:
        self._imprint = imprint
        self._width, self.height = theme.PAPERS[paper]
        self._canvas = Canvas(
            io.BytesIO(),
            pagesize=(self._width, self.height),
            invariant=1,
            pageCompression=1,
            initialFontName=fonts.name("regular"),  # else an unembedded Helvetica appears
            lang=imprint.language,
        )
        fonts.open_in(self._canvas._doc)
        self._leaves: list[Leaf] = []
        self._places: dict[str, tuple[int, float]] = {}
        self._outline: list[tuple[str, str, int]] = []
        self._tags: list[tags.Tag] = []
        self._images: dict[str, PDFImageXObject | None] = {}
        self.y = theme.TOP
        self.turn()

    @property
    def ink(self) -> Ink:
        """The surface of the current page."""
        return self._leaves[-1].ink

    @property
    def bottom(self) -> float:
        """Where the text of a page ends."""
        return self.height - theme.FOOT

    @property
    def room(self) -> float:
        """The height left on the current page."""
        return self.bottom - self.y

    def turn(self) -> None:
        """Begin a new page."""
        left = (self._width - theme.WIDTH) / 2
        self._leaves.append(Leaf(Ink(self._canvas._doc, self.height, left)))
        self.y = theme.TOP

    def need(self, height: float) -> bool:
        """Begin a new page when less than `height` is left; tell whether one was begun."""
        if self.room >= height or self.y <= theme.TOP:
            return False
        self.turn()
        return True

    def place(self, key: str, title: str | None = None, level: int = 0) -> None:
        """Name the current spot so that links reach it; with a title the outline lists it."""
        self._places.setdefault(key, (len(self._leaves) - 1, self.y))
        if title is not None:
            self._outline.append((title, key, level))

    def page_of(self, key: str) -> int | None:
        """Give the number of the page a place is on, once it is laid out."""
        return self._places[key][0] + 1 if key in self._places else None

    def link(self, x: float, y: float, width: float, height: float, key: str) -> None:
        """Make a rectangle of the current page lead to a place, also one that comes later."""
        self._leaves[-1].links.append((x, y, width, height, key))

    def image(self, jpeg: Path | bytes, digest: str) -> tuple[str, int, int] | None:
        """Embed a JPEG as it is: (name, pixels wide, high), or None when it is no JPEG.

        It is named by its digest, not its path, so that the bytes do not depend on where it lies.
        """
        if digest not in self._images:
            self._images[digest] = self._embed(jpeg, digest)
        made = self._images[digest]
        if made is None:
            return None
        self._leaves[-1].images.append(made.name)
        return self._canvas._doc.getXObjectName(made.name), made.width, made.height

    @contextmanager
    def tag(self, role: str, alternative: str = "") -> Iterator[Ink]:
        """Mark what is drawn as a piece of the structure: H1, H2, P, LI, Figure (with words)."""
        leaf = self._leaves[-1]
        self._tags.append(tags.Tag(role, len(self._leaves) - 1, leaf.marks, alternative))
        leaf.ink.begin(role, leaf.marks)
        leaf.marks += 1
        yield leaf.ink
        leaf.ink.end()

    def bind(self) -> bytes:
        """Number the pages, close the links and give the file."""
        canvas, imprint = self._canvas, self._imprint
        canvas.setTitle(imprint.title.replace(fonts.NO_BREAK, " "))
        canvas.setAuthor(imprint.author)
        canvas.setSubject(imprint.subject.replace(fonts.NO_BREAK, " "))
        canvas.setCreator("Plainclothes")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        canvas.showOutline()
        for title, key, level in self._outline:
            canvas.addOutlineEntry(title, key, level)
        pages = [self._close(number, leaf) for number, leaf in enumerate(self._leaves)]
        tags.attach(canvas._doc, pages, self._tags)
        canvas._pageNumber = len(pages) + 1
        data: bytes = canvas.getpdfdata()
        return data

    def _close(self, number: int, leaf: Leaf) -> PDFPage:
        canvas = self._canvas
        self._foot(leaf.ink, number + 1)
        for key, (page, y) in self._places.items():
            if page == number:
                canvas.bookmarkPage(key, fit="XYZ", left=0, top=self.height - y + 8)
        for x, y, width, height, key in leaf.links:
            if key in self._places:  # a link that leads nowhere would stop the save
                left = x + (self._width - theme.WIDTH) / 2
                box = (left, self.height - y - height, left + width, self.height - y)
                canvas.linkAbsolute("", key, box, Border="[0 0 0]")
        page = tags.TaggedPage()
        page.pagewidth, page.pageheight = self._width, self.height
        page.hasImages = bool(leaf.images)
        page.ExtGState = None
        page._shadingUsed = {}
        page.Annots = PDFArray(canvas._annotationrefs) if canvas._annotationrefs else None
        page.XObjects = canvas._doc.xobjDict(leaf.images) if leaf.images else None
        content = "\n".join(leaf.ink.finish()).encode("latin-1")
        page.Contents = PDFStream(content=content, filters=[_Packed()])
        canvas._doc.addPage(page)
        canvas._restartAccumulators()
        return page

    def _foot(self, ink: Ink, number: int) -> None:
        ink.begin_artifact()
        y = self.height - _FOOT_RULE
        ink.line(theme.LEFT, y, theme.RIGHT, y, theme.BORDER, 0.6)
        words = f"Page {number} of {len(self._leaves)}"
        y = self.height - _FOOT_TEXT
        ink.text(theme.RIGHT, y, words, theme.LABEL, "right")
        room = theme.RIGHT - theme.LEFT - 80
        ink.text(theme.LEFT, y, fit(self._imprint.footer, theme.LABEL, room), theme.LABEL)
        ink.end()

    def _embed(self, jpeg: Path | bytes, digest: str) -> PDFImageXObject | None:
        made = PDFImageXObject(digest)
        try:
            data = jpeg if isinstance(jpeg, bytes) else jpeg.read_bytes()
        except OSError:
            return None
        if not made.loadImageFromJPEG(io.BytesIO(data)):
            return None
        document = self._canvas._doc
        document.Reference(made, document.getXObjectName(digest))
        document.addForm(digest, made)
        return made
