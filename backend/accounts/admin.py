"""Device tokens in the stock admin; people stand in `network.admin_people`, for their scopes are
brands and regions."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest

from backend.accounts.models import DeviceToken
from backend.accounts.tokens import revoke_token
from backend.audit.admin_bases import ReadOnlyAdmin

admin.site.unregister(Group)  # what a person may do follows from the role alone
# a second address there would open a second door to the person: `Person.email` is the only one
admin.site.unregister(EmailAddress)


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
