"""Setting passwords: checked by the validators, kept as a slow hash."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from backend.accounts.models import Person
from shopper_forms.findings import Finding

_CODES = {
    "password_too_short": "too_short",
    "password_too_common": "too_common",
    "password_too_similar": "too_common",
}


def password_faults(password: str, person: Person) -> Iterator[Finding]:
    """What makes a password unfit for this person."""
    try:
        validate_password(password, person)
    except ValidationError as problem:
        for error in problem.error_list:
            code = _CODES.get(error.code or "", "unfit")
            yield Finding(("password",), code, " ".join(error.messages))
