"""Values as parsers read them by hand: in single precision, whole, or a map of weights."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...errors import ApiError, illegal_argument
from ...search.values import text_of
from .columns import in_single, java_float
from .parsing import INTEGERS, not_numeric

if TYPE_CHECKING:
    from ...search.locate import Place
    from ...wire import Json
    from .tokens import Token


def read_single(token: Token) -> float:
    """`XContentParser.floatValue`"""
    return _single(token.value, token.place)


def _single(value: Json, place: Place) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise not_numeric(value, place.value())
    return in_single([_number(value) if isinstance(value, str) else value])[0]


def _number(text: str) -> float:
    try:
        return java_float(text)
    except ValueError:
        reason = f'For input string: "{text}"' if text.strip() else "empty String"
        raise ApiError(400, "number_format_exception", reason) from None


def read_whole(value: Json) -> int:
    """`NumberType.INTEGER.parse`, which wants no decimal part."""
    shown = text_of(value)
    number = _number(shown)
    if not math.isfinite(number) or int(number) not in INTEGERS:
        raise illegal_argument(f"Value [{shown}] is out of range for an integer")
    if number % 1:
        raise illegal_argument(f"Value [{shown}] has a decimal part")
    return int(number)


def read_weights(value: Json, place: Place) -> dict[str, float]:
    """Tokens with their weights."""
    assert isinstance(value, dict)
    return {name: _single(weight, place / name) for name, weight in value.items()}
