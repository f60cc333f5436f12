"""`manage.py load_recovery`: a table, and an exit code that says whether all came in."""

from __future__ import annotations

import io
import uuid

import pytest
from django.core.management import CommandError, call_command

from backend.accounts.models import Person
from backend.audit.models import Event
from tests.cast import assignment, person
from tests.visits.recovery_files import PICTURE_ID, recovery, sealed, written

pytestmark = pytest.mark.django_db
VISIT = uuid.UUID("0e7b5d5e-1d9b-4d7e-9a54-0d9c7f4a1b01")


@pytest.fixture
def run(tmp_path):
    """Runs the command on a content; what it printed and, if it failed, why."""

    def ran(content, *options):
        file = tmp_path / "unsent.json"
        file.write_bytes(content if isinstance(content, bytes) else written(content))
        out = io.StringIO()
        try:
            call_command("load_recovery", str(file), *options, stdout=out)
        except CommandError as failure:
            return out.getvalue(), str(failure)
        return out.getvalue(), None

    return ran


def test_table_names_everything_and_all_came_in(cast, run):
    printed, failure = run(recovery(cast.sam, items=[sealed(assignment(cast), VISIT)]))

    assert printed.splitlines() == [
        "From the phone of Sam <sam@cast.example>",
        "",
        f"visit  {VISIT}  revision 0        received",
        f"photo  {VISIT}  {PICTURE_ID[:16]}  received",
        "",
        "2 received, 0 known already, 0 parked, 0 refused",
    ]
    assert failure is None
    assert Event.objects.get(verb="recovery.loaded").actor == f"person:{cast.ada.pk}"


def test_refused_thing_fails_the_command_and_is_explained(cast, run):
    items = [sealed(assignment(cast), VISIT, sha256="0" * 64, photos=[])]

    printed, failure = run(recovery(cast.sam, items=items))

    assert printed.splitlines()[2].startswith(
        f"visit  {VISIT}  revision 0        refused:"
        " The answers were altered after the phone sealed them.; kept as number "
    )
    assert failure == "Something was refused; the file may be loaded again."


def test_file_that_is_none_fails_with_every_fault(cast, run):
    printed, failure = run(b'{"format": 1, "items": [0]}')

    assert printed == ""
    assert failure == (
        "This is no recovery file.\n"
        "  format: This must be a word.\n"
        "  person: This is needed.\n"
        "  items.0: This must be an object."
    )


def test_file_that_is_missing_or_too_large_fails(cast, run, settings, tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("load_recovery", str(tmp_path / "none.json"))

    settings.RECOVERY_MAX_BYTES = 10
    assert "has more than 10 bytes" in str(run(recovery(cast.sam))[1])


def test_person_who_loads_is_the_only_admin_or_the_named_one(cast, run):
    bea = person("bea", "system_admin")
    content = recovery(cast.sam)

    assert run(content)[1] == "Say who loads it: --as EMAIL of a system admin."
    assert run(content, "--as", "sol@cast.example")[1] == (
        "sol@cast.example is no active system admin."
    )
    assert run(content, "--as", "Bea@cast.example")[1] is None
    assert Event.objects.get(verb="recovery.loaded").actor == f"person:{bea.pk}"
    Person.objects.filter(pk=bea.pk).update(is_active=False)
    assert run(content)[1] is None
