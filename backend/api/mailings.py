"""What the signed-in person of a client is mailed."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router

from backend.accounts.models import Person
from backend.api.door import CLIENT, Door, person_of
from backend.api.schemas import Code, In, Out
from backend.delivery.choosing import USUAL_MARGIN, choose
from backend.delivery.models import Kind, Subscription
from backend.errors import invalid
from backend.fieldwork.models import Programme

router = Router()


class SubscriptionsIn(In):
    """All that is to be mailed, of one programme or of all; what is not named is switched off.

    `margin`: from how many points below target a visit is a low score, 0 for any.
    """

    digest: bool
    critical_miss: bool
    low_score: bool
    margin: Literal[0, 5, 10, 20] = 10
    programme: Code | None = None


class SubscriptionsOut(Out):
    """What is mailed."""

    digest: bool
    critical_miss: bool
    low_score: bool
    margin: int
    programme: str | None


@router.get("/me/subscriptions", response=SubscriptionsOut, auth=Door(*CLIENT))
def read_subscriptions(request: HttpRequest) -> dict[str, Any]:
    """What one is mailed; nothing before one chose."""
    return _shown(person_of(request))


@router.put("/me/subscriptions", response=SubscriptionsOut, auth=Door(*CLIENT))
def set_subscriptions(request: HttpRequest, body: SubscriptionsIn) -> dict[str, Any]:
    """Choose what to be mailed from now on."""
    person = person_of(request)
    programme = None
    if body.programme is not None:
        visible = Programme.objects.visible_to(person).filter(brand_id=person.brand_code)
        programme = visible.filter(pk=body.programme).first()
        if programme is None:
            raise invalid((("programme",), "unknown_programme", "There is no such programme."))
    kinds = [kind for kind in Kind if getattr(body, kind.value)]
    choose(person=person, kinds=kinds, programme=programme, margin=body.margin)
    return _shown(person)


def _shown(person: Person) -> dict[str, Any]:
    mine = {each.kind: each for each in Subscription.objects.filter(person=person)}
    low = mine.get(Kind.LOW_SCORE)
    return {
        **{kind.value: kind in mine for kind in Kind},
        "margin": low.margin if low else USUAL_MARGIN,
        "programme": next((each.programme_id for each in mine.values()), None),
    }
