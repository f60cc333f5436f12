"""What every page of the stock admin stands on: who may open it, and that no page writes past the
use cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.forms import Field, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from backend.errors import Refusal
from shopper_forms.findings import Refused

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
    _ModelForm = ModelForm[Any]
    _TabularInline = admin.TabularInline[Any, Any]
else:  # Django's classes cannot be subscripted when the program runs
    _ModelAdmin = admin.ModelAdmin
    _ModelForm = ModelForm
    _TabularInline = admin.TabularInline

SYSTEM_ADMIN = "system_admin"
SCHEDULER = "scheduler"
CODE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}\Z", "Letters, digits, dots, dashes, underscores; at most 60."
)


class ByRoleAdmin(_ModelAdmin):
    """Opens to system admins, and to schedulers as far as `schedulers` says. Nothing is deleted
    here: what was used once stays readable."""

    schedulers: ClassVar[str] = "view"  # or "no", or "change"
    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the model is listed."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """System admins everything; schedulers unless closed to them."""
        role = _role(request)
        return role == SYSTEM_ADMIN or (role == SCHEDULER and self.schedulers != "no")

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """System admins; schedulers where they keep the master data."""
        role = _role(request)
        return role == SYSTEM_ADMIN or (role == SCHEDULER and self.schedulers == "change")

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        """As changing."""
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody."""
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """What the person may see, said once at the model."""
        rows = super().get_queryset(request)
        visible = getattr(rows, "visible_to", None)
        return visible(request.user) if visible is not None else rows

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the use case writes the audit chain, in which no names stand."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the use case writes the audit chain, in which no names stand."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """The audit events of the object, for those who may read them."""
        if _role(request) != SYSTEM_ADMIN:
            return super().history_view(request, object_id, extra_context)
        subject = urlencode({"q": f"{self.opts.model_name}:{object_id}"})
        return HttpResponseRedirect(f"{reverse('admin:audit_event_changelist')}?{subject}")


class ReadOnlyAdmin(ByRoleAdmin):
    """To look at, not to touch."""

    actions: Any = None

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody."""
        return False


class ReadOnlyInline(_TabularInline):
    """Rows that belong to what is shown, to look at; who sees that sees these."""

    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """As the page."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody."""
        return False


class UseCaseForm(_ModelForm):
    """Tries the use case while the form is checked, so that each refusal stands at its field."""

    keeper: ClassVar[UseCaseAdmin]
    by: ClassVar[Any]

    def clean(self) -> dict[str, Any]:
        """The fields, when the use case would accept them."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                with transaction.atomic():
                    self.carry_out()
                    transaction.set_rollback(True)
            except (Refusal, Refused) as refusal:
                self._show(refusal)
        return cleaned

    def carry_out(self) -> models.Model:
        """Add or change through the use case; answers the row as it is then."""
        given = {
            name: self.cleaned_data[name] for name in self.changed_data if name in self.cleaned_data
        }
        if self.instance._state.adding:
            return self.keeper.add(self.cleaned_data, given, self.by)
        row = type(self.instance)._default_manager.get(pk=self.instance.pk)
        return self.keeper.change(row, given, self.by)

    def _show(self, refusal: Refusal | Refused) -> None:
        findings = refusal.errors if isinstance(refusal, Refusal) else refusal.findings
        for finding in findings:
            name = str(finding.loc[0]) if finding.loc else ""
            name = self.keeper.field_names.get(name, name)
            self.add_error(name if name in self.fields else None, finding.message)
        if not findings and isinstance(refusal, Refusal):
            self.add_error(None, refusal.detail)


class UseCaseAdmin(ByRoleAdmin):
    """Adds and changes through use cases only, which check, lock, and write the audit chain."""

    schedulers = "change"
    form = UseCaseForm
    field_names: ClassVar[Mapping[str, str]] = {}  # the use case's name of a field -> the form's

    def add(self, fields: Mapping[str, Any], given: Mapping[str, Any], by: Any) -> models.Model:
        """Carry out the use case that adds; `given` are the fields that were filled in."""
        raise TypeError(f"{type(self).__name__} names no use case that adds")

    def change(self, row: Any, given: Mapping[str, Any], by: Any) -> models.Model:
        """Carry out the use case that changes; `given` are the fields that were changed."""
        raise TypeError(f"{type(self).__name__} names no use case that changes")

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form, which knows who is asking."""
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"keeper": self, "by": request.user})

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        """Codes have the shape that the API asks for."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "code" and field is not None:
            field.validators.append(CODE)
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The use case again, this time to stay."""
        obj.__dict__.update(form.carry_out().__dict__)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing: the use case has written what belongs to the row."""


def _role(request: HttpRequest) -> str:
    """The role of whoever asks; empty for somebody who is not signed in."""
    return getattr(request.user, "role", "") if request.user.is_active else ""
