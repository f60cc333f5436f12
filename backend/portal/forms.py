"""Forms of the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from backend.accounts.addresses import client_address
from backend.accounts.models import Person
from backend.accounts.sign_in import check_credentials
from backend.errors import BadCredentials, TooMany


class SignInForm(forms.Form):
    """E-mail and password, checked and counted exactly as the API does."""

    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label="Password",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        self._address = client_address(request.META) if request else ""
        self._person: Person | None = None
        self.retry_after: int | None = None
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Find the person; the refusal is shown on the form."""
        cleaned = super().clean() or {}
        if "email" in cleaned and "password" in cleaned:
            try:
                self._person = check_credentials(
                    email=cleaned["email"], password=cleaned["password"], address=self._address
                )
            except (BadCredentials, TooMany) as refusal:
                self.retry_after = refusal.retry_after
                raise forms.ValidationError(refusal.title, code=refusal.code) from None
        return cleaned

    def get_user(self) -> Person | None:
        """What Django's `LoginView` signs in."""
        return self._person
