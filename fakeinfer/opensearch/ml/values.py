"""Values of ML bodies as the server's parser takes them: numbers and booleans as text, numbers that stand as text."""

from __future__ import annotations

import json
from typing import Any

from ..cluster.known_settings import as_text
from . import errors as ml_errors


def text_of(body: dict[str, Any], name: str) -> str | None:
    """A field as text, None when it is absent."""
    value = body.get(name)
    return None if value is None else str(as_text(value))


def texts(values: dict[str, Any]) -> dict[str, str]:
    """A map of texts; numbers and booleans as text, objects and lists as JSON text, nulls left out."""
    return {
        name: json_text(value) if isinstance(value, dict | list) else str(as_text(value))
        for name, value in values.items()
        if value is not None
    }


def json_text(value: Any) -> str:
    """Compact JSON."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def whole_number(value: Any) -> int:
    """A number, fraction dropped; one that does not fit a Java int is refused."""
    number = value if isinstance(value, int) else float(value)
    if not -(2**31) <= number < 2**31:
        raise ml_errors.number_out_of_range(str(as_text(value)))
    return int(number)
