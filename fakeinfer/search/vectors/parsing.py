"""Strict reading of a query's object, as the server's `ObjectParser` does it: declared fields, in the order they were sent.

Source: opensearch-project/OpenSearch:libs/core/src/main/java/org/opensearch/core/xcontent/ObjectParser.java
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...formats.javanumbers import java_double
from ...formats.positions import token_name
from ...token_errors import out_of_range
from ...wire import Json
from .. import errors
from ..locate import Place, Position
from ..values import truth_of
from .columns import in_single

INTEGERS = range(-(2**31), 2**31)
SCALARS = ("VALUE_NUMBER", "VALUE_STRING")


class Unreadable(Exception):
    """A value that cannot be read, and where the parser stood then."""

    def __init__(self, cause: ApiError, at: Position) -> None:
        super().__init__(cause.reason)
        self.cause = cause
        self.at = at


class Field(NamedTuple):
    """One declared field: the tokens that its value may begin with, and how it is read."""

    tokens: tuple[str, ...]
    read: Callable[[Json, Place], Any]


def read_object(
    parser: str, body: dict[str, Json], place: Place, fields: Mapping[str, Field], required: Sequence[str] = ()
) -> dict[str, Any]:
    """The clean values of an object; the first thing wrong with it is refused."""
    try:
        return _read(parser, body, place, fields, required)
    except Unreadable as unreadable:
        raise unreadable.cause from None


def within(parser: str, fields: Mapping[str, Field], required: Sequence[str] = ()) -> Field:
    """An object within another."""

    def read(value: Json, place: Place) -> dict[str, Any]:
        assert isinstance(value, dict)
        return _read(parser, value, place, fields, required)

    return Field(("START_OBJECT",), read)


def _read(
    parser: str, body: dict[str, Json], place: Place, fields: Mapping[str, Field], required: Sequence[str]
) -> dict[str, Any]:
    clean: dict[str, Any] = {}
    for name, value in body.items():
        here = place / name
        field = fields.get(name)
        if field is None:
            raise Unreadable(errors.unknown_field(parser, name, here.key(), list(fields)), here.value())
        token = token_name(value)
        if token not in field.tokens:
            raise Unreadable(errors.wrong_token(parser, name, token, here.value()), here.value())
        try:
            clean[name] = field.read(value, here)
        except Unreadable as unreadable:
            raise Unreadable(
                errors.failed_field(parser, name, unreadable.at, unreadable.cause), unreadable.at
            ) from None
        except ApiError as refused:
            at = errors.position_of(refused) or (here.end() if isinstance(value, dict | list) else here.value())
            raise Unreadable(errors.failed_field(parser, name, at, refused), at) from None
    missing = [name for name in required if name not in clean]
    if missing:
        raise Unreadable(illegal_argument(f"Required [{', '.join(missing)}]"), place.end())
    return clean


# --- kinds of fields --------------------------------------------------------------------------------------------------


def read_float(value: Json, place: Place) -> float:
    """A number in single precision, also as text."""
    if isinstance(value, str):
        return in_single([java_number(value)])[0]
    assert isinstance(value, int | float)
    return in_single([value])[0]


def read_int(value: Json, place: Place) -> int:
    """A whole number; what comes behind the point is cut off."""
    if isinstance(value, str):
        number = java_number(value)
        if not math.isfinite(number) or int(number) not in INTEGERS:
            raise illegal_argument(f"Value [{value}] is out of range for an integer")
        return int(number)
    assert isinstance(value, int | float)
    if value in (math.inf, -math.inf) or int(value) not in INTEGERS:
        raise out_of_range(str(value), "int", *place.value(), status=400)
    return int(value)


def java_number(text: str) -> float:
    """`Double.parseDouble`."""
    try:
        return java_double(text)
    except ValueError:
        reason = f'For input string: "{text}"' if text.strip() else "empty String"
        raise ApiError(400, "number_format_exception", reason) from None


def read_boolean(value: Json, place: Place) -> bool:
    """A boolean, also as text."""
    truth = truth_of(value)
    if truth is not None:
        return truth
    raise illegal_argument(f"Failed to parse value [{value}] as only [true] or [false] are allowed.")


TEXT = Field(("VALUE_STRING",), lambda value, place: value)
FLOAT = Field(SCALARS, read_float)
INT = Field(SCALARS, read_int)
BOOLEAN = Field(("VALUE_BOOLEAN", "VALUE_STRING"), read_boolean)
