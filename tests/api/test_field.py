"""PUT of a visit: repeatable, ledger first, every finding at once."""

import uuid

from backend.visits.models import IntakeBody, Scorecard, Visit
from tests.cast import Api, assignment
from tests.visits.phone import put, store_photo, visit_body


def test_complete_visit_is_stored_scored_and_acknowledged(cast):
    job = assignment(cast)
    visit_id = uuid.uuid4()
    store_photo(visit_id, cast.sam)

    answer = put(Api(cast.sam), visit_id, visit_body(job))

    assert answer.status_code == 201, answer.content
    receipt = answer.json()
    assert receipt["missing_photos"] == []
    assert receipt["complete"] is True
    visit = Visit.objects.get(pk=visit_id)
    assert visit.state == "received"
    assert visit.percent_e4 == 1000000
    job.refresh_from_db()
    assert job.state == "received"
