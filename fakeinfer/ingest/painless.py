"""What values can do in conditions: operators, `instanceof`, methods, with Java's meaning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..formats.javatext import to_text


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def equal(one: Any, two: Any) -> bool:
    """`==`: numbers by value, all else by type and content."""
    if isinstance(one, bool) or isinstance(two, bool):
        return one is two
    return bool(one == two)


def compared(operator: str, one: Any, two: Any) -> Any:
    """An arithmetic or ordering operator; TypeError where Java has none for these types."""
    if operator == "+" and (isinstance(one, str) or isinstance(two, str)):
        return to_text(one) + to_text(two)
    if not (_number(one) and _number(two)):
        raise TypeError(operator)
    return _OPERATORS[operator](one, two)


def _divided(one: Any, two: Any) -> Any:
    if isinstance(one, float) or isinstance(two, float):
        return one / two
    quotient = abs(one) // abs(two)
    return quotient if (one < 0) == (two < 0) else -quotient


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<": lambda one, two: one < two,
    "<=": lambda one, two: one <= two,
    ">": lambda one, two: one > two,
    ">=": lambda one, two: one >= two,
    "+": lambda one, two: one + two,
    "-": lambda one, two: one - two,
    "*": lambda one, two: one * two,
    "/": _divided,
    "%": lambda one, two: one - two * _divided(one, two) if isinstance(one, int) else one % two,
}

TYPES: dict[str, Callable[[Any], bool]] = {
    "String": lambda value: isinstance(value, str),
    "CharSequence": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "Number": _number,
    "Integer": lambda value: _number(value) and isinstance(value, int) and -(2**31) <= value < 2**31,
    "Long": lambda value: _number(value) and isinstance(value, int) and not -(2**31) <= value < 2**31,
    "Double": lambda value: isinstance(value, float),
    "Float": lambda value: False,
    "Map": lambda value: isinstance(value, dict),
    "HashMap": lambda value: isinstance(value, dict),
    "List": lambda value: isinstance(value, list),
    "ArrayList": lambda value: isinstance(value, list),
    "Collection": lambda value: isinstance(value, list),
    "Iterable": lambda value: isinstance(value, list),
    "Object": lambda value: value is not None,
}
"""`instanceof` by type name."""


def _contains(receiver: Any, item: Any) -> bool:
    if isinstance(receiver, list):
        return any(equal(item, held) for held in receiver)
    return _text(receiver).find(item) >= 0


def _text(receiver: Any) -> str:
    if not isinstance(receiver, str):
        raise TypeError("no text")
    return receiver


def _sized(receiver: Any) -> Any:
    if not isinstance(receiver, list | dict):
        raise TypeError("no collection")
    return receiver


def _map(receiver: Any) -> dict[str, Any]:
    if not isinstance(receiver, dict):
        raise TypeError("no map")
    return receiver


METHODS: dict[str, Callable[..., Any]] = {
    "containsKey": lambda receiver, key: key in _map(receiver),
    "containsValue": lambda receiver, item: any(equal(item, held) for held in _map(receiver).values()),
    "contains": _contains,
    "length": lambda receiver: len(_text(receiver)),
    "size": lambda receiver: len(_sized(receiver)),
    "isEmpty": lambda receiver: len(receiver) == 0,
    "startsWith": lambda receiver, start: _text(receiver).startswith(start),
    "endsWith": lambda receiver, end: _text(receiver).endswith(end),
    "equals": equal,
    "equalsIgnoreCase": lambda receiver, other: _text(receiver).lower() == (other or "").lower(),
    "toLowerCase": lambda receiver: _text(receiver).lower(),
    "toUpperCase": lambda receiver: _text(receiver).upper(),
    "trim": lambda receiver: _text(receiver).strip(),
    "indexOf": lambda receiver, item: _text(receiver).find(item),
    "substring": lambda receiver, start, end=None: _text(receiver)[start:end],
    "get": lambda receiver, key: receiver.get(key) if isinstance(receiver, dict) else receiver[key],
    "getOrDefault": lambda receiver, key, default: _map(receiver).get(key, default),
    "keySet": lambda receiver: list(_map(receiver)),
    "values": lambda receiver: list(_map(receiver).values()),
    "toString": to_text,
}
"""Methods by name; a receiver they do not fit raises TypeError or AttributeError."""
