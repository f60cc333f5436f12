"""People in the stock admin: system admins keep all, schedulers the shoppers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from backend.accounts.models import Person, Role
from backend.audit import chain
from backend.audit.admin_bases import UseCaseAdmin, UseCaseForm
from backend.network import people
from backend.network.models import Brand, Region

_CODES = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_OF_CLIENTS = ("brand", "regions")
_FORM_NAMES = {"is_active": "active", "new_password": "password"}


class CodeListField(forms.CharField):
    """Codes, separated by commas."""

    def to_python(self, value: Any) -> Any:
        """The list of codes."""
        codes = [code.strip() for code in (value or "").split(",") if code.strip()]
        wrong = [code for code in codes if not _CODES.fullmatch(code)]
        if wrong:
            raise ValidationError(f"{', '.join(wrong)}: letters, digits, dots, dashes only.")
        return codes

    def prepare_value(self, value: Any) -> Any:
        """The list as it is typed."""
        return ", ".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares codes, not spaces."""
        return bool(self.to_python(data) != (initial or []))


class PersonForm(UseCaseForm):
    """A person with their scope and, for shoppers, what scheduling needs to know."""

    new_password = forms.CharField(
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Signs the person out of every device. Left empty it stays as it is.",
    )
    current_password = forms.CharField(
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Needed to change one's own password.",
    )
    brand = forms.ModelChoiceField(Brand.objects.filter(kind=Brand.Kind.OWN), required=False)
    regions = forms.ModelMultipleChoiceField(Region.objects.select_related(), required=False)
    latitude = forms.FloatField(min_value=-90, max_value=90, required=False)
    longitude = forms.FloatField(min_value=-180, max_value=180, required=False)
    household = forms.CharField(max_length=60, required=False)
    qualifications = CodeListField(required=False, help_text="Codes, separated by commas.")
    conflicts = forms.ModelMultipleChoiceField(Brand.objects.all(), required=False)
    availability = forms.JSONField(required=False)

    class Meta:
        model = Person
        fields = ("email", "name", "role", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.instance
        if not person._state.adding:
            self.initial["brand"] = person.brand_code or None
            self.initial["regions"] = [region.region_code for region in person.regions.all()]
            profile = getattr(person, "shopper", None)
            if profile is not None:
                for name in people.SHOPPER_FIELDS:
                    self.initial[name] = getattr(profile, name)
        if self.by.role != Role.SYSTEM_ADMIN and "role" in self.fields:
            role = cast(forms.ChoiceField, self.fields["role"])
            role.choices = [(Role.SHOPPER.value, Role.SHOPPER.label)]


@admin.register(Person)
class PersonAdmin(UseCaseAdmin):
    """Who signs in, and what they may reach. People are made inactive, never deleted."""

    form = PersonForm
    field_names: ClassVar[Mapping[str, str]] = {shown: name for name, shown in _FORM_NAMES.items()}
    ordering = ("name", "id")
    list_display = ("name", "email", "role", "brand_code", "region_codes", "is_active")
    list_filter = ("role", "is_active", "brand_code")
    search_fields = ("name", "email")
    readonly_fields = ("region_codes", "last_login")

    @admin.display(description="regions")
    def region_codes(self, person: Person) -> str:
        """The regions a manager answers for."""
        return ", ".join(region.region_code for region in person.regions.all())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With what the list shows, in a fixed number of queries."""
        return super().get_queryset(request).select_related("shopper").prefetch_related("regions")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """System admins: all. Schedulers: shoppers."""
        if obj is not None and getattr(request.user, "role", "") == Role.SCHEDULER:
            return bool(obj.role == Role.SHOPPER)
        return super().has_change_permission(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What the role of the person has, and what the one who looks may change."""
        who: tuple[Any, ...] = ("email", "name", "role", "is_active")
        if obj is not None and not self.has_change_permission(request, obj):
            return [(None, {"fields": (*who, "brand_code", "region_codes", "last_login")})]
        sets: list[Any] = [(None, {"fields": who}), ("Password", {"fields": ["new_password"]})]
        if obj is not None and obj.pk == request.user.pk:
            sets[1] = ("Password", {"fields": ["current_password", "new_password"]})
        if request.user.role == Role.SYSTEM_ADMIN:  # type: ignore[union-attr]
            sets.append(("Of client staff", {"fields": _OF_CLIENTS}))
        sets.append(("Of shoppers", {"fields": people.SHOPPER_FIELDS}))
        return sets

    def add(self, fields: Mapping[str, Any], given: Mapping[str, Any], by: Person) -> Person:
        """See `people.add_person`."""
        needed = {name: fields[name] for name in ("email", "name", "role", "is_active")}
        return people.add_person(fields=_person({**given, **needed}), by=by)

    def change(self, row: Person, given: Mapping[str, Any], by: Person) -> Person:
        """See `people.change_person`."""
        return people.change_person(person=row, fields=_person(given), by=by)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """That a shopper's identity was read goes into the audit chain."""
        shown = super().change_view(request, object_id, form_url, extra_context)
        person = self.get_object(request, object_id)
        if request.method == "GET" and person is not None and person.role == Role.SHOPPER:
            chain.record(actor=cast(Person, request.user), verb="shopper.read", subject=person)
        return shown

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """That people were listed goes into the audit chain."""
        shown = super().changelist_view(request, extra_context)
        reader = cast(Person, request.user)
        chain.record(actor=reader, verb="shoppers.listed", subject=reader)
        return shown


def _person(given: Mapping[str, Any]) -> people.PersonFields:
    """The form's fields as the use case names and types them."""
    fields = {_FORM_NAMES.get(name, name): value for name, value in given.items()}
    if "brand" in fields:
        fields["brand"] = fields["brand"].pk if fields["brand"] else None
    for name in ("regions", "conflicts"):
        if name in fields:
            fields[name] = sorted(row.pk for row in fields[name])
    if "availability" in fields:
        fields["availability"] = fields["availability"] or {}
    return cast(people.PersonFields, fields)
