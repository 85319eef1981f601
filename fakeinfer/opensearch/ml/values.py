"""Values of ML bodies as the server's parser takes them: numbers and booleans as text, numbers that stand as text."""

from __future__ import annotations

import json
from typing import Any

from ...errors import illegal_argument
from ...formats.javanumbers import decimal, java_double
from ..cluster.known_settings import as_text
from . import errors as ml_errors


def text_of(body: dict[str, Any], name: str) -> str | None:
    """A field as text, None when it is absent."""
    value = body.get(name)
    return None if value is None else str(as_text(value))


def truth(value: Any) -> bool:
    """A boolean that a schema let pass: as such or as text, of which the empty one is false."""
    return value is True or value == "true"


def as_map(value: Any) -> dict[str, Any]:
    """A map; anything else that a schema let pass is an empty one (`XContentParser.map`)."""
    return value if isinstance(value, dict) else {}


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
    """A number that a schema let pass, or a text that names one (`XContentParser.intValue`); its fraction is cut off."""
    if not isinstance(value, str):
        return int(value)
    try:
        number = java_double(value)
    except ValueError:
        raise ml_errors.text_is_no_number(value) from None
    if number != number:
        return 0
    if not -(2**31) <= number < 2**31:
        raise ml_errors.number_out_of_range(value)
    return int(number)


def long_number(value: Any) -> int:
    """The same of a Java long (`XContentParser.longValue`), whose texts are read as decimals."""
    if not isinstance(value, str):
        return int(value)
    number = decimal(value)
    if number is None:
        raise illegal_argument(f'For input string: "{value}"')
    if not -(2**63) - 1 < number < 2**63:
        raise ml_errors.number_out_of_range(value, "a long")
    return int(number)
