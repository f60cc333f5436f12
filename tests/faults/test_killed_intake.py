"""kill -9 before every statement of intake: nothing acknowledged is lost, nothing is doubled."""

import json
import os
import subprocess
import sys
import uuid

import pytest
from django.db import connection

from tests.cast import assignment
from tests.visits.phone import raw, store_photo, visit_body

STATEMENTS = 40
PROGRAM = "import django; django.setup(); from tests.faults.intake_kills import main; main()"

NOTHING = {"visits": [], "revisions": 0, "scorecards": 0, "broken": []}
WHOLE = {"visits": [["received", 1000000]], "revisions": 1, "scorecards": 1, "broken": []}


@pytest.mark.slow
@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_intake_killed_at_any_statement_is_whole_or_nothing_and_can_be_repeated(cast):
    tasks = []
    for _ in range(STATEMENTS):
        visit_id = uuid.uuid4()
        store_photo(visit_id, cast.sam)
        body = raw(visit_body(assignment(cast))).decode()
        tasks.append([str(visit_id), str(cast.sam.pk), body])
    database = connection.settings_dict["NAME"]
    connection.close()

    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(tasks),
        env={**os.environ, "DATABASE_URL": f"sqlite:///{database}"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )

    told = [json.loads(line) for line in run.stdout.splitlines()]
    kills = [each for each in told if each["killed"] is None]
    assert len(told) == STATEMENTS
    assert 15 < len(kills) < STATEMENTS, "the last ones must outlive their statements"
    for each in told:
        bodies = each["left"].pop("bodies")
        was_acknowledged = each["killed"] is not None
        assert each["left"] == (WHOLE if was_acknowledged else NOTHING)
        assert bodies in ((1,) if was_acknowledged else (0, 1))
        assert each["after"] == {"bodies": 1, **WHOLE}
        assert each["repeated"][2] is True
        assert each["repeated"][3] is not was_acknowledged
        if was_acknowledged:
            assert each["repeated"][:2] == each["killed"][:2]
