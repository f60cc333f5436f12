"""The stock admin as a whole: who may open which page, and that none of them writes by itself."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from backend.accounts.models import DeviceToken, Person
from backend.audit.models import Event
from backend.fieldwork.models import Assignment, Programme, Wave
from backend.gap_reports.models import GapReport
from backend.jobs.models import Job
from backend.network.models import Brand, Location, Region
from backend.standards.models import Questionnaire, QuestionnaireVersion, StandardVersion
from backend.visits.models import (
    Correction,
    Flag,
    IntakeBody,
    Photo,
    Scorecard,
    Visit,
    VisitRevision,
)
from tests.cast import assignment

KEPT_BY_SCHEDULERS = {Brand, Region, Location, Person, StandardVersion, Programme, Wave}
CLOSED_TO_SCHEDULERS = {Event, DeviceToken, Job, IntakeBody}
TO_LOOK_AT = {
    Assignment,
    Correction,
    Flag,
    GapReport,
    Photo,
    Questionnaire,
    QuestionnaireVersion,
    Scorecard,
    Visit,
    VisitRevision,
}
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_model_of_the_admin_is_sorted_into_one_of_three():
    assert set(MODELS) == KEPT_BY_SCHEDULERS | CLOSED_TO_SCHEDULERS | TO_LOOK_AT


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_list_opens_searches_and_filters_for_a_system_admin(cast, client, model):
    assignment(cast)
    client.force_login(cast.ada)

    listed = client.get(url(model, "changelist"))
    searched = client.get(url(model, "changelist"), {"q": "harbour"})

    assert (listed.status_code, searched.status_code) == (200, 200)
    assert admin.site._registry[model].search_fields
    assert len(admin.site._registry[model].list_display) > 1


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_list_opens_to_a_scheduler_unless_it_is_closed(cast, client, model):
    client.force_login(cast.sol)

    answer = client.get(url(model, "changelist"))

    assert answer.status_code == (403 if model in CLOSED_TO_SCHEDULERS else 200)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_only_master_data_can_be_added(cast, client, model):
    for who in (cast.ada, cast.sol):
        client.force_login(who)
        answer = client.get(url(model, "add"))

        assert answer.status_code == (200 if model in KEPT_BY_SCHEDULERS else 403)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_row_opens_and_is_never_deleted(cast, client, model):
    assignment(cast)
    client.force_login(cast.ada)
    row = model._default_manager.first()
    if row is None:
        assert model in TO_LOOK_AT | CLOSED_TO_SCHEDULERS
        return

    shown = client.get(url(model, "change", row.pk))
    deleted = client.post(url(model, "delete", row.pk), {"post": "yes"})

    assert shown.status_code == 200
    assert deleted.status_code == 403
    assert model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", sorted(TO_LOOK_AT, key=str), ids=lambda model: model.__name__)
def test_what_is_to_look_at_takes_no_change(cast, client, model):
    assignment(cast)
    client.force_login(cast.ada)
    row = model._default_manager.first()
    if row is None:
        return

    answer = client.post(url(model, "change", row.pk), {})

    assert answer.status_code == 403


@pytest.mark.parametrize("who", ["sam", "rae", "mona", "cleo"])
def test_admin_is_closed_to_other_roles(cast, client, who):
    client.force_login(getattr(cast, who))

    answer = client.get("/admin/network/brand/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


def test_admin_writes_no_names_into_a_log_of_its_own(cast, client):
    client.force_login(cast.ada)

    client.post(url(Brand, "change", "harbour"), {"name": "Harbour Coffee House", "kind": "own"})

    event = Event.objects.latest("id")
    assert Brand.objects.get(pk="harbour").name == "Harbour Coffee House"
    assert (event.actor, event.verb, event.subject) == (
        f"person:{cast.ada.pk}",
        "brand.changed",
        "brand:harbour",
    )
    assert not LogEntry.objects.exists()


def test_history_of_a_row_is_its_audit_events(cast, client):
    client.force_login(cast.ada)

    answer = client.get(url(Brand, "history", "harbour"), follow=True)

    assert answer.redirect_chain == [("/admin/audit/event/?q=brand%3Aharbour", 302)]
    assert answer.status_code == 200


def test_scheduler_may_ask_for_a_history_and_is_not_led_astray(cast, client):
    client.force_login(cast.sol)

    assert client.get(url(Brand, "history", "harbour")).status_code == 200
