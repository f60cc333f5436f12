"""The forms of an action: its fields, its evidence, the reason of a decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from backend.accounts.models import Person
from backend.actions.fields import MOST_LETTERS, ActionFields
from backend.actions.models import Action
from backend.errors import Refusal
from backend.text import storable
from reports import labels

_SECONDARY = {"time": "Time", "focus": "Focus", "knowledge": "Knowledge"}


def _as_typed(words: str) -> None:
    """A control character would be refused over the API, and no report can print it."""
    if not storable(words):
        raise forms.ValidationError("A character of this cannot be kept; write it anew.")


def _words(label: str, rows: int, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=MOST_LETTERS,
        help_text=hint,
        validators=[_as_typed],
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class RefusedForm(forms.Form):
    """A form that shows what a use case refused at the fields it speaks of."""

    def refuse(self, refusal: Refusal) -> None:
        """Take over the faults; one that is of no field here stands above all of them."""
        for fault in refusal.errors:
            name = str(fault.loc[0]) if fault.loc else ""
            self.add_error(name if name in self.fields else None, fault.message)
        if not refusal.errors:
            self.add_error(None, refusal.detail)


class FieldsForm(RefusedForm):
    """What is to be done, by whom, until when and why it was missed."""

    reason = _words("What was missed, and what is to be done", 4)
    cause = forms.ChoiceField(
        label="Root cause",
        required=False,
        choices=[("", "Not yet found"), *labels.CAUSES.items()],
        error_messages={"invalid_choice": "Choose one of the five causes."},
    )
    secondary = forms.ChoiceField(
        label="What was lacking",
        required=False,
        choices=[("", "Not yet found"), *_SECONDARY.items()],
        error_messages={"invalid_choice": "Choose time, focus or knowledge."},
    )
    owner = forms.ChoiceField(
        label="Owner",
        required=False,
        error_messages={"invalid_choice": "Choose somebody of the list."},
    )
    verifier = forms.ChoiceField(
        label="Verified by",
        required=False,
        help_text="Somebody other than the owner.",
        error_messages={"invalid_choice": "Choose somebody of the list."},
    )
    due = forms.DateField(
        label="Due",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": "Write the day as 2026-07-01.",
            "required": "Give the day it is due.",
        },
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(one.pk): one for one in people}
        for name in ("owner", "verifier"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # tells mypy its own type
            field.choices = [("", "Nobody yet"), *((key, one.name) for key, one in self.choices)]

    @property
    def choices(self) -> list[tuple[str, Person]]:
        """Who may be chosen."""
        return list(self._people.items())

    @property
    def fields_sent(self) -> ActionFields:
        """What was filled in, as the use cases take it."""
        sent = self.cleaned_data
        return {
            "reason": sent["reason"],
            "cause": sent["cause"],
            "secondary": sent["secondary"],
            "owner": self._people.get(sent["owner"]),
            "verifier": self._people.get(sent["verifier"]),
            "due": sent["due"],
        }

    @staticmethod
    def initial_of(action: Action) -> dict[str, Any]:
        """What the form shows before anything is changed."""
        return {
            "reason": action.reason,
            "cause": action.cause,
            "secondary": action.secondary,
            "owner": str(action.owner_id or ""),
            "verifier": str(action.verifier_id or ""),
            "due": action.due,
        }


class EvidenceForm(RefusedForm):
    """By what one can tell that it is done."""

    evidence = _words("Evidence", 3, "By what one can tell that it is done.")


class DecisionForm(RefusedForm):
    """Why nothing is to be done."""

    reason = _words("Reason", 3, "Why nothing is to be done about it.")


class ReopenForm(RefusedForm):
    """Why it is taken up again."""

    reason = _words("Reason", 2)
