"""Signing devices in and out, and who am I."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import StringConstraints

from backend.accounts.addresses import client_address
from backend.accounts.models import DeviceToken, Person, Role, ShopperProfile
from backend.accounts.sign_in import check_credentials
from backend.accounts.tokens import issue_token, revoke_token, token_of_secret
from backend.api.door import EVERYBODY, Door, found, one, person_of
from backend.api.lists import PageQuery, page
from backend.api.schemas import Id, In, Moment, Out, refusals
from backend.errors import NotFound

router = Router()


class TokenIn(In):
    """E-mail, password, and a name for the device."""

    email: Annotated[str, StringConstraints(min_length=3, max_length=254)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    device: Annotated[str, StringConstraints(min_length=1, max_length=120)]


class MeOut(Out):
    """The signed-in person; of shoppers also where they set out from, or null."""

    id: UUID
    email: str
    name: str
    role: str
    brand: str | None
    regions: list[str]
    latitude: float | None = None
    longitude: float | None = None


class TokenOut(Out):
    """A new token; the secret is shown this once."""

    token: str
    user: MeOut


@router.post(
    "/tokens",
    response={201: TokenOut, **refusals(401, 429)},
    exclude_unset=True,
    auth=None,
)
def create_token(request: HttpRequest, body: TokenIn) -> Status[dict[str, object]]:
    """Exchange e-mail and password for a bearer token."""
    address = client_address(request.META)
    person = check_credentials(email=body.email, password=body.password, address=address)
    _, secret = issue_token(person=person, device=body.device)
    return Status(201, {"token": secret, "user": me_of(person)})


@router.delete("/tokens/current", response={204: None}, auth=Door(*EVERYBODY))
def revoke_current_token(request: HttpRequest) -> Status[None]:
    """Revoke the token this call is made with."""
    token = token_of_secret(_secret(request))
    if token is None:
        raise NotFound("This session has no token.")
    revoke_token(token=token, by=person_of(request))
    return Status(204, None)


class DeviceOut(Out):
    """A device that is or was signed in; `current` is the one that asks."""

    id: UUID
    person: UUID
    device: str
    created_at: Moment
    revoked_at: Moment | None
    current: bool


class DevicePage(Out):
    """Devices, the newest first."""

    items: list[DeviceOut]
    next: str | None


class DeviceQuery(PageQuery):
    """Filters of devices."""

    person: Id | None = None


@router.get("/tokens", response=DevicePage, auth=Door(*EVERYBODY))
def list_tokens(request: HttpRequest, query: Query[DeviceQuery]) -> dict[str, Any]:
    """The tokens of one's devices; a system admin sees everybody's."""
    rows = DeviceToken.objects.visible_to(person_of(request))
    if query.person:
        rows = rows.filter(person=query.person)
    present = token_of_secret(_secret(request))
    return page(rows, query, ["-created_at", "id"], lambda token: _device(token, present))


@router.delete(
    "/tokens/{id}",
    response={204: None},
    auth=Door(*EVERYBODY, find=one(DeviceToken, "id")),
)
def revoke_one_token(request: HttpRequest, id: UUID) -> Status[None]:  # noqa: A002
    """Revoke a token; a second call changes nothing."""
    revoke_token(token=found(request, DeviceToken), by=person_of(request))
    return Status(204, None)


@router.get("/me", response=MeOut, exclude_unset=True, auth=Door(*EVERYBODY))
def read_me(request: HttpRequest) -> dict[str, object]:
    """The signed-in person."""
    return me_of(person_of(request))


def me_of(person: Person) -> dict[str, object]:
    """A person as they see themselves."""
    shown: dict[str, object] = {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "brand": person.brand_code or None,
        "regions": [region.region_code for region in person.regions.all()],
    }
    if person.role == Role.SHOPPER:
        home = ShopperProfile.objects.filter(person=person).first()
        shown["latitude"] = None if home is None else home.latitude
        shown["longitude"] = None if home is None else home.longitude
    return shown


def _device(token: DeviceToken, present: DeviceToken | None) -> dict[str, object]:
    return {
        "id": token.id,
        "person": token.person_id,
        "device": token.device,
        "created_at": token.created_at,
        "revoked_at": token.revoked_at,
        "current": token == present,
    }


def _secret(request: HttpRequest) -> str:
    return request.headers.get("Authorization", "").partition(" ")[2].strip()
