"""The register of standards and the questionnaires in the stock admin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from backend.accounts.models import Person
from backend.audit.admin_bases import (
    ReadOnlyAdmin,
    ReadOnlyInline,
    UseCaseAdmin,
    UseCaseForm,
)
from backend.standards.models import Questionnaire, QuestionnaireVersion, StandardVersion
from backend.standards.register import StandardFields, enter_standard
from shopper_forms.parsing import BEHAVIOURS, DIMENSIONS, STAGES, TRUST

_IDENTITY = ("code", "brand", "effective_from")


def _choices(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(word, word.replace("_", " ")) for word in words]


class StandardForm(UseCaseForm):
    """A version of a standard in the words a questionnaire document uses."""

    code = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}\Z",
        help_text="A known code makes a new version from the given day on.",
    )
    english = forms.CharField(max_length=4000, label="Text (en)")
    text = forms.JSONField(
        required=False, initial=dict, help_text='Further languages: {"de": "…"}.', label="Texts"
    )
    stage = forms.ChoiceField(choices=_choices(STAGES))
    dimension = forms.ChoiceField(choices=_choices(DIMENSIONS))
    behaviours = forms.MultipleChoiceField(choices=_choices(BEHAVIOURS), required=False)
    trust = forms.MultipleChoiceField(choices=_choices(TRUST), required=False)
    direction = forms.ChoiceField(choices=_choices(("higher", "lower")))
    target_percent = forms.DecimalField(min_value=0, max_value=100, decimal_places=4)

    class Meta:
        model = StandardVersion
        fields = (*_IDENTITY, "unit", "critical", "owner_role")

    def clean_text(self) -> dict[str, str]:
        """Texts by language."""
        texts = self.cleaned_data["text"] or {}
        sound = isinstance(texts, dict) and all(
            isinstance(text, str) and text.strip() for text in texts.values()
        )
        if not sound:
            raise forms.ValidationError("Give an object of languages and their texts.")
        return cast(dict[str, str], texts)


@admin.register(StandardVersion)
class StandardVersionAdmin(UseCaseAdmin):
    """The register: a change is a new version with a later day; versions themselves stay."""

    form = StandardForm
    autocomplete_fields = ("brand",)
    ordering = ("code", "-effective_from")
    list_display = (
        "code",
        "brand",
        "effective_from",
        "stage",
        "dimension",
        "target_percent",
        "critical",
        "owner_role",
    )
    list_filter = ("brand", "stage", "dimension", "critical")
    list_select_related = ("brand",)
    search_fields = ("code", "owner_role")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes a version that may be in force."""
        return False

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        """Those who keep the master data."""
        return super().has_change_permission(request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """In the order they are thought of; a version that is looked at has its texts together."""
        texts = ("text",) if obj else ("english", "text")
        tags = ("stage", "dimension", "behaviours", "trust")
        rest = ("unit", "direction", "target_percent", "critical", "owner_role")
        return (*_IDENTITY, *texts, *tags, *rest)

    def add(self, fields: Mapping[str, Any], given: Mapping[str, Any], by: Person) -> Any:
        """See `register.enter_standard`."""
        said = {
            name: value
            for name, value in fields.items()
            if name not in (*_IDENTITY, "english", "text")
        }
        said["text"] = {"en": fields["english"], **fields["text"]}
        return enter_standard(
            code=fields["code"],
            brand=fields["brand"].pk,
            effective_from=fields["effective_from"],
            fields=cast(StandardFields, said),
            by=by,
        )


class VersionInline(ReadOnlyInline):
    """The published versions of a questionnaire."""

    model = QuestionnaireVersion
    fields = ("version", "sha256", "published_at", "retired_at")
    readonly_fields = fields
    show_change_link = True


@admin.register(Questionnaire)
class QuestionnaireAdmin(ReadOnlyAdmin):
    """Drafts are written, linted and published over the API."""

    inlines: ClassVar[Any] = (VersionInline,)
    list_display = ("code", "brand", "newest", "updated_at")
    list_filter = ("brand",)
    list_select_related = ("brand",)
    search_fields = ("code", "brand__name")

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the versions that the list counts."""
        return super().get_queryset(request).prefetch_related("versions")

    @admin.display(description="newest version")
    def newest(self, questionnaire: Questionnaire) -> int | None:
        """The highest published version."""
        return max((version.version for version in questionnaire.versions.all()), default=None)


@admin.register(QuestionnaireVersion)
class QuestionnaireVersionAdmin(ReadOnlyAdmin):
    """Frozen documents."""

    list_display = ("questionnaire", "version", "sha256", "published_at", "retired_at")
    list_filter = ("questionnaire__brand", ("retired_at", admin.EmptyFieldListFilter))
    list_select_related = ("questionnaire",)
    search_fields = ("questionnaire__code", "sha256")
