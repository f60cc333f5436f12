"""Background work of delivery; the schedule in `config` says how often."""

from __future__ import annotations

from django_tasks import task

from backend.delivery.alerting import note_alerts
from backend.delivery.digesting import note_digests
from backend.delivery.sending import send_waiting


@task()
def deliver() -> int:
    """Lay down what there is to tell and send what waits; returns how many mails left."""
    note_alerts()
    note_digests()
    return send_waiting()
