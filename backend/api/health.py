"""Is the server alive, and can it do its work? For load balancers and people; no sign-in."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked, so that a slow database restarts nobody."""
    return JsonResponse({"status": "live"}, headers={"Cache-Control": "no-store"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and the media folder takes a file, else 503; says which."""
    checks = {"database": _holds(_ask_database), "media": _holds(_write_media)}
    sound = all(checks.values())
    return JsonResponse(
        {
            "status": "ready" if sound else "not_ready",
            "checks": {name: "ok" if fine else "failed" for name, fine in checks.items()},
        },
        status=200 if sound else 503,
        headers={"Cache-Control": "no-store"} | ({} if sound else {"Retry-After": "5"}),
    )


def _holds(check: Callable[[], None]) -> bool:
    try:
        check()
    except (DatabaseError, OSError) as problem:
        # the reason may name paths and hosts: it is for the log, not for the caller
        logger.warning("not ready: %s: %s", getattr(check, "__name__", ""), problem)
        return False
    return True


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM django_migrations")
        cursor.fetchone()


def _write_media() -> None:
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(prefix=".ready-", dir=settings.MEDIA_ROOT) as file:
        file.write(b"ready")
        file.flush()
