"""Who is asking, and may they: sign-in, role and object are settled before a body is read.

The order is part of the contract: 401, then 403 for a role that may never, then 404 for what
is not visible, and only then the body (422) and the state of things (409).

A call may say in `X-Person` whose work it carries; it is 401 when somebody else is signed in. So
a phone that two people share can never send the work of one under the name of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import models
from django.http import HttpRequest
from django.urls import ResolverMatch
from ninja.security import HttpBearer
from ninja.utils import check_csrf

from backend.accounts.models import Person, Role
from backend.accounts.tokens import person_of_token
from backend.errors import CsrfFailed, Forbidden, NotFound, OtherPerson, Unauthenticated

Found = TypeVar("Found", bound=models.Model)
Finder = Callable[[Person, Mapping[str, Any]], models.Model]

EVERYBODY = tuple(Role)
AGENCY = (Role.SCHEDULER, Role.REVIEWER, Role.SYSTEM_ADMIN)
SETTERS_UP = (Role.SCHEDULER, Role.SYSTEM_ADMIN)
CLIENT = (Role.MANAGER, Role.CLIENT_ADMIN)
_MOST_KEY_LETTERS = 60


class Door(HttpBearer):
    """Opens a route to some roles; with `find`, only to those who may see the object."""

    def __init__(self, *roles: Role, find: Finder | None = None) -> None:
        super().__init__()
        self.roles = frozenset(roles)
        self.find = find

    def __call__(self, request: HttpRequest) -> Person:
        """The signed-in person; raises the refusal that comes first."""
        person = _signed_in(request)
        if person.role not in self.roles:
            raise Forbidden
        if self.find is not None:
            match = cast(ResolverMatch, request.resolver_match)
            request.found = self.find(person, match.kwargs)  # type: ignore[attr-defined]
        return person

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """Required by the base class; `__call__` does not use it."""
        return person_of_token(token)


def one(model: type[models.Model], parameter: str, *related: str) -> Finder:
    """Find the row whose key stands in the path, among those the person may see.

    A key that cannot exist (no UUID, control characters) is not found like any other.
    """

    def find(person: Person, path: Mapping[str, Any]) -> models.Model:
        key = _key(model, str(path[parameter]))
        rows = cast(Any, model).objects.visible_to(person)
        if related:  # without names, Django would follow every foreign key there is
            rows = rows.select_related(*related)
        row = rows.filter(pk=key).first()
        if row is None:
            raise NotFound
        return cast(models.Model, row)

    return find


def person_of(request: HttpRequest) -> Person:
    """Who is asking; only within a route that has a `Door`."""
    return cast(Person, request.auth)  # type: ignore[attr-defined]


def found(request: HttpRequest, model: type[Found]) -> Found:
    """The object that the route's `Door` found."""
    row = request.found  # type: ignore[attr-defined]
    if not isinstance(row, model):
        raise TypeError(f"this route finds no {model.__name__}")
    return row


def _signed_in(request: HttpRequest) -> Person:
    header = request.headers.get("Authorization", "")
    if header:
        scheme, _, token = header.partition(" ")
        person = person_of_token(token.strip()) if scheme.lower() == "bearer" else None
        if person is None:
            raise Unauthenticated
        _require_same(request, person)
        return person
    user = request.user
    if not isinstance(user, Person) or not user.is_active:
        raise Unauthenticated
    _require_same(request, user)
    if check_csrf(request) is not None:
        raise CsrfFailed
    return user


def _require_same(request: HttpRequest, person: Person) -> None:
    """Before the CSRF token, which changes with every sign-in: that somebody else came in
    between is what the phone has to be told."""
    named = request.headers.get("X-Person")
    if named is not None and named.strip().lower() != str(person.pk):
        raise OtherPerson


def _key(model: type[models.Model], text: str) -> Any:
    if not text.isprintable() or not text or len(text) > _MOST_KEY_LETTERS:
        raise NotFound
    if isinstance(model._meta.pk, models.UUIDField):
        try:
            return UUID(text)
        except ValueError:
            raise NotFound from None
    return text
