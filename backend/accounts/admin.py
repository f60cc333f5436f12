"""Signing in to the stock admin, and the device tokens; people stand in `network.admin_people`,
for their scopes are brands and regions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from backend.accounts.models import DeviceToken
from backend.accounts.sign_in import check_credentials
from backend.accounts.tokens import revoke_token
from backend.audit.admin_bases import ReadOnlyAdmin
from backend.errors import BadCredentials, TooMany


class AdminSignIn(AdminAuthenticationForm):
    """The same check as everywhere, with its limit on tries."""

    def clean(self) -> dict[str, Any]:
        """The person of these credentials, when they may use the admin."""
        email, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not email or not password:
            return self.cleaned_data
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        try:
            self.user_cache = check_credentials(email=email, password=password, address=address)
        except BadCredentials:
            raise self.get_invalid_login_error() from None
        except TooMany as refusal:
            raise ValidationError(refusal.detail) from None
        self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data


admin.site.login_form = AdminSignIn
admin.site.site_header = "Plainclothes"
admin.site.site_title = "Plainclothes"
admin.site.index_title = "Master data"
admin.site.unregister(Group)  # what a person may do follows from the role alone


@admin.register(DeviceToken)
class DeviceTokenAdmin(ReadOnlyAdmin):
    """Signed-in devices; system admins may revoke them."""

    schedulers = "no"
    actions = ("revoke",)
    fields = ("person", "device", "created_at", "revoked_at")
    list_display = ("device", "person", "created_at", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    list_select_related = ("person",)
    search_fields = ("device", "person__name", "person__email")

    @admin.action(description="Revoke the selected tokens")
    def revoke(self, request: HttpRequest, tokens: QuerySet[DeviceToken]) -> None:
        """Make the tokens useless at once."""
        for token in tokens:
            revoke_token(token=token, by=request.user)  # type: ignore[arg-type]
        self.message_user(request, "The devices have to sign in again.", messages.SUCCESS)
