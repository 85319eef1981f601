"""Values as parsers read them by hand: in single precision, whole, or a map of weights."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...errors import illegal_argument
from ...token_errors import not_numeric
from ..values import text_of
from .columns import in_single
from .parsing import INTEGERS, java_number

if TYPE_CHECKING:
    from ...wire import Json
    from ..locate import Place
    from .tokens import Token


def read_single(token: Token) -> float:
    """`XContentParser.floatValue`"""
    return _single(token.value, token.place)


def _single(value: Json, place: Place) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise not_numeric(value, *place.value())
    return in_single([java_number(value) if isinstance(value, str) else value])[0]


def read_whole(value: Json) -> int:
    """`NumberType.INTEGER.parse`, which wants no decimal part."""
    shown = text_of(value)
    number = java_number(shown)
    if not math.isfinite(number) or int(number) not in INTEGERS:
        raise illegal_argument(f"Value [{shown}] is out of range for an integer")
    if number % 1:
        raise illegal_argument(f"Value [{shown}] has a decimal part")
    return int(number)


def read_weights(value: Json, place: Place) -> dict[str, float]:
    """Tokens with their weights."""
    assert isinstance(value, dict)
    return {name: _single(weight, place / name) for name, weight in value.items()}
