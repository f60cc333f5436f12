"""The structure of a tagged file: headings, paragraphs, list items and figures in reading order.

The library has no tags of its own, so the tree is written here as plain PDF objects. That makes
the file "tagged"; it is not a claim of PDF/UA.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFDocument, PDFName, PDFObject, PDFPage


@dataclass(frozen=True, slots=True)
class Tag:
    """A piece of a page: what it is, where it is, and for a figure what it says in words."""

    role: str
    page: int
    mark: int
    alternative: str = ""


class TaggedPage(PDFPage):  # type: ignore[misc]  # the library is untyped
    """A page that says which entry of the parent tree it is."""

    __NoDefault__: ClassVar[list[str]] = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]


class _Element(PDFObject):  # type: ignore[misc]  # the library is untyped
    """One dictionary of the tree, written in one go: the library's own takes ten times as long."""

    def __init__(self, entries: str, names: tuple[str, ...]) -> None:
        self._entries, self._names = entries, names

    def format(self, document: PDFDocument) -> bytes:
        """Write the dictionary with the numbers of the objects it names."""
        numbers = document.idToObjectNumberAndVersion
        return (self._entries % tuple(f"{numbers[name][0]} 0 R" for name in self._names)).encode()


def attach(document: PDFDocument, pages: Sequence[PDFPage], found: Sequence[Tag]) -> None:
    """Hang the structure tree into the document; list items that follow each other form a list."""
    on_page = [document.Reference(page).name for page in pages]
    parents: list[list[str]] = [[] for _ in pages]
    kids: list[str] = []
    lists: list[tuple[str, list[str]]] = []
    listing = False
    for number, tag in enumerate(found):
        at = f"structure-{number}"
        parents[tag.page].append(at)
        if tag.role != "LI":
            kids.append(at)
        elif listing:
            lists[-1][1].append(at)
        else:
            lists.append((f"structure-list-{number}", [at]))
            kids.append(lists[-1][0])
        listing = tag.role == "LI"
        said = f"/Alt {_text(tag.alternative)}" if tag.alternative else ""
        parent = lists[-1][0] if listing else _TOP
        entries = f"<</S/{tag.role}/P %s/Pg %s/K {tag.mark}{said}>>"
        document.Reference(_Element(entries, (parent, on_page[tag.page])), at)
    for at, items in lists:
        entries = f"<</S/L/P %s/K[{' '.join(['%s'] * len(items))}]>>"
        document.Reference(_Element(entries, (_TOP, *items)), at)
    entries = f"<</S/Document/P %s/K[{' '.join(['%s'] * len(kids))}]>>"
    document.Reference(_Element(entries, (_ROOT, *kids)), _TOP)
    for number, page in enumerate(pages):
        page.StructParents = number
        page.Tabs = PDFName("S")
    numbers = " ".join(
        f"{number} [{' '.join(['%s'] * len(marks))}]" for number, marks in enumerate(parents)
    )
    names = (_TOP, *(mark for marks in parents for mark in marks))
    root = f"<</Type/StructTreeRoot/K %s/ParentTree<</Nums[{numbers}]>>>>"
    document.Catalog.StructTreeRoot = document.Reference(_Element(root, names), _ROOT)
    document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


_ROOT, _TOP = "structure", "structure-document"


def _text(words: str) -> str:
    """Write words as a hexadecimal UTF-16 string: nothing in it needs an escape."""
    return f"<FEFF{words.encode('utf-16-be').hex()}>"
