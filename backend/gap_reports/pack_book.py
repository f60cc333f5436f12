"""One PDF of many reports: contents, bookmarks, page numbers, and the reports with all their links
and tags."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf

from backend.gap_reports.models import Pack, PackItem
from reports.contents import Contents, Entry, page_stamp, render_contents
from reports.pdf import LANGUAGE


def write_book(pack: Pack, reports: Sequence[tuple[PackItem, bytes]], file: BinaryIO) -> None:
    """Write the reports, which follow each other in this order, as one PDF."""
    opened = [(item, pikepdf.open(io.BytesIO(pdf))) for item, pdf in reports]
    contents = _contents(pack, opened)
    with pikepdf.new() as book:
        tags = _Tags(book)
        fonts: dict[bytes, pikepdf.Object] = {}
        with pikepdf.open(io.BytesIO(contents.pdf)) as first:
            _add(book, first, tags, fonts)
            starts = []
            for _, source in opened:
                starts.append(len(book.pages))
                _add(book, source, tags, fonts)
            _link(book, contents, starts)
            _stamp(book, contents.pages)
            _mark(book, opened, starts)
            tags.attach()
            _name(book, first)
            book.save(file)
    for _, source in opened:
        source.close()


def _contents(pack: Pack, opened: Sequence[tuple[PackItem, Pdf]]) -> Contents:
    faults = pack.items.exclude(problem="").values_list("location_id", "problem")
    return render_contents(
        brand=pack.programme.brand.name,
        programme=pack.programme.name,
        scope=pack.scope,
        first=pack.starts.isoformat(),
        last=pack.ends.isoformat(),
        entries=[
            Entry(
                code=item.location_id,
                name=item.location.name,
                region=item.location.region.name,
                pages=len(source.pages),
            )
            for item, source in opened
        ],
        left_out=list(faults),
    )


def _add(book: Pdf, source: Pdf, tags: _Tags, fonts: dict[bytes, pikepdf.Object]) -> None:
    """The pages of a source with all that hangs on them, the same font files only once."""
    begin = len(book.pages)
    book.pages.extend(source.pages)
    tags.add(source, begin)
    for font in book.pages[begin].Resources.Font.values():
        described = font.get("/FontDescriptor")
        if described is not None and "/FontFile2" in described:
            digest = hashlib.sha256(described.FontFile2.read_raw_bytes()).digest()
            described.FontFile2 = fonts.setdefault(digest, described.FontFile2)


class _Tags:
    """The structure trees of the sources as one: what is read aloud, in which order."""

    def __init__(self, book: Pdf) -> None:
        self._book = book
        self._kids: list[pikepdf.Object] = []
        self._numbers: list[pikepdf.Object | int] = []
        self._next = 0
        self._root = book.make_indirect(Dictionary(Type=Name.StructTreeRoot))

    def add(self, source: Pdf, begin: int) -> None:
        """Take over the tree of a source whose pages begin at `begin`; each page gets a number in
        the tree of all."""
        tree = self._book.copy_foreign(source.Root.StructTreeRoot)
        tree.K.P = self._root
        self._kids.append(tree.K)
        found = list(tree.ParentTree.Nums.as_list())
        parents = {int(found[at]): found[at + 1] for at in range(0, len(found), 2)}
        for page in self._book.pages[begin:]:
            own = int(page.obj.get("/StructParents", -1))
            if own in parents:
                self._numbers += [self._next, parents[own]]
                page.obj.StructParents = self._next
                self._next += 1

    def attach(self) -> None:
        """Hang the tree into the book."""
        self._root.K = Array(self._kids)
        self._root.ParentTree = self._book.make_indirect(Dictionary(Nums=Array(self._numbers)))
        self._root.ParentTreeNextKey = self._next
        self._book.Root.StructTreeRoot = self._root
        self._book.Root.MarkInfo = Dictionary(Marked=True)


def _link(book: Pdf, contents: Contents, starts: Sequence[int]) -> None:
    """Let each line of the contents lead to its report."""
    for spot, start in zip(contents.spots, starts, strict=True):
        page = book.pages[spot.page].obj
        link = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([round(edge, 2) for edge in spot.box]),
            Border=Array([0, 0, 0]),
            Dest=Array([book.pages[start].obj, Name.Fit]),
        )
        if "/Annots" not in page:
            page.Annots = Array()
        page.Annots.append(book.make_indirect(link))


def _stamp(book: Pdf, after: int) -> None:
    """Number the pages of the whole file, on those that follow the contents; these number
    themselves. A page whose fonts are not ours stays without."""
    many = len(book.pages)
    for number, page in enumerate(book.pages[after:], after + 1):
        box = [float(edge) for edge in page.mediabox]
        name = _regular(page)
        if name:
            before, behind = page_stamp(number, many, width=box[2], height=box[3])
            page.contents_add(f"q {before}{name}{behind} Q".encode("latin-1"))


def _regular(page: pikepdf.Page) -> str:
    """The page's name for the first subset of the regular face, which holds ASCII as it is."""
    for name, font in page.Resources.get("/Font", Dictionary()).items():
        if name.endswith("+0") and str(font.BaseFont).endswith("NotoSans-Regular"):
            return str(name)
    return ""


def _mark(book: Pdf, opened: Sequence[tuple[PackItem, Pdf]], starts: Sequence[int]) -> None:
    """A bookmark for the contents and each report, the report's own below it."""
    with book.open_outline() as outline:
        outline.root.append(OutlineItem("Contents", 0))
        for (item, source), start in zip(opened, starts, strict=True):
            entry = OutlineItem(f"{item.location.name} ({item.location_id})", start)
            entry.is_closed = True
            numbers = {page.obj.objgen: number for number, page in enumerate(source.pages)}
            with source.open_outline() as own:
                for part in own.root:
                    number = _page_of(part, numbers)
                    if number is not None:
                        entry.children.append(OutlineItem(part.title, start + number))
            outline.root.append(entry)


def _page_of(part: OutlineItem, numbers: dict[tuple[int, int], int]) -> int | None:
    target = part.destination
    if isinstance(target, Array) and len(target):
        return numbers.get(target[0].objgen)
    return None


def _name(book: Pdf, first: Pdf) -> None:
    """What the file says about itself, as the contents say it."""
    book.Root.Lang = LANGUAGE
    book.Root.PageMode = Name.UseOutlines
    book.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    for key, words in first.docinfo.items():
        book.docinfo[key] = words
