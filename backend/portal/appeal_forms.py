"""Forms of appeals: what a client doubts, and what a reviewer decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from backend.review.models import AppealCategory
from backend.text import storable
from reports import labels, printed
from shopper_forms.document import Question, QuestionType
from shopper_forms.findings import Finding

CATEGORIES = [(each.value, labels.APPEALS[each.value]) for each in AppealCategory]
_MOST = 4000
_STATES = [
    ("answered", "Answered"),
    ("not_applicable", "Not applicable"),
    ("not_observed", "Not observed"),
]
_UNITS = {"duration": "In seconds.", "money": "In the smallest unit of the currency, as in cents."}
_FIELDS = ("value", "state", "reason", "comment", "photos")


def _words(value: str) -> None:
    if not storable(value):
        raise forms.ValidationError("A character of this cannot be kept; write it anew.")


def _long_text(label: str, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=_MOST,
        error_messages={"required": "Say why."},
        validators=[_words],
        widget=forms.Textarea(attrs={"rows": rows}),
        **more,
    )


class AppealForm(forms.Form):
    """Which question is doubted, as what, and why."""

    question = forms.ChoiceField(
        label="Question",
        error_messages={
            "required": "Choose a question.",
            "invalid_choice": "Choose a question of this visit that was not appealed before.",
        },
    )
    category = forms.ChoiceField(
        label="What is wrong",
        choices=[("", "Choose"), *CATEGORIES],
        error_messages={
            "required": "Choose what is wrong.",
            "invalid_choice": "Choose one of the six.",
        },
    )
    text = _long_text("Why", 3)

    def __init__(self, *args: Any, questions: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["question"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # tells mypy its own type
        field.choices = [("", "Choose"), *questions]


class DecisionForm(forms.Form):
    """Upheld with the answer that should have stood, or rejected; `answer` is in the form of the
    questionnaire's answers, which the use case judges. Its fields fit the question's type."""

    verdict = forms.ChoiceField(
        label="Decision",
        choices=[("upheld", "Upheld: the answer changes"), ("rejected", "Rejected: it stays")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose one of the two.",
            "invalid_choice": "Choose one of the two.",
        },
    )
    why = _long_text("Reason of the decision", 3)

    def __init__(
        self,
        *args: Any,
        question: Question,
        language: str,
        stands: Mapping[str, Any],
        photos: Sequence[str],
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _initial(stands)
        super().__init__(*args, **kwargs)
        self.question = question
        self._stands = stands
        self.fields["state"] = forms.ChoiceField(
            label="Answered?",
            choices=[
                (state, words)
                for state, words in _STATES
                if state != "not_applicable" or question.not_applicable != "forbidden"
            ],
            required=False,
        )
        if question.type != "photo":
            self.fields["value"] = _VALUES[question.type](question, language)
        self.fields["reason"] = _long_text("Why not, where it was not answered", 2, required=False)
        self.fields["comment"] = _long_text("Comment", 3, required=False)
        if photos and (question.type == "photo" or question.photos is not None):
            self.fields["photos"] = forms.MultipleChoiceField(
                label="Photos that belong to the answer",
                choices=[(photo, photo) for photo in photos],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def is_upheld(self) -> bool:
        """What was decided."""
        return bool(self.cleaned_data["verdict"] == "upheld")

    @property
    def answer(self) -> dict[str, object] | None:
        """The answer that should have stood; None when the appeal is rejected."""
        if not self.is_upheld:
            return None
        given = self.cleaned_data
        answer: dict[str, object] = {}
        if given["state"] not in ("", "answered"):
            answer["state"] = given["state"]
            if given["reason"]:
                answer["reason"] = given["reason"]
        elif self.question.type != "photo":
            answer["value"] = _read(self.question.type, given["value"])
        if given["comment"]:
            answer["comment"] = given["comment"]
        if "photos" in self.fields:
            answer["photos"] = given["photos"]
        elif self._stands.get("photos"):
            answer["photos"] = self._stands["photos"]
        return answer

    def show_faults(self, faults: Iterable[Finding]) -> None:
        """Set what the use case found beside the fields it is about."""
        for fault in faults:
            part = str(fault.loc[1]) if len(fault.loc) > 1 else "value"
            known = part in _FIELDS and part in self.fields
            self.add_error(part if known else None, fault.message)


def _initial(stands: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "state": stands.get("state", "answered"),
        "value": stands.get("value"),
        "reason": stands.get("reason"),
        "comment": stands.get("comment"),
        "photos": stands.get("photos", []),
    }


def _read(kind: QuestionType, text: Any) -> object:
    """A typed value; what is no number stays text, so that the use case says what is wrong."""
    if kind not in ("scale", "number", "duration", "money"):
        return text or None if kind != "multi_choice" else text
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text or None
    if not number.is_finite() or abs(number) > 10**13:
        return text
    return int(number) if number == number.to_integral_value() else number


def _yes_no(question: Question, language: str) -> forms.Field:
    return _one_of([("yes", "Yes"), ("no", "No")])


def _single(question: Question, language: str) -> forms.Field:
    return _one_of([(option.code, option.text[language]) for option in question.options])


def _multi(question: Question, language: str) -> forms.Field:
    return forms.MultipleChoiceField(
        label="Answer",
        required=False,
        choices=[(option.code, option.text[language]) for option in question.options],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "The question has no such option."},
    )


def _one_of(choices: list[tuple[str, str]]) -> forms.Field:
    return forms.ChoiceField(
        label="Answer",
        required=False,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "The question has no such option."},
    )


def _number(question: Question, language: str) -> forms.Field:
    bounds = {"min": question.minimum, "max": question.maximum}
    shown = {
        name: printed.plain(Decimal(edge.numerator) / Decimal(edge.denominator))
        for name, edge in bounds.items()
        if edge is not None
    }
    between = " to ".join(shown.values()) if len(shown) == 2 else ""
    hint = _UNITS.get(question.type) or (f"From {between}." if between else "")
    # a text field: what is no number then comes back as it was typed, with what is wrong with it
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return _short("Answer", widget, help_text=hint)


def _time(question: Question, language: str) -> forms.Field:
    return _short("Answer", forms.TextInput(attrs={"inputmode": "numeric"}), help_text="As 14:05.")


def _date(question: Question, language: str) -> forms.Field:
    return _short("Answer", forms.TextInput(), help_text="As 2026-07-01.")


def _text(question: Question, language: str) -> forms.Field:
    return _long_text("Answer", 4, required=False)


def _short(label: str, widget: forms.TextInput, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=40, widget=widget, validators=[_words], **more
    )


_VALUES: Mapping[QuestionType, Callable[[Question, str], forms.Field]] = {
    "yes_no": _yes_no,
    "single_choice": _single,
    "multi_choice": _multi,
    "scale": _number,
    "number": _number,
    "duration": _number,
    "money": _number,
    "time": _time,
    "date": _date,
    "text": _text,
}
