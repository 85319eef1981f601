"""Single values of a body as the server's pull parser takes them, each with the refusal of a value that is none.

The strict readings of numbers (`intValue(false)`) take no text. `opensearch-project/OpenSearch:libs/core/src/main/java/org/
opensearch/core/xcontent/support/AbstractXContentParser.java`; observed: opensearch 2.19.1.
"""

from __future__ import annotations

import math
from typing import Any

from ...errors import illegal_argument
from ...operations import Call
from ...schema import Violation
from ...wire import Json
from .. import errors
from ..cluster.known_settings import as_text
from ..ml import errors as ml_errors
from ..ml.values import truth

Path = tuple[str | int, ...]


def read_object(call: Call, at: Path, value: Json) -> dict[str, Any]:
    """An object."""
    if not isinstance(value, dict):
        raise errors.not_an_object(call, _violation(at, value))
    return value


def read_list(call: Call, at: Path, value: Json) -> list[Any]:
    """A list."""
    if not isinstance(value, list):
        raise ml_errors.not_a_list(call, _violation(at, value))
    return value


def read_text(call: Call, at: Path, value: Json) -> str:
    """A text; numbers and booleans as the text they stand for."""
    if value is None or isinstance(value, dict | list):
        raise ml_errors.not_text(call, _violation(at, value))
    return str(as_text(value))


def read_boolean(call: Call, at: Path, value: Json) -> bool:
    """True or false, as such or as text; an empty text is false."""
    if not isinstance(value, bool) and value not in ("true", "false", ""):
        raise ml_errors.not_boolean(call, _violation(at, value))
    return truth(value)


def read_whole(call: Call, at: Path, value: Json, kind: str = "Integer") -> int:
    """A whole number of a Java `kind` that is no text and has no fraction."""
    number = _read_number(call, at, value, kind)
    if not isinstance(number, int) and not number.is_integer():
        raise illegal_argument(f"{as_text(value)} cannot be converted to {kind} without data loss")
    return int(number)


def read_number(call: Call, at: Path, value: Json) -> float:
    """A number that is no text."""
    return as_double(_read_number(call, at, value, "Double"))


def read_lenient_number(call: Call, at: Path, value: Json) -> float:
    """A number, or a text that spells one."""
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise ml_errors.not_number(call, _violation(at, value)) from None
    return as_double(_read_number(call, at, value, "Double"))


def as_double(number: float) -> float:
    """A number as Java's `double`; a whole number that is too large is infinite."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def as_whole(number: float) -> int:
    """A `double` as Java casts it to an `int`: its fraction is cut off, what is too large is the largest, no number is 0."""
    return 0 if math.isnan(number) else int(max(-(2**31), min(number, 2**31 - 1)))


def _read_number(call: Call, at: Path, value: Json, kind: str) -> float:
    if isinstance(value, str):
        raise illegal_argument(f"{kind} value passed as String")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ml_errors.not_number(call, _violation(at, value))
    return value


def _violation(at: Path, value: Json) -> Violation:
    return Violation(at, "type", None, value, None, "")
