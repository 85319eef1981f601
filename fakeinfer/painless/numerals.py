"""Texts read as numbers, and what Java says of those that are none."""

from __future__ import annotations

from typing import Any

from .errors import Thrown
from .values import Long

_PARSING = {
    "Integer": (
        "java.base/java.lang.NumberFormatException.forInputString(NumberFormatException.java:67)",
        "java.base/java.lang.Integer.parseInt(Integer.java:668)",
        "java.base/java.lang.Integer.parseInt(Integer.java:786)",
    ),
    "Long": (
        "java.base/java.lang.NumberFormatException.forInputString(NumberFormatException.java:67)",
        "java.base/java.lang.Long.parseLong(Long.java:711)",
        "java.base/java.lang.Long.parseLong(Long.java:836)",
    ),
    "Double": (
        "java.base/jdk.internal.math.FloatingDecimal.readJavaFormatString(FloatingDecimal.java:2054)",
        "java.base/jdk.internal.math.FloatingDecimal.parseDouble(FloatingDecimal.java:110)",
        "java.base/java.lang.Double.parseDouble(Double.java:651)",
    ),
}
_LIMITS = {"Integer": 2**31, "Long": 2**63}
_DIGITS = 25
"""More than the longest whole number has."""


_NULL_INT = ("java.base/java.lang.Integer.parseInt(Integer.java:630)",)
_EMPTY_DOUBLE = "java.base/jdk.internal.math.FloatingDecimal.readJavaFormatString(FloatingDecimal.java:1842)"
_EMPTY_INT = "java.base/java.lang.Integer.parseInt(Integer.java:678)"


def _not_a_number(kind: str, held: Any) -> Thrown:
    stack = _PARSING[kind]
    if held is None:
        return Thrown("java.lang.NumberFormatException", "Cannot parse null string", (*_NULL_INT, stack[-1]))
    if held == "" and kind == "Integer":
        stack = (stack[0], _EMPTY_INT, stack[-1])
    return Thrown("java.lang.NumberFormatException", f'For input string: "{held}"', stack)


def parsed_whole(kind: str, held: Any) -> int:
    """`Integer.parseInt` and `Long.parseLong`."""
    if held is not None and not isinstance(held, str):
        raise TypeError
    digits = (held or "").removeprefix("-") if not (held or "").startswith("+") else (held or "")[1:]
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > _DIGITS:
        raise _not_a_number(kind, held)
    value = int(held or "")
    if not -_LIMITS[kind] <= value < _LIMITS[kind]:
        raise _not_a_number(kind, held)
    return Long(value) if kind == "Long" else value


def parsed_double(held: Any) -> float:
    """`Double.parseDouble`."""
    if held is None:
        raise Thrown("java.lang.NullPointerException")
    trimmed = held.strip()
    if "_" in trimmed or trimmed.lower().lstrip("+-") in ("inf", "infinity", "nan"):
        if trimmed.lstrip("+-") in ("Infinity", "NaN"):
            return float(trimmed)
        raise _not_a_number("Double", held)
    try:
        return float(trimmed.rstrip("dDfF") if trimmed else "x")
    except ValueError:
        if not trimmed:
            stack = (_EMPTY_DOUBLE, *_PARSING["Double"][1:])
            raise Thrown("java.lang.NumberFormatException", "empty String", stack) from None
        raise _not_a_number("Double", held) from None
