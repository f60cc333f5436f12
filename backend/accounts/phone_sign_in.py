"""The sign-in routes of the phone form: django-allauth's own, with our bounds around them."""

from __future__ import annotations

import json
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.account import views
from allauth.headless.base.response import ConflictResponse, RateLimitResponse
from allauth.headless.internal.restkit.inputs import Input
from allauth.headless.internal.restkit.response import ErrorResponse
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase

from backend.accounts.addresses import client_address
from backend.accounts.sign_in import TRIES_PER_SECONDS, count_code, count_try
from backend.errors import TooMany

_MOST_BYTES = 4096
_TOO_MANY = "too_many_login_attempts"


class _Bounded:
    """Small bodies of clean text only, and an answer to too many tries that says when."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As allauth's; 413 before a byte is read."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > _MOST_BYTES:
            return HttpResponse(status=413)
        response: HttpResponseBase
        try:
            response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except ImmediateHttpResponse as stop:
            response = stop.response
        if response.status_code == 429:
            response["Retry-After"] = str(TRIES_PER_SECONDS)
        return response

    def _parse_json(self, request: HttpRequest) -> Any:
        try:
            data = super()._parse_json(request)  # type: ignore[misc]
            json.dumps(data, ensure_ascii=False).encode()
        # a lone surrogate would break hashing and database alike
        except (UnicodeEncodeError, RecursionError):
            raise ImmediateHttpResponse(HttpResponseBadRequest()) from None
        return data


class PasswordView(_Bounded, views.LoginView):
    """Sign in by e-mail and password."""


class RequestCodeView(_Bounded, views.RequestLoginCodeView):
    """Ask for a code by e-mail; the answer is the same for unknown people."""

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """409 for somebody signed in, as for a password: allauth would mail a code that it then
        does not take."""
        if request.user.is_authenticated:
            return ConflictResponse(request)
        response: HttpResponseBase = super().handle(request, *args, **kwargs)
        return response

    def handle_input(self, data: Any) -> ErrorResponse | None:
        """Count first, for this address alone; allauth bounds what one mailbox gets from all."""
        email = str((data or {}).get("email"))
        try:
            count_code(email=email, address=client_address(self.request.META))
        except TooMany:
            raise ImmediateHttpResponse(RateLimitResponse(self.request)) from None
        response: ErrorResponse | None = super().handle_input(data)
        return response

    def handle_invalid_input(self, input: Input) -> ErrorResponse:  # noqa: A002
        """As allauth's, but too many is 429 here as everywhere."""
        codes = {error.code for errors in input.errors.as_data().values() for error in errors}
        if _TOO_MANY in codes:
            raise ImmediateHttpResponse(RateLimitResponse(self.request))
        return super().handle_invalid_input(input)


class ConfirmCodeView(_Bounded, views.ConfirmLoginCodeView):
    """Sign in by the code."""

    def handle_input(self, data: Any) -> ErrorResponse | None:
        """Count the try first: three a code are counted in the session, which calls at one
        time could all read before one writes."""
        email = str(self.process.state.get("email"))
        try:
            count_try(email=email, address=client_address(self.request.META))
        except TooMany:
            raise ImmediateHttpResponse(RateLimitResponse(self.request)) from None
        return super().handle_input(data)


class SessionView(_Bounded, views.SessionView):
    """Who is signed in here; signing out."""
