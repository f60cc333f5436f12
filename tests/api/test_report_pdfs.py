"""The PDFs over HTTP: the bytes of the day, for one reader, and nothing of the shopper in them."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime

import pypdf
import pytest

from backend.accounts.models import Person, ShopperProfile
from backend.gap_reports.models import GapReport
from backend.review.correcting import correct
from backend.review.judging import void
from backend.visits.models import Visit
from tests.cast import Api, assignment
from tests.gap_reports.released import received, released

pytestmark = pytest.mark.django_db

QUARTER = {"location": "L1", "programme": "promise", "from": "2026-07-01", "to": "2026-09-30"}
FLOOR = "6" * 64


def issue(cast, who: str = "ada", **changes):
    """The report as JSON; `changes` replace keys of the body."""
    body = {**QUARTER, **changes}
    response = Api(getattr(cast, who)).post("/reports", body)
    assert response.status_code in (200, 201), response.content
    return response.json()


def words_of(pdf: bytes) -> str:
    """Everything a PDF says: its pages, and what it says about itself."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    pages = [page.extract_text() for page in reader.pages]
    return "\n".join([*pages, str(reader.metadata), str(reader.outline)])


def test_pdf_has_the_digest_and_is_for_one_reader(cast):
    released(cast, charged_right={"value": "no", "comment": "1.60 instead of 1.40."})
    report = issue(cast)

    response = Api(cast.mona).get(f"/reports/{report['id']}/pdf")

    assert response.status_code == 200
    assert hashlib.sha256(response.content).hexdigest() == report["sha256"]
    assert len(response.content) == report["size"]
    headers = {name: response[name] for name in _HEADERS}
    assert headers == {**_HEADERS, "ETag": f'"{report["sha256"]}"'}
    words = words_of(response.content)
    assert "1.60 instead of 1.40." in words
    assert "Harbour Coffee L1" in words


_HEADERS = {
    "Content-Type": "application/pdf",
    "Content-Disposition": 'inline; filename="gap-report-L1-2026-07-01-2026-09-30.pdf"',
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "ETag": "",
}


def test_pdf_of_a_superseded_report_has_the_same_bytes(cast):
    report = issue(cast)
    mona = Api(cast.mona)
    before = mona.get(f"/reports/{report['id']}/pdf").content
    released(cast)
    issue(cast)

    after = mona.get(f"/reports/{report['id']}/pdf")

    assert (after.status_code, after.content) == (200, before)


def test_pdf_that_is_no_longer_kept_is_not_found(cast, settings):
    report = issue(cast)
    (file,) = settings.MEDIA_ROOT.glob("reports/*/*")
    file.unlink()
    GapReport.objects.update(renderer="0")

    response = Api(cast.mona).get(f"/reports/{report['id']}/pdf")

    assert response.status_code == 404
    assert response.json()["detail"] == "The PDF is no longer kept."


@pytest.mark.parametrize("who", ["mona", "cleo", "rae", "sol", "ada"])
def test_visit_pdf_is_the_same_for_all_who_may_see_it(cast, who):
    visit = released(cast, charged_right={"value": "no", "comment": "1.60 instead of 1.40."})
    expected = Api(cast.ada).get(f"/visits/{visit.pk}/pdf").content

    response = Api(getattr(cast, who)).get(f"/visits/{visit.pk}/pdf")

    assert response.status_code == 200
    assert response.content == expected
    assert response["Content-Disposition"] == 'inline; filename="visit-report-L1-2026-08-14.pdf"'
    assert response["ETag"] == f'"{hashlib.sha256(expected).hexdigest()}"'
    assert "1.60 instead of 1.40." in words_of(response.content)


def test_visit_pdf_before_release_is_for_the_agency(cast):
    visit = received(cast)

    answers = {
        who: Api(getattr(cast, who)).get(f"/visits/{visit.pk}/pdf").status_code
        for who in ("rae", "mona", "cleo", "sam")
    }

    assert answers == {"rae": 200, "mona": 404, "cleo": 404, "sam": 403}


@pytest.mark.parametrize("state", ["incomplete", "void"])
def test_visit_pdf_of_what_does_not_count_is_refused(cast, state):
    visit = received(cast)
    Visit.objects.filter(pk=visit.pk).update(state=state)

    response = Api(cast.rae).get(f"/visits/{visit.pk}/pdf")

    assert (response.status_code, response.json()["code"]) == (409, "wrong_state")


def test_visit_pdf_says_that_a_visit_was_not_scored(cast):
    visit = released(cast, body={"outcome": "closed"})

    response = Api(cast.mona).get(f"/visits/{visit.pk}/pdf")

    assert response.status_code == 200
    words = words_of(response.content)
    assert "This visit could not be scored" in words
    assert "Closed" in words


def test_nothing_of_the_shopper_leaves(cast):
    """Canaries in every field of shopper, visit and assignment that is nobody else's business."""
    Person.objects.filter(pk=cast.sam.pk).update(name="Canary Bird", email="canary@mail.example")
    ShopperProfile.objects.filter(person=cast.sam).update(household="canary-household")
    visit = released(
        cast,
        body={"device": "canary-device", "time_zone": "Canary/Zone"},
        clean={"value": ["tables"], "photos": [FLOOR], "comment": "Cups on the tables."},
        trap_colour={"value": "green", "comment": "canary-trap"},
        at=datetime(2026, 8, 14, 17, 47, tzinfo=UTC),
    )
    correct(
        visit=visit, by=cast.rae, question="trap_colour", answer={"value": "red"}, reason="canary"
    )
    gone = released(cast, charged_right={"value": "no", "comment": "canary of the void visit"})
    void(visit=gone, by=cast.rae, reason="canary-void", payable=True)
    assignment(cast, brief="canary-brief")
    mona = Api(cast.mona)

    report = issue(cast, "mona")
    path = f"/reports/{report['id']}"
    said = {
        "snapshot": GapReport.objects.get().snapshot,
        "issued": mona.post("/reports", QUARTER).content.decode(),
        "listed": mona.get("/reports").content.decode(),
        "read": mona.get(path).content.decode(),
        "pdf": words_of(mona.get(f"{path}/pdf").content),
        "visit pdf": words_of(mona.get(f"/visits/{visit.pk}/pdf").content),
    }

    secret = ("canary", str(cast.sam.pk), "10:02", "10:40", "17:47", "18:47", "colour", "38.71")
    found = [(where, word) for where, text in said.items() for word in secret if word in text]
    assert found == []
    assert "Cups on the tables." in said["snapshot"]
    assert "Cups on the tables." in said["pdf"]
