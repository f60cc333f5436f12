"""Gap reports over HTTP: issued once, listed, settled, downloaded with the bytes of the day."""

from __future__ import annotations

import hashlib

import pytest

from tests.cast import Api
from tests.gap_reports.released import released

pytestmark = pytest.mark.django_db

QUARTER = {"location": "L1", "programme": "promise", "from": "2026-07-01", "to": "2026-09-30"}


def test_report_is_issued_and_downloaded(cast):
    released(cast, charged_right={"value": "no", "comment": "Charged 1.60."})
    mona = Api(cast.mona)

    issued = mona.post("/reports", QUARTER)
    pdf = mona.get(f"/reports/{issued.json()['id']}/pdf")

    assert issued.status_code == 201, issued.content
    assert pdf.status_code == 200
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    assert hashlib.sha256(pdf.content).hexdigest() == issued.json()["sha256"]
