"""Operators with Java's meaning: whole numbers of 32 and 64 bits, texts that are joined, values that are compared.

opensearch-project/OpenSearch:modules/lang-painless/src/main/java/org/opensearch/painless/{DefMath,MethodWriter}.java.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from typing import Any

from .errors import Thrown
from .values import Builder, Char, Float, Long, Set, check_length, is_long, is_number, key_of, said_class, text


def binary(sign: str, one: Any, two: Any) -> Any:
    """One of `+ - * / % & | ^ << >> >>> < <= > >=`."""
    if sign == "+" and (isinstance(one, str) or isinstance(two, str)) and not (_both_chars(one, two)):
        return joined(one, two)
    if one is None or two is None:
        missing = "left" if one is None else "right"
        raise Thrown("java.lang.NullPointerException", f'Cannot invoke "Object.getClass()" because "{missing}" is null')
    if sign in ("&", "|", "^") and isinstance(one, bool) and isinstance(two, bool):
        return _BITS[sign](one, two)
    left, right = _numeric(one), _numeric(two)
    if left is None or right is None:
        raise _not_applicable(sign, one, two)
    if sign in _COMPARISONS:
        return _COMPARISONS[sign](left, right)
    if isinstance(left, float) or isinstance(right, float):
        if sign not in _DOUBLES:
            raise _not_applicable(sign, one, two)
        result = _DOUBLES[sign](float(left), float(right))
        return Float(result) if _is_single(left) and _is_single(right) else result
    if sign in ("<<", ">>", ">>>"):
        return _shifted(sign, left, right)
    long = is_long(left) or is_long(right)
    return whole(_WHOLE[sign](left, right), long=long)


def _is_single(number: Any) -> bool:
    """Whether a number leaves another one in single precision."""
    return isinstance(number, Float | int)


def joined(one: Any, two: Any) -> str:
    """Two texts as one."""
    left, right = text(one), text(two)
    check_length(len(left) + len(right))
    return left + right


def whole(value: int, *, long: bool) -> int:
    """A result in the range of its type, around which it wraps."""
    bits = 64 if long else 32
    wrapped = (value + 2 ** (bits - 1)) % 2**bits - 2 ** (bits - 1)
    return Long(wrapped) if long else wrapped


def unary(sign: str, value: Any) -> Any:
    """One of `- + ~`."""
    if value is None:
        raise Thrown("java.lang.NullPointerException", 'Cannot invoke "Object.getClass()" because "unary" is null')
    number = _numeric(value)
    if number is None or (sign == "~" and isinstance(number, float)):
        raise Thrown("java.lang.ClassCastException", f"Cannot apply [{sign}] operation to type [{said_class(value)}].")
    if sign == "+" or isinstance(number, float):
        return type(number)(-number) if sign == "-" else number
    return whole(-number if sign == "-" else ~number, long=is_long(number))


def equal(one: Any, two: Any) -> bool:
    """`==`: numbers by value, all else by type and content."""
    if isinstance(one, bool) or isinstance(two, bool):
        return one is two
    if isinstance(one, Char) != isinstance(two, Char):
        other = two if isinstance(one, Char) else one
        char = one if isinstance(one, Char) else two
        return is_number(other) and ord(char) == other
    if isinstance(one, Set) and isinstance(two, Set):
        return one.held.keys() == two.held.keys()
    if isinstance(one, Builder) or isinstance(two, Builder):
        return one is two
    return bool(one == two)


def equal_objects(one: Any, two: Any) -> bool:
    """`equals`, for which an int is no long."""
    if is_number(one) and is_number(two):
        return bool(key_of(one) == key_of(two))
    return equal(one, two)


def same(one: Any, two: Any) -> bool:
    """`===`: the very same object; small numbers and texts written in the script are."""
    if isinstance(one, bool | int) and isinstance(two, bool | int):
        return equal(one, two)
    return one is two


def matched(sign: str, value: Any, pattern: re.Pattern[str]) -> bool:
    """`=~` looks for the pattern, `==~` wants the whole text to fit."""
    if value is None:
        raise Thrown("java.lang.NullPointerException")
    held = text(value)
    return (pattern.search(held) if sign == "=~" else pattern.fullmatch(held)) is not None


def _both_chars(one: Any, two: Any) -> bool:
    """`char` and number are added as numbers."""
    return all(isinstance(value, Char) or is_number(value) for value in (one, two))


def _numeric(value: Any) -> Any:
    """The number that a value counts as, or None."""
    if isinstance(value, Char):
        return ord(value)
    return value if is_number(value) else None


def _not_applicable(sign: str, one: Any, two: Any) -> Thrown:
    types = f"types [{said_class(one)}] and [{said_class(two)}]."
    return Thrown("java.lang.ClassCastException", f"Cannot apply [{sign}] operation to {types}")


def _shifted(sign: str, one: int, by: int) -> int:
    bits = 64 if is_long(one) else 32
    by &= bits - 1
    if sign == "<<":
        return whole(one << by, long=bits == 64)
    if sign == ">>":
        return whole(one >> by, long=bits == 64)
    return whole((one % 2**bits) >> by, long=bits == 64)


def _quotient(one: int, two: int) -> int:
    if two == 0:
        raise Thrown("java.lang.ArithmeticException", "/ by zero")
    quotient = abs(one) // abs(two)
    return quotient if (one < 0) == (two < 0) else -quotient


def _double_quotient(one: float, two: float) -> float:
    if two != 0:
        return one / two
    if one == 0 or one != one:
        return math.nan
    return math.copysign(math.inf, one) * math.copysign(1, two)


def _double_rest(one: float, two: float) -> float:
    return math.nan if two == 0 or math.isinf(one) or one != one else math.fmod(one, two)


_BITS: dict[str, Callable[[Any, Any], Any]] = {"&": operator.and_, "|": operator.or_, "^": operator.xor}
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_DOUBLES: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _double_quotient,
    "%": _double_rest,
}
_WHOLE: dict[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _quotient,
    "%": lambda one, two: one - two * _quotient(one, two),
    **_BITS,
}
