"""The page on which somebody of the client chooses what they are mailed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from backend.accounts.models import Person
from backend.delivery.choosing import MARGINS, USUAL_MARGIN, choose
from backend.delivery.digest_mail import digest_letter
from backend.delivery.digesting import last_seven_days, zone_of
from backend.delivery.models import Kind, Mailing, MailState, Subscription
from backend.fieldwork.models import Programme
from backend.portal.door import CLIENT, page, person_of
from backend.portal.shell import shell
from reports import printed

_MOST_MAILS = 10
_CHIPS = {
    MailState.SENT: ("met", "✓"),
    MailState.UNSURE: ("watch", "◐"),
    MailState.GIVEN_UP: ("gap", "▲"),
}
_MARGINS = [
    (f"{points}", f"{points} points or more below target" if points else "anything below target")
    for points in MARGINS
]


class MailForm(forms.Form):
    """What to be mailed, and about which programme."""

    digest = forms.BooleanField(
        required=False,
        label="Weekly digest",
        help_text="On Monday morning, when there is something to tell: the score and its change,"
        " the largest gaps, new critical misses, actions due, reports nobody has opened.",
    )
    critical_miss = forms.BooleanField(
        required=False,
        label="Critical misses",
        help_text="Within minutes of the release of a visit in which a critical question failed.",
    )
    low_score = forms.BooleanField(
        required=False,
        label="Low scores",
        help_text="Within minutes of the release of a visit that scored far below target, or that"
        " did not reach the pass mark of its questionnaire.",
    )
    margin = forms.ChoiceField(
        required=False,
        label="What counts as a low score",
        choices=_MARGINS,
        initial=f"{USUAL_MARGIN}",
        error_messages={"invalid_choice": "Choose one of the four."},
    )
    programme = forms.ChoiceField(
        required=False,
        label="Programme",
        error_messages={"invalid_choice": "There is no such programme."},
    )

    def __init__(self, *args: Any, programmes: Iterable[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["programme"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # tells mypy its own type
        field.choices = [("", "All programmes"), *((one.pk, one.name) for one in programmes)]

    @property
    def kinds(self) -> list[Kind]:
        """What was switched on."""
        return [kind for kind in Kind if self.cleaned_data[kind.value]]


@dataclass(frozen=True)
class MailRow:
    """A mail that was laid down for the reader."""

    day: str
    what: str
    chip: str
    shape: str
    word: str


@page(*CLIENT, methods=("GET", "HEAD", "POST"))
def mail(request: HttpRequest) -> HttpResponse:
    """Choose; see what this week's digest says, and which mails came of it."""
    person = person_of(request)
    mine = list(Subscription.objects.filter(person=person).select_related("programme"))
    programmes = list(
        Programme.objects.visible_to(person).filter(brand_id=person.brand_code).order_by("name")
    )
    form = MailForm(initial=_chosen(mine), programmes=programmes)
    if request.method == "POST":
        form = MailForm(request.POST, programmes=programmes)
        if form.is_valid():
            choose(
                person=person,
                kinds=form.kinds,
                programme=next(
                    (one for one in programmes if one.pk == form.cleaned_data["programme"]), None
                ),
                margin=int(form.cleaned_data["margin"] or USUAL_MARGIN),
            )
            return redirect("/desk/mail/?saved=1")
    programme = mine[0].programme if mine else None
    letter = digest_letter(person, programme, last_seven_days(person))
    context = {
        **shell(request, "mail"),
        "form": form,
        "many_programmes": len(programmes) > 1,
        "saved": "saved" in request.GET and not form.is_bound,
        "letter": letter,
        "zone": zone_of(person).replace("_", " "),
        "mails": _mails(person),
    }
    return render(request, "portal/mail.html", context, status=422 if form.errors else 200)


def _chosen(mine: list[Subscription]) -> dict[str, Any]:
    """What the form shows before anything is changed."""
    shown: dict[str, Any] = {each.kind: True for each in mine}
    for each in mine:
        shown["programme"] = each.programme_id
        if each.kind == Kind.LOW_SCORE:
            shown["margin"] = f"{each.margin}"
    return shown


def _mails(person: Person) -> list[MailRow]:
    """The last mails, without those that had nothing to tell."""
    rows = Mailing.objects.filter(person=person).exclude(state=MailState.NEEDLESS)
    return [_row(each) for each in rows[:_MOST_MAILS]]


def _row(mailing: Mailing) -> MailRow:
    state = MailState(mailing.state)
    chip, shape = _CHIPS.get(state, ("none", "–"))
    week = int(mailing.week[-2:]) if mailing.week else 0
    return MailRow(
        day=printed.day(mailing.made_at.date().isoformat(), year=True),
        what=f"Weekly digest, week {week}" if week else "Alert",
        chip=chip,
        shape=shape,
        word=state.label,
    )
