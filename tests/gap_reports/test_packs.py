"""Packs: asked for, drawn, bound, stopped, gone on with, kept for a year."""

from __future__ import annotations

import pytest
from django.core import mail

from backend import files
from backend.accounts.mailing import wait_until_sent
from backend.audit.models import Event
from backend.errors import Invalid, WrongState
from backend.gap_reports import pack_items
from backend.gap_reports.issuing import issue_report
from backend.gap_reports.models import GapReport, Pack, PackItem
from backend.gap_reports.pack_drawing import draw_pack_now
from backend.gap_reports.pack_files import pack_key
from backend.gap_reports.pack_scope import estimate
from backend.gap_reports.packs import retry_pack, settle_packs, stop_pack
from backend.jobs.models import Job, JobState
from backend.jobs.worker import Worker
from tests.cast import NOW
from tests.gap_reports.packs import EVERYTHING, QUARTER, asked, drawn

pytestmark = pytest.mark.django_db


def test_pack_reuses_a_report_that_stands(filled):
    first = drawn(asked(filled, filled.cleo))
    second = drawn(asked(filled, filled.cleo))

    assert first.pk != second.pk
    assert GapReport.objects.count() == 2


def test_open_pack_is_answered_again_to_the_same_person_alone(filled):
    first = asked(filled, filled.cleo)

    assert asked(filled, filled.cleo).pk == first.pk
    assert asked(filled, filled.cleo, kind="pdf").pk != first.pk
    assert asked(filled, filled.ada).pk != first.pk
    assert Job.objects.filter(key__startswith="pack:").count() == 3


def test_pack_of_a_manager_stays_within_the_regions(filled):
    pack = drawn(asked(filled, filled.mona, leave_out_empty=False))

    assert [item.location_id for item in pack.items.all()] == ["L1", "L2"]
    assert pack.state == "done"


def test_pack_is_seen_by_its_maker_and_the_agency(filled):
    pack = asked(filled, filled.cleo)

    seen = {
        who: list(Pack.objects.visible_to(getattr(filled, who)))
        for who in ("cleo", "mona", "max", "oto", "ada", "sol", "rae", "sam")
    }

    assert {who for who, packs in seen.items() if packs == [pack]} == {"cleo", "ada", "sol", "rae"}
    assert all(packs == [] for who, packs in seen.items() if who in ("mona", "max", "oto", "sam"))


def test_pack_goes_out_of_sight_with_the_region(filled):
    pack = asked(filled, filled.mona)
    assert list(Pack.objects.visible_to(filled.mona)) == [pack]

    filled.mona.regions.update(region_code="porto")

    assert list(Pack.objects.visible_to(filled.mona)) == []


def test_pack_of_nothing_is_refused(cast):
    with pytest.raises(Invalid) as refused:
        asked(cast, cast.cleo)

    assert [(each.loc, each.code) for each in refused.value.errors] == [
        (("region",), "nothing_to_draw")
    ]
    assert (Pack.objects.count(), Job.objects.count()) == (0, 0)


def test_estimate_counts_before_anything_is_started(filled):
    asked_for = (filled.cleo, filled.programme, QUARTER, EVERYTHING)

    with_all = estimate(*asked_for, leave_out_empty=False)
    without = estimate(*asked_for, leave_out_empty=True)

    assert (with_all.reports, with_all.without_visits, with_all.size) == (3, 1, 450_000)
    assert (without.reports, without.without_visits, without.size) == (2, 1, 300_000)


def test_pack_without_any_report_has_failed(filled, monkeypatch):
    def broken(**more):
        raise KeyError

    monkeypatch.setattr(pack_items, "issue_report", broken)
    pack = drawn(asked(filled, filled.cleo))

    assert (pack.state, pack.problem) == ("failed", "None of the reports could be drawn.")
    assert not files.exists(pack_key(pack))


def test_work_begun_by_a_worker_that_died_is_finished_once(filled):
    pack = asked(filled, filled.cleo)
    Pack.objects.update(state="drawing", started_at=NOW, done=1)
    drawn_already = pack_items.draw_item(pack, "L1")
    PackItem.objects.filter(location="L1").update(
        state="done", report=drawn_already.report, size=drawn_already.size
    )
    PackItem.objects.filter(location="P1").update(state="drawing")
    (before,) = GapReport.objects.values_list("pk", "created_at")

    assert draw_pack_now(pack.pk, 1) == "done"
    assert draw_pack_now(pack.pk, 1) == "ended"

    assert GapReport.objects.filter(pk=before[0], created_at=before[1]).exists()
    assert GapReport.objects.count() == 2
    assert Event.objects.filter(verb="pack.done").count() == 1


def test_stopped_pack_draws_nothing_more_and_goes_on_when_asked(filled):
    pack = asked(filled, filled.cleo)
    stop_pack(pack=pack, by=filled.cleo)
    assert drawn(pack).state == "stopped"
    assert GapReport.objects.count() == 0
    with pytest.raises(WrongState):
        stop_pack(pack=pack, by=filled.cleo)

    retry_pack(pack=pack, by=filled.cleo)
    with pytest.raises(WrongState):
        retry_pack(pack=pack, by=filled.cleo)

    assert (drawn(pack).state, pack.round) == ("done", 2)
    with pytest.raises(WrongState):
        retry_pack(pack=pack, by=filled.cleo)


def test_stop_in_the_middle_ends_the_drawing(filled, monkeypatch):
    pack = asked(filled, filled.cleo)
    honest = issue_report

    def then_stop(**more):
        found = honest(**more)
        stop_pack(pack=pack, by=filled.cleo)
        return found

    monkeypatch.setattr(pack_items, "issue_report", then_stop)

    assert drawn(pack).state == "stopped"
    assert GapReport.objects.count() == 1
    assert not files.exists(pack_key(pack))
    assert set(pack.items.values_list("state", flat=True)) == {"waiting"}


def test_worker_of_an_earlier_round_changes_nothing(filled):
    pack = asked(filled, filled.cleo)
    stop_pack(pack=pack, by=filled.cleo)
    retry_pack(pack=pack, by=filled.cleo)

    assert draw_pack_now(pack.pk, 1) == "ended"

    pack.refresh_from_db()
    assert pack.state == "queued"


def test_pack_whose_job_was_given_up_is_settled_as_failed(filled):
    pack = asked(filled, filled.cleo)
    Job.objects.filter(key=f"pack:{pack.pk}:1").update(state=JobState.FAILED)

    (settled,) = settle_packs([pack])

    assert (settled.state, settled.problem) == (
        "failed",
        "The drawing was broken off again and again.",
    )
    assert asked(filled, filled.cleo).pk != pack.pk


def test_maker_gets_one_mail_with_a_link(filled, django_capture_on_commit_callbacks, settings):
    settings.PUBLIC_URL = "https://desk.example"
    pack = asked(filled, filled.cleo)

    with django_capture_on_commit_callbacks(execute=True):
        Worker().drain()
    wait_until_sent()

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["cleo@cast.example"], "Your pack is ready")
    assert f"https://desk.example/desk/packs/{pack.pk}/\n" in sent.body
    assert "2 reports, all drawn." in sent.body
