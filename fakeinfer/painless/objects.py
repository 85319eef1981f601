"""Methods that all values have, and those of numbers, booleans, lambdas and exceptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..formats.javatext import string_hash
from .casts import convert
from .errors import Thrown
from .operators import equal_objects, whole
from .values import Char, Function, Set, is_long, is_number, text


def hash_of(value: Any) -> int:
    """`hashCode` of what JSON has."""
    if value is None:
        return 0
    if isinstance(value, bool):
        return 1231 if value else 1237
    if isinstance(value, Char):
        return ord(value)
    if isinstance(value, str):
        return string_hash(value)
    if isinstance(value, int):
        return whole(value ^ ((value % 2**64) >> 32), long=False) if is_long(value) else value
    if isinstance(value, float):
        import struct

        (bits,) = struct.unpack(">q", struct.pack(">d", value))
        return whole(bits ^ ((bits % 2**64) >> 32), long=False)
    if isinstance(value, list):
        total = 1
        for item in value:
            total = whole(31 * total + hash_of(item), long=False)
        return total
    if isinstance(value, dict):
        return whole(sum(hash_of(key) ^ hash_of(item) for key, item in value.items()), long=False)
    if isinstance(value, Set):
        return whole(sum(map(hash_of, value)), long=False)
    raise TypeError


ANY: dict[str, Callable[..., Any]] = {
    "equals/1": equal_objects,
    "hashCode/0": hash_of,
    "toString/0": text,
}


def _compared(one: Any, two: Any) -> int:
    if not is_number(two):
        raise TypeError
    return -1 if one < two else 1 if one > two else 0


NUMBER: dict[str, Callable[..., Any]] = {
    "intValue/0": lambda number: convert(number, "int"),
    "longValue/0": lambda number: convert(number, "long"),
    "doubleValue/0": float,
    "floatValue/0": lambda number: convert(number, "float"),
    "compareTo/1": _compared,
    "isNaN/0": lambda number: number != number,
    "isInfinite/0": lambda number: number in (float("inf"), float("-inf")),
}
BOOLEAN: dict[str, Callable[..., Any]] = {"booleanValue/0": lambda value: value}


def _called(function: Function, *given: Any) -> Any:
    return function.call(*given)


FUNCTION: dict[str, Callable[..., Any]] = {
    **{
        f"{name}/{count}": _called
        for name, count in (
            ("apply", 1), ("apply", 2), ("test", 1), ("test", 2), ("accept", 1), ("accept", 2), ("get", 0),
            ("compare", 2), ("applyAsInt", 1), ("applyAsLong", 1), ("applyAsDouble", 1),
        )
    },
    "reversed/0": lambda function: Function(lambda one, two: function.call(two, one)),
}  # fmt: skip


THROWN: dict[str, Callable[..., Any]] = {
    "getMessage/0": lambda thrown: thrown.message,
    "getLocalizedMessage/0": lambda thrown: thrown.message,
    "toString/0": text,
}

_PARENTS = {
    "NumberFormatException": "IllegalArgumentException",
    "StringIndexOutOfBoundsException": "IndexOutOfBoundsException",
    "ArrayIndexOutOfBoundsException": "IndexOutOfBoundsException",
    "RuntimeException": "Exception",
}
_ERRORS = ("PainlessError", "PainlessExplainError", "StackOverflowError")


def is_a(thrown: Thrown, type: str) -> bool:
    """Whether an exception is one of a type, which `catch` names."""
    name = thrown.java.rpartition(".")[2]
    if name in _ERRORS:
        return False
    while name != "Exception":
        if name == type:
            return True
        name = _PARENTS.get(name, "RuntimeException")
    return type == "Exception"
