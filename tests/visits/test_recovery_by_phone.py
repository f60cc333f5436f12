"""The file that the phone's own code saves is the file that the server loads."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import uuid
from pathlib import Path

import pytest

from backend.visits.models import IntakeBody, Photo, Visit
from backend.visits.recovery import load_recovery
from tests.cast import assignment
from tests.visits.pictures import jpeg
from tests.visits.recovery_files import PICTURE, PICTURE_ID, sealed

pytestmark = [pytest.mark.needs("node"), pytest.mark.django_db]
SAVES = Path(__file__).with_name("phone_saves.mjs")
VISIT = uuid.UUID("0e7b5d5e-1d9b-4d7e-9a54-0d9c7f4a1b01")
OTHER = uuid.UUID("0e7b5d5e-1d9b-4d7e-9a54-0d9c7f4a1b02")
LARGE = jpeg(1200, 900, quality=100)
LARGE_ID = hashlib.sha256(LARGE).hexdigest()


def saved_by_phone(content):
    told = json.dumps(content).encode()
    return subprocess.run(
        ["node", str(SAVES)], input=told, capture_output=True, check=True, timeout=60
    ).stdout


def test_what_the_phone_saves_is_loaded_whole(cast):
    item = sealed(assignment(cast), VISIT)
    photos = [{"id": key, "question": None, "taken_at": None} for key in (LARGE_ID, "0" * 64)]
    draft = {"id": str(OTHER), "answers": {"story": {"value": "Déjà “vu” 😀 \ud83d"}}}
    raw = saved_by_phone(
        {
            "person": str(cast.sam.pk),
            "items": [{**item, "photos": [PICTURE_ID]}],
            "drafts": [{**draft, "photos": photos}],
            "pictures": {
                PICTURE_ID: base64.b64encode(PICTURE).decode(),
                LARGE_ID: base64.b64encode(LARGE).decode(),
            },
        }
    )

    entries = load_recovery(raw=raw, by=cast.ada).entries

    assert [(entry.what, entry.fate) for entry in entries] == [
        ("visit", "received"),
        ("photo", "received"),
        ("draft", "parked"),
        ("photo", "received"),
    ]
    assert Visit.objects.get(pk=VISIT).state == "received"
    assert Photo.objects.get(visit_id=OTHER).sha256 == LARGE_ID
    parked = IntakeBody.objects.get(kind="parked")
    assert json.loads(bytes(parked.body)) == {**draft, "photos": photos}
