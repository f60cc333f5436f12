"""A mail leaves once: through refusals, broken lines, crashes and two workers."""

from __future__ import annotations

import smtplib
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.db import connections

from backend import clock
from backend.delivery import sending, writing
from backend.delivery.alerting import note_alerts
from backend.delivery.choosing import choose
from backend.delivery.models import Kind, Mailing
from backend.delivery.sending import MOST_TRIES, pause_after, send_waiting
from backend.delivery.tasks import deliver
from backend.jobs.models import Job
from backend.jobs.recurring import Recurring
from backend.jobs.worker import Worker
from tests.cast import NOW, Cast
from tests.gap_reports.released import released

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(cast):
    """An alert for mona that waits to be sent."""
    choose(person=cast.mona, kinds=[Kind.CRITICAL_MISS])
    released(cast, charged_right={"value": "no", "comment": "1.60."})
    note_alerts()
    return Mailing.objects.get()


class Post(locmem.EmailBackend):
    """A mail server with a mood: what `trouble` says happens at opening or sending."""

    opening: BaseException | None = None
    sending: BaseException | None = None
    after: BaseException | None = None

    def open(self):
        """Connect."""
        if Post.opening:
            raise Post.opening
        return True

    def send_messages(self, messages):
        """Take the mail, or not."""
        if Post.sending:
            raise Post.sending
        taken = super().send_messages(messages)
        if Post.after:
            raise Post.after
        return taken


@pytest.fixture
def post(settings):
    """The mail server of the settings, in a good mood."""
    settings.EMAIL_BACKEND = f"{__name__}.Post"
    Post.opening = Post.sending = Post.after = None
    return Post


def state() -> tuple[str, int]:
    """Where the only mail stands, and how often it was tried."""
    row = Mailing.objects.get()
    return row.state, row.tries


def test_mail_leaves_once(waiting, post):
    assert (send_waiting(), send_waiting(), state(), len(mail.outbox)) == (1, 0, ("sent", 1), 1)
    assert Mailing.objects.get().sent_at == NOW


def test_unreachable_server_is_tried_at_the_next_run_and_counts_for_nothing(waiting, post, caplog):
    post.opening = ConnectionRefusedError("mona@cast.example")
    first, after_first = send_waiting(), state()
    post.opening = None

    assert (first, after_first) == (0, ("waiting", 0))
    assert (send_waiting(), state()) == (1, ("sent", 1))
    assert [record.getMessage() for record in caplog.records] == [
        "the mail server cannot be reached: ConnectionRefusedError"
    ]


@pytest.mark.parametrize(
    "problem",
    [
        smtplib.SMTPDataError(451, b"later"),
        smtplib.SMTPRecipientsRefused({"mona@cast.example": (450, b"busy")}),
        smtplib.SMTPSenderRefused(550, b"no", "notes@localhost"),
    ],
)
def test_refused_mail_is_tried_again_later(waiting, post, problem):
    post.sending = problem
    send_waiting()
    after_first = state()
    post.sending = None
    at_once = send_waiting()

    with clock.frozen_at(NOW + timedelta(minutes=1)):
        later = send_waiting()

    assert (after_first, at_once, later, state()) == (("waiting", 1), 0, 1, ("sent", 2))


def test_mail_refused_every_time_is_given_up(waiting, post):
    post.sending = smtplib.SMTPDataError(554, b"no")
    moment = NOW
    for tries in range(1, MOST_TRIES + 2):
        with clock.frozen_at(moment):
            send_waiting()
        moment += pause_after(tries)

    assert state() == ("given_up", MOST_TRIES)


def test_mail_that_cannot_be_written_holds_up_no_other(cast, waiting, post, monkeypatch, caplog):
    choose(person=cast.cleo, kinds=[Kind.CRITICAL_MISS])
    released(cast, cast.l2, charged_right={"value": "no", "comment": "1.60."})
    with clock.frozen_at(NOW + timedelta(minutes=2)):
        note_alerts()

    def write(mailing):
        if mailing.pk == waiting.pk:
            raise ValueError("mona@cast.example")
        return writing.write(mailing)

    monkeypatch.setattr(sending, "write", write)
    moment = NOW + timedelta(minutes=2)
    with clock.frozen_at(moment):
        send_waiting()
    first = {one.to[0] for one in mail.outbox}
    for tries in range(1, MOST_TRIES + 1):
        moment += pause_after(tries)
        with clock.frozen_at(moment):
            send_waiting()
    waiting.refresh_from_db()

    assert "cleo@cast.example" in first
    assert (waiting.state, waiting.tries) == ("given_up", MOST_TRIES)
    assert {record.getMessage() for record in caplog.records} == {
        f"a mail could not be written (ValueError), try {tries}"
        for tries in range(1, MOST_TRIES + 1)
    }


@pytest.mark.parametrize("problem", [smtplib.SMTPServerDisconnected("gone"), TimeoutError()])
def test_line_that_breaks_after_the_mail_was_taken_sends_it_once(waiting, post, problem):
    post.after = problem
    send_waiting()
    post.after = None

    assert (send_waiting(), state(), len(mail.outbox)) == (0, ("unsure", 1), 1)


@pytest.mark.parametrize("when", ["before", "after"])
def test_crash_around_the_handing_over_never_sends_twice(waiting, post, monkeypatch, when):
    """Killed between claim and server, or between server and note."""
    setattr(post, {"before": "sending", "after": "after"}[when], KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        send_waiting()
    post.sending = post.after = None
    soon = send_waiting()
    in_hand = state()
    Mailing.objects.update(claimed_at=clock.machine_now() - timedelta(minutes=11))

    assert (soon, in_hand) == (0, ("sending", 1))
    assert (send_waiting(), state()) == (0, ("unsure", 1))
    assert len(mail.outbox) == (when == "after")


def test_crash_before_the_claim_loses_nothing(waiting, post, monkeypatch):
    def crash(mailing):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sending, "write", crash)
        with pytest.raises(KeyboardInterrupt):
            send_waiting()

    assert (send_waiting(), state()) == (1, ("sent", 1))


def test_job_that_dies_is_done_by_the_next_worker(waiting, post):
    schedule = [Recurring("backend.delivery.tasks.deliver", every=timedelta(minutes=1))]
    post.opening = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        Worker(schedule=schedule).drain()
    post.opening = None

    Worker(schedule=schedule).drain()

    assert (state(), len(mail.outbox), Job.objects.get().state) == (("sent", 1), 1, "done")


def test_mail_file_is_a_mail_that_left(waiting, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")

    assert (send_waiting(), len(list((tmp_path / "mail").iterdir()))) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once():
    cast = Cast()
    choose(person=cast.mona, kinds=[Kind.CRITICAL_MISS])
    choose(person=cast.cleo, kinds=[Kind.CRITICAL_MISS])
    released(cast, charged_right={"value": "no", "comment": "1.60."})
    start = threading.Barrier(4)
    left = []

    def work():
        try:
            with clock.frozen_at(NOW):
                start.wait()
                left.append(deliver.call())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (sum(left), len(left), sorted(message.to[0] for message in mail.outbox)) == (
        2,
        4,
        ["cleo@cast.example", "mona@cast.example"],
    )
