"""What django-allauth asks us: who may enter, what a mail says, what is told of a person."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.adapter import DefaultHeadlessAdapter
from allauth.headless.base.response import RateLimitResponse
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import get_language_from_request

from backend.accounts.addresses import client_address
from backend.accounts.code_mail import code_mail
from backend.accounts.mailing import send_soon
from backend.accounts.models import Person
from backend.accounts.sign_in import check_credentials, record_sign_in
from backend.errors import BadCredentials, TooMany

_CODE_MAIL = "account/email/login_code"


class AccountAdapter(DefaultAccountAdapter):
    """Signing in only: people are added by the agency, and passwords are checked by us."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up here."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """The same check and the same count of tries as at the API and at the desk."""
        address = self.get_client_ip(request)
        email, password = credentials["email"], credentials["password"]
        try:
            return check_credentials(email=email, password=password, address=address)
        except BadCredentials:
            return None
        except TooMany:
            raise ImmediateHttpResponse(RateLimitResponse(request)) from None

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin the session, under a new key; the audit chain tells that and how."""
        person = cast(Person, user)
        how = get_authentication_records(request, person)[-1]["method"]
        super().login(request, person)
        record_sign_in(person=person, how=how)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Seen through our own proxies; the limits count by it."""
        return client_address(request.META)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The mail with a code: the only one there is."""
        if template_prefix != _CODE_MAIL:
            raise ValueError(f"there is no mail {template_prefix}")
        request = allauth_context.request
        subject, text = code_mail(
            code=context["code"],
            host=request.get_host(),
            minutes=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
            language=get_language_from_request(request)[:2],
        )
        # lower case is how addresses are kept: a look-alike letter must not reach another mailbox
        send_soon(to=email.lower(), subject=subject, text=text)


class HeadlessAdapter(DefaultHeadlessAdapter):
    """What the answers of the sign-in routes tell of a person."""

    def serialize_user(self, user: AbstractBaseUser) -> dict[str, Any]:
        """Id, e-mail and name; the rest is for `GET /me`."""
        person = cast(Person, user)
        return {"id": str(person.pk), "email": person.email, "display": person.name}
