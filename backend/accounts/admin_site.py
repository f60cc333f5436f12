"""The stock admin as one site: how one signs in to it and changes one's own password."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse_lazy

from backend.accounts.addresses import client_address
from backend.accounts.models import Person
from backend.accounts.sign_in import check_credentials, record_sign_in
from backend.audit import chain
from backend.errors import BadCredentials, TooMany


class AdminSignIn(AdminAuthenticationForm):
    """The same check as everywhere, with its limit on tries."""

    def clean(self) -> dict[str, Any]:
        """The person of these credentials, when they may use the admin."""
        email, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not email or not password:
            return self.cleaned_data
        address = client_address(self.request.META) if self.request else ""
        try:
            self.user_cache = check_credentials(email=email, password=password, address=address)
        except BadCredentials:
            raise self.get_invalid_login_error() from None
        except TooMany as refusal:
            raise ValidationError(refusal.detail) from None
        self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data


class OwnPasswordForm(AdminPasswordChangeForm):
    """One's own password, with the present one; the audit chain tells that it was changed."""

    @transaction.atomic
    def save(self, commit: bool = True) -> Person:
        """Set the password; other sessions of the person end with it."""
        person: Person = super().save(commit)
        data = {"fields": ["password"]}
        chain.record(actor=person, verb="person.changed", subject=person, data=data)
        return person


class PlainclothesAdminSite(admin.AdminSite):
    """Django's own admin, for those who keep the master data."""

    site_header = "Plainclothes"
    site_title = "Plainclothes"
    index_title = "Master data"
    login_form = AdminSignIn

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """As Django's; the audit chain tells of it."""
        response = super().login(request, extra_context)
        if request.method == "POST" and response.status_code == 302:
            record_sign_in(person=cast(Person, request.user), how="password")
        return response

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """As Django's, with a form that is audited."""
        view = PasswordChangeView.as_view(
            form_class=OwnPasswordForm,
            success_url=reverse_lazy("admin:password_change_done"),
            template_name="registration/password_change_form.html",
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        return cast(TemplateResponse, view(request))
