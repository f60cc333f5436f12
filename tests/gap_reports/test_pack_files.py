"""The file of a pack: what lies in it, what it says of faults, how long it is kept."""

from __future__ import annotations

import errno
import zipfile
from datetime import date, timedelta

import pikepdf
import pytest
from pypdf import PdfReader

from backend import clock, files
from backend.gap_reports import pack_items
from backend.gap_reports.issuing import issue_report
from backend.gap_reports.models import GapReport
from backend.gap_reports.pack_binding import bind_pack
from backend.gap_reports.pack_files import pack_key, remove_old_files
from backend.gap_reports.packs import retry_pack
from backend.visits.models import Visit
from backend.visits.photo_files import Size, derivative_key
from tests.cast import NOW
from tests.gap_reports.packs import archive, asked, drawn, names
from tests.gap_reports.released import released

pytestmark = pytest.mark.django_db


def test_pack_holds_the_very_reports_that_are_issued(filled):
    pack = drawn(asked(filled, filled.cleo))

    assert (pack.state, pack.done, pack.total, pack.scope) == ("done", 2, 2, "Harbour Coffee")
    assert names(pack) == ["L1-2026-07-01-2026-09-30.pdf", "P1-2026-07-01-2026-09-30.pdf"]
    assert archive(pack).testzip() is None
    assert pack.size == files.path(pack_key(pack)).stat().st_size
    reports = GapReport.objects.order_by("location")
    items = list(pack.items.values_list("location", "state", "report", "size", "problem"))
    assert items == [(r.location_id, "done", r.pk, r.size, "") for r in reports]
    assert all(item.pages > 3 for item in pack.items.all())
    assert archive(pack).read("L1-2026-07-01-2026-09-30.pdf") == files.read(
        f"reports/{reports[0].sha256[:2]}/{reports[0].sha256}.pdf"
    )


def test_one_report_that_fails_is_told_and_the_others_go_on(filled, monkeypatch):
    honest = issue_report

    def sometimes(*, location, **more):
        if location.pk == "L1":
            raise KeyError("secret")
        return honest(location=location, **more)

    monkeypatch.setattr(pack_items, "issue_report", sometimes)
    pack = drawn(asked(filled, filled.cleo))

    assert (pack.state, pack.done, pack.total) == ("done", 2, 2)
    assert names(pack) == ["P1-2026-07-01-2026-09-30.pdf", "_errors.txt"]
    assert archive(pack).read("_errors.txt") == b"L1: could not be drawn (KeyError)\n"

    monkeypatch.setattr(pack_items, "issue_report", honest)
    again = drawn(retry_pack(pack=pack, by=filled.cleo))

    assert (again.state, again.round) == ("done", 2)
    assert names(again) == ["L1-2026-07-01-2026-09-30.pdf", "P1-2026-07-01-2026-09-30.pdf"]


def test_full_disk_fails_the_pack_and_leaves_no_part_of_it(filled, monkeypatch):
    def full(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    pack = asked(filled, filled.cleo)
    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    drawn(pack)

    assert (pack.state, pack.size) == ("failed", 0)
    assert pack.problem == "There is no room to keep the file; its reports are drawn and stay."
    assert list(files.path("packs").iterdir()) == []
    assert pack.items.filter(state="done").count() == 2

    monkeypatch.undo()
    assert drawn(retry_pack(pack=pack, by=filled.cleo)).state == "done"


def test_report_without_a_photo_file_is_drawn_and_says_so(filled):
    picture = "ab" * 32
    visit = released(
        filled, day=date(2026, 8, 20), clean={"value": ["tables"], "photos": [picture]}
    )
    files.delete(derivative_key(visit.pk, picture, Size.THUMB))

    pack = drawn(asked(filled, filled.mona))

    item = pack.items.get()
    assert (item.state, item.problem) == ("done", "1 photo cannot be read; drawn without it")
    assert archive(pack).read("_errors.txt").decode() == f"L1: {item.problem}\n"


@pytest.mark.slow
def test_no_shopper_is_named_anywhere_in_a_pack(filled):
    filled.sam.name = "Canary Shopper"
    filled.sam.save()
    visit = Visit.objects.filter(location="L1").get()
    zipped = drawn(asked(filled, filled.cleo))
    book = drawn(asked(filled, filled.cleo, kind="pdf"))

    for secret in ("Canary", "sam@cast.example", str(filled.sam.pk), str(visit.assignment_id)):
        assert not any(secret in name for name in names(zipped))
        assert secret.encode() not in files.read(pack_key(zipped))
        text = "".join(page.extract_text() for page in PdfReader(files.path(pack_key(book))).pages)
        assert secret not in text


def test_one_pdf_has_contents_bookmarks_and_numbers(filled):
    pack = drawn(asked(filled, filled.cleo, kind="pdf"))

    pages = [page.extract_text() for page in PdfReader(files.path(pack_key(pack))).pages]
    book = pikepdf.open(files.path(pack_key(pack)))
    first, second = (item.pages for item in pack.items.all())
    assert len(pages) == 1 + first + second
    with book.open_outline() as outline:
        marks = [(mark.title, len(mark.children) > 3) for mark in outline.root]
    assert marks == [
        ("Contents", False),
        ("Harbour Coffee L1 (L1)", True),
        ("Harbour Coffee P1 (P1)", True),
    ]
    assert f"Page {first + 2} of {len(pages)}" in pages[first + 1]
    assert "Harbour Coffee P1" in pages[first + 1]
    targets = [book.pages.index(pikepdf.Page(link.Dest[0])) for link in book.pages[0].Annots]
    assert targets == [1, first + 1]
    assert [page.obj.StructParents for page in book.pages] == list(range(len(pages)))
    tree = book.Root.StructTreeRoot
    assert [kid.S for kid in tree.K] == ["/Document"] * 3
    assert len(tree.ParentTree.Nums) == 2 * len(pages)


def test_file_is_let_go_after_a_year_and_the_row_says_so(filled):
    pack = drawn(asked(filled, filled.cleo))
    with clock.frozen_at(NOW + timedelta(days=365)):
        assert remove_old_files() == 0
    assert files.exists(pack_key(pack))

    with clock.frozen_at(NOW + timedelta(days=366)):
        assert remove_old_files() == 1

    pack.refresh_from_db()
    assert (pack.state, pack.has_file, pack.removed_at) == ("done", False, NOW + timedelta(366))
    assert not files.exists(pack_key(pack))


@pytest.mark.parametrize("kind", ["zip", "pdf"])
def test_worker_that_lost_the_pack_while_binding_leaves_the_file_of_the_next(cast, kind):
    released(cast)
    pack = drawn(asked(cast, cast.mona, kind))
    files.store(pack_key(pack), b"of the next round")
    looks = iter([True, False])

    size = bind_pack(pack, still=lambda: next(looks))

    assert (size, files.read(pack_key(pack))) == (None, b"of the next round")
