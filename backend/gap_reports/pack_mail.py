"""The mail that says that a pack is there; its link asks for a sign-in."""

from __future__ import annotations

from django.conf import settings

from backend.accounts.mailing import send_soon
from backend.gap_reports.models import Pack
from reports import printed

_ENDINGS = {
    Pack.State.DONE: "Your pack is ready",
    Pack.State.FAILED: "Your pack could not be made",
}


def tell_maker(pack: Pack, problems: int) -> None:
    """Mail whoever asked for the pack that it came to its end, and where it is."""
    when = printed.months_or_days(pack.starts.isoformat(), pack.ends.isoformat())
    ending = _ENDINGS[Pack.State(pack.state)]
    lines = [
        f"{ending}: gap reports of {pack.scope}, {when}.",
        _counted(pack, problems),
        "",
        f"{settings.PUBLIC_URL}/desk/packs/{pack.pk}/",
        "",
        "The link asks you to sign in. You get this mail because you asked for the pack.",
    ]
    send_soon(to=pack.created_by.email, subject=ending, text="\n".join(lines) + "\n")


def _counted(pack: Pack, problems: int) -> str:
    many = printed.things(pack.total, "report")
    if not problems:
        return f"{many}, all drawn.".replace(printed.NBSP, " ")
    return f"{many}, {problems} with a problem: the page says which.".replace(printed.NBSP, " ")
