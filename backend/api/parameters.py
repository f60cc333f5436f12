"""The parameters of an address: a route takes those it names and no others."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from backend.errors import Invalid
from backend.text import storable
from shopper_forms.findings import Finding

_SENTENCE = "This address takes no such parameter."


def known_parameters_only(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse parameters that the route does not take: a mistyped filter must not answer all."""
    operation = view._ninja_operation  # type: ignore[attr-defined]
    known = {
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    }

    @functools.wraps(view)
    def only(request: HttpRequest, **values: Any) -> Any:
        unknown = sorted(set(request.GET) - known)
        if unknown:
            shown = [name if storable(name) else "?" for name in unknown]
            raise Invalid(
                errors=[Finding(("query", name), "unknown_key", _SENTENCE) for name in shown]
            )
        return view(request, **values)

    return only
