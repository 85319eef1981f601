"""Static methods and constants of the classes that numbers, characters and truth values are boxed in."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from functools import partial
from typing import Any

from .casts import convert
from .containers import compared
from .errors import Thrown
from .numerals import parsed_double, parsed_whole
from .objects import hash_of
from .values import Char, Float, Long, text


def _number_value(kind: str, of: str, value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Char):
        return parsed_double(value) if kind == "Double" else parsed_whole(kind, value)
    return convert(ord(value) if isinstance(value, Char) else value, of)


def _numbers(kind: str, of: str) -> dict[str, Callable[..., Any]]:
    return {
        f"{kind}.valueOf/1": partial(_number_value, kind, of),
        f"{kind}.toString/1": text,
        f"{kind}.compare/2": compared,
        f"{kind}.max/2": max,
        f"{kind}.min/2": min,
        f"{kind}.sum/2": lambda one, two: convert(one + two, of),
        f"{kind}.hashCode/1": hash_of,
    }


def _character(test: Callable[[str], bool]) -> Callable[[Any], bool]:
    return lambda char: test(char if isinstance(char, str) else chr(char))


def _number_of(char: str) -> int:
    return int(char, 36) if char.isascii() and char.isalnum() else -1


def _in_base(number: int, base: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    base = base if 2 <= base <= 36 else 10
    size, shown = abs(number), ""
    while size:
        size, digit = divmod(size, base)
        shown = digits[digit] + shown
    return ("-" if number < 0 else "") + (shown or "0")


def _parsed_in_base(kind: str, held: str, base: int) -> Any:
    try:
        if not held or held != held.strip() or "_" in held:
            raise ValueError
        number = int(held, base)
    except ValueError:
        told = f'For input string: "{held}"' + ("" if base == 10 else f" under radix {base}")
        raise Thrown("java.lang.NumberFormatException", told) from None
    if convert(number, kind) != number:
        raise Thrown("java.lang.NumberFormatException", f'For input string: "{held}" under radix {base}')
    return convert(number, kind)


def _small(limit: int, held: Any) -> int:
    number: int = parsed_whole("Integer", held)
    if not -limit <= number < limit:
        raise Thrown("java.lang.NumberFormatException", f'Value out of range. Value:"{held}" Radix:10')
    return number


NUMBERS: dict[str, Callable[..., Any]] = {
    **_numbers("Integer", "int"),
    "Integer.parseInt/1": partial(parsed_whole, "Integer"),
    "Integer.toHexString/1": lambda value: f"{value % 2**32:x}",
    "Integer.toBinaryString/1": lambda value: f"{value % 2**32:b}",
    "Integer.toOctalString/1": lambda value: f"{value % 2**32:o}",
    "Integer.toString/2": _in_base,
    "Integer.parseInt/2": partial(_parsed_in_base, "int"),
    "Integer.bitCount/1": lambda value: (value % 2**32).bit_count(),
    "Integer.reverse/1": lambda value: convert(int(f"{value % 2**32:032b}"[::-1], 2), "int"),
    "Integer.signum/1": lambda value: (value > 0) - (value < 0),
    "Integer.numberOfTrailingZeros/1": lambda value: 32 if value == 0 else (value & -value).bit_length() - 1,
    "Integer.numberOfLeadingZeros/1": lambda value: 32 - (value % 2**32).bit_length(),
    **_numbers("Long", "long"),
    "Long.parseLong/1": partial(parsed_whole, "Long"),
    "Long.toString/2": _in_base,
    "Long.parseLong/2": partial(_parsed_in_base, "long"),
    "Long.bitCount/1": lambda value: (value % 2**64).bit_count(),
    "Long.signum/1": lambda value: (value > 0) - (value < 0),
    "Long.toHexString/1": lambda value: f"{value % 2**64:x}",
    "Long.toBinaryString/1": lambda value: f"{value % 2**64:b}",
    "Long.numberOfTrailingZeros/1": lambda value: 64 if value == 0 else (value & -value).bit_length() - 1,
    "Long.numberOfLeadingZeros/1": lambda value: 64 - (value % 2**64).bit_length(),
    **_numbers("Double", "double"),
    "Double.parseDouble/1": parsed_double,
    "Double.isNaN/1": lambda value: value != value,
    "Double.doubleToLongBits/1": lambda value: Long(struct.unpack(">q", struct.pack(">d", value))[0]),
    "Double.longBitsToDouble/1": lambda value: struct.unpack(">d", struct.pack(">q", value))[0],
    "Double.isInfinite/1": math.isinf,
    "Double.isFinite/1": math.isfinite,
    "Float.parseFloat/1": lambda value: Float(parsed_double(value)),
    "Float.toString/1": text,
    "Float.valueOf/1": Float,
    "Float.compare/2": compared,
    "Float.isNaN/1": lambda value: value != value,
    "Byte.parseByte/1": partial(_small, 2**7),
    "Short.parseShort/1": partial(_small, 2**15),
    "Character.isDigit/1": _character(str.isdigit),
    "Character.isLetter/1": _character(str.isalpha),
    "Character.isLetterOrDigit/1": _character(str.isalnum),
    "Character.isUpperCase/1": _character(str.isupper),
    "Character.isLowerCase/1": _character(str.islower),
    "Character.isWhitespace/1": _character(str.isspace),
    "Character.toString/1": str,
    "Character.getNumericValue/1": lambda char: _number_of(char if isinstance(char, str) else chr(char)),
    "Character.toUpperCase/1": lambda char: Char(char.upper()[:1]),
    "Character.toLowerCase/1": lambda char: Char(char.lower()[:1]),
    "Character.isAlphabetic/1": _character(str.isalpha),
    "Character.compare/2": lambda one, two: ord(one) - ord(two),
    "Boolean.parseBoolean/1": lambda value: value is not None and value.lower() == "true",
    "Boolean.valueOf/1": lambda value: value if isinstance(value, bool) else value.lower() == "true",
    "Boolean.toString/1": text,
    "Boolean.compare/2": compared,
    "Boolean.logicalAnd/2": lambda one, two: one and two,
    "Boolean.logicalOr/2": lambda one, two: one or two,
    "Boolean.logicalXor/2": lambda one, two: one is not two,
}  # fmt: skip

LIMITS: dict[str, Any] = {
    "Integer.MAX_VALUE": 2**31 - 1,
    "Integer.MIN_VALUE": -(2**31),
    "Long.MAX_VALUE": 2**63 - 1,
    "Long.MIN_VALUE": -(2**63),
    "Double.MAX_VALUE": 1.7976931348623157e308,
    "Double.MIN_VALUE": 5e-324,
    "Double.NaN": math.nan,
    "Double.POSITIVE_INFINITY": math.inf,
    "Double.NEGATIVE_INFINITY": -math.inf,
    "Float.MAX_VALUE": Float(3.4028234663852886e38),
    "Float.MIN_VALUE": Float(1.401298464324817e-45),
    "Float.NaN": Float(math.nan),
    "Byte.MAX_VALUE": 127,
    "Byte.MIN_VALUE": -128,
    "Short.MAX_VALUE": 32767,
    "Short.MIN_VALUE": -32768,
    "Character.MAX_VALUE": Char("\uffff"),
    "Boolean.TRUE": True,
}
