"""The register: versions by day, one brand a code, history as it was."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from backend.audit.models import Event
from backend.errors import AlreadyExists, DatesTaken, Invalid
from backend.standards.models import StandardVersion
from backend.standards.register import current_of, enter_standard, in_force
from tests.standards.forms import WELCOME

FIELDS = {
    **{key: value for key, value in WELCOME.items() if key != "code"},
    "unit": "",
    "direction": "higher",
    "target_percent": Decimal("92.5"),
}


def enter(cast, code="WELCOME", brand="harbour", day=date(2026, 1, 1), **changes):
    """A version of a standard, entered by the scheduler."""
    fields: Any = {**FIELDS, **changes}
    return enter_standard(code=code, brand=brand, effective_from=day, fields=fields, by=cast.sol)


def faults(refusal):
    return [(fault.loc, fault.code) for fault in refusal.value.errors]


def test_enter_standard_keeps_what_was_said(cast):
    version = enter(cast)

    version.refresh_from_db()
    assert (version.code, version.brand_id) == ("WELCOME", "harbour")
    assert version.effective_from == date(2026, 1, 1)
    assert {key: getattr(version, key) for key in FIELDS} == FIELDS
    event = Event.objects.get()
    assert (event.verb, event.data) == (
        "standard.entered",
        '{"brand":"harbour","code":"WELCOME"}',
    )


def test_enter_standard_again_from_a_later_day_leaves_the_first_version(cast):
    first = enter(cast)

    second = enter(cast, day=date(2026, 9, 1), target_percent=Decimal(95))

    first.refresh_from_db()
    assert (first.target_percent, second.target_percent) == (Decimal("92.5"), Decimal(95))
    assert StandardVersion.objects.filter(code="WELCOME").count() == 2


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2025, 12, 31)])
def test_enter_standard_never_rewrites_history(cast, day):
    enter(cast)

    with pytest.raises(DatesTaken) as refusal:
        enter(cast, day=day)

    assert faults(refusal) == [(("effective_from",), "dates_taken")]
    assert StandardVersion.objects.filter(code="WELCOME").count() == 1
    assert Event.objects.count() == 1


def test_enter_standard_names_every_fault_at_once(cast):
    with pytest.raises(Invalid) as refusal:
        enter(cast, brand="nobody", behaviours=["respect", "respect"], trust=["honesty"] * 3)

    assert faults(refusal) == [
        (("brand",), "unknown_brand"),
        (("behaviours", 1), "duplicate_code"),
        (("trust", 1), "duplicate_code"),
        (("trust", 2), "duplicate_code"),
    ]
    assert not StandardVersion.objects.filter(code="WELCOME").exists()


def test_enter_standard_stays_with_its_brand(cast):
    enter(cast)

    with pytest.raises(Invalid) as refusal:
        enter(cast, brand="summit", day=date(2027, 1, 1))

    assert faults(refusal) == [(("brand",), "other_brand")]


def test_enter_standard_takes_no_code_that_differs_in_case_alone(cast):
    enter(cast)

    with pytest.raises(AlreadyExists) as refusal:
        enter(cast, code="Welcome", brand="summit")

    assert faults(refusal) == [(("code",), "already_exists")]


@pytest.mark.parametrize(
    ("day", "target"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), Decimal("92.5")),
        (date(2026, 5, 31), Decimal("92.5")),
        (date(2026, 6, 1), Decimal(95)),
        (date(2026, 12, 31), Decimal(95)),
    ],
)
def test_in_force_is_the_newest_version_that_has_begun(cast, day, target):
    enter(cast)
    enter(cast, day=date(2026, 6, 1), target_percent=Decimal(95))

    found = in_force(["WELCOME", "NOTHING"], day)

    assert {code: row.target_percent for code, row in found.items()} == (
        {} if target is None else {"WELCOME": target}
    )


def test_in_force_takes_one_query(cast, django_assert_num_queries):
    enter(cast)

    with django_assert_num_queries(1):
        in_force(["WELCOME", "NOTHING"], date.max)


def test_current_of_is_the_first_to_come_when_none_has_begun():
    later = StandardVersion(code="X", effective_from=date(2027, 1, 1))
    sooner = StandardVersion(code="X", effective_from=date(2026, 10, 1))

    assert current_of([later, sooner], date(2026, 8, 14)) is sooner
    assert current_of([], date(2026, 8, 14)) is None


def test_register_opens_to_client_staff_of_the_brand_alone(cast):
    enter(cast)
    enter(cast, code="SUMMIT-WELCOME", brand="summit")
    codes = {
        who.name: "SUMMIT-WELCOME"
        in StandardVersion.objects.visible_to(who).values_list("code", flat=True)
        for who in (cast.sol, cast.rae, cast.ada, cast.cleo, cast.mona, cast.oto, cast.sam)
    }

    assert codes == {
        "Sol": True, "Rae": True, "Ada": True, "Cleo": False, "Mona": False, "Oto": True,
        "Sam": False,
    }  # fmt: skip
