"""People: what changes of a person lead to, and who may make them."""

import pytest

from backend.accounts.models import DeviceToken, Person, PersonRegion, Role, ShopperProfile
from tests.cast import Api, person
from tests.network.test_people import PASSWORD, ada, faults, sol

__all__ = ["ada", "sol"]  # fixtures


def test_deactivation_revokes_tokens_and_ends_the_session(cast, ada, client):
    phone = Api(cast.sam)
    client.force_login(cast.sam)

    answer = ada.patch(f"/people/{cast.sam.id}", {"active": False})
    back = ada.patch(f"/people/{cast.sam.id}", {"active": True})

    assert answer.json()["active"] is False
    assert back.json()["active"] is True
    assert phone.get("/me").status_code == 401  # a token once revoked stays so
    assert DeviceToken.objects.get(person=cast.sam).revoked_at is not None


def test_session_of_an_inactive_person_is_over(cast, ada, client):
    client.force_login(cast.sam)

    ada.patch(f"/people/{cast.sam.id}", {"active": False})

    assert client.get("/api/v1/me").status_code == 401


def test_password_set_by_somebody_else_revokes_tokens(cast, sol):
    phone = Api(cast.sam)

    answer = sol.patch(f"/people/{cast.sam.id}", {"password": PASSWORD})

    assert answer.status_code == 200
    assert phone.get("/me").status_code == 401
    cast.sam.refresh_from_db()
    assert cast.sam.check_password(PASSWORD)


def test_own_password_needs_the_present_one(cast):
    cast.sam.set_password(PASSWORD)
    cast.sam.save()
    sam = Api(cast.sam)
    path = f"/people/{cast.sam.id}"

    without = sam.patch(path, {"password": "another passphrase"})
    wrong = sam.patch(path, {"password": "another passphrase", "current_password": "x"})
    right = sam.patch(path, {"password": "another passphrase", "current_password": PASSWORD})

    assert (without.status_code, faults(without)) == (
        422,
        {(("current_password",), "wrong_password")},
    )
    assert wrong.status_code == 422
    assert right.status_code == 200
    assert "password" not in right.json()
    assert sam.get("/me").status_code == 200


def test_shopper_declares_position_conflicts_and_availability(cast):
    body: dict[str, object] = {
        "latitude": None,
        "longitude": None,
        "conflicts": ["rival"],
        "availability": {},
    }

    answer = Api(cast.sam).patch(f"/people/{cast.sam.id}", body)

    assert answer.status_code == 200
    assert {key: answer.json()[key] for key in body} == body


def test_shopper_may_not_change_what_decides_where_they_go(cast):
    body = {
        "household": "none",
        "qualifications": ["all"],
        "role": "system_admin",
        "brand": "harbour",
        "regions": [],
        "email": "x@cast.example",
        "active": True,
    }

    answer = Api(cast.sam).patch(f"/people/{cast.sam.id}", body)

    assert answer.status_code == 403
    assert faults(answer) == {((name,), "not_yours") for name in body}
    assert ShopperProfile.objects.get(person=cast.sam).household == "h-sam"
    assert Person.objects.get(pk=cast.sam.pk).role == Role.SHOPPER


def test_scheduler_changes_all_of_a_shopper_but_the_role(cast, sol):
    changed = sol.patch(f"/people/{cast.sam.id}", {"household": "h-sue", "active": False})
    raised = sol.patch(f"/people/{cast.sam.id}", {"role": "reviewer"})

    assert changed.status_code == 200
    assert changed.json()["household"] == "h-sue"
    assert raised.status_code == 403
    assert faults(raised) == {(("role",), "not_yours")}


def test_manager_may_not_widen_their_own_reach(cast):
    answer = Api(cast.mona).patch(f"/people/{cast.mona.id}", {"regions": ["porto"]})

    assert answer.status_code == 403
    assert list(PersonRegion.objects.filter(person=cast.mona).values_list("region_code")) == [
        ("lisbon",)
    ]


def test_role_change_needs_a_fitting_scope_and_revokes_tokens(cast, ada):
    phone = Api(cast.mona)

    unfit = ada.patch(f"/people/{cast.mona.id}", {"role": "reviewer"})
    fit = ada.patch(f"/people/{cast.mona.id}", {"role": "reviewer", "brand": None, "regions": []})

    assert unfit.status_code == 422
    assert faults(unfit) == {(("brand",), "not_for_role"), (("regions",), "not_for_role")}
    assert fit.status_code == 200
    assert (fit.json()["brand"], fit.json()["regions"]) == (None, [])
    assert phone.get("/me").status_code == 401


@pytest.mark.parametrize("change", [{"active": False}, {"role": "scheduler"}])
def test_last_system_admin_stays(cast, ada, change):
    answer = ada.patch(f"/people/{cast.ada.id}", change)

    assert answer.status_code == 409
    assert answer.json()["code"] == "last_system_admin"
    assert Person.objects.get(pk=cast.ada.pk).is_active


def test_system_admin_may_step_down_when_there_is_another(cast, ada):
    person("abe", Role.SYSTEM_ADMIN)

    answer = ada.patch(f"/people/{cast.ada.id}", {"role": "scheduler"})

    assert answer.status_code == 200
    assert not Person.objects.get(pk=cast.ada.pk).is_superuser
