"""How Java prints JSON values, for messages that quote them: `{a=1, b=[x, 2.0]}`, class names, `HashMap` order."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from ..wire import Json

INT_MAX = 2**31 - 1
LONG_MAX = 2**63 - 1


def to_text(value: Json, capacity_for: int | None = None) -> str:
    """`String.valueOf(value)` of a parsed JSON value. `capacity_for`: how many entries the outer map once held."""
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return double_text(value)
    if isinstance(value, Mapping):
        names = hash_order(value, capacity_for or len(value))
        return "{" + ", ".join(f"{name}={to_text(value[name])}" for name in names) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(to_text, value)) + "]"
    return str(value)


def double_text(value: float) -> str:
    """`Double.toString`: a fraction always, an exponent below 1e-3 and from 1e7 on."""
    if not math.isfinite(value):
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    from decimal import Decimal  # read by who prints a double

    plain = Decimal(repr(value))
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        text = f"{plain:f}"
        return text if "." in text else f"{text}.0"
    sign, digits, exponent = plain.normalize().as_tuple()
    assert isinstance(exponent, int)
    rest = "".join(map(str, digits[1:])) or "0"
    return f"{'-' if sign else ''}{digits[0]}.{rest}E{len(digits) - 1 + exponent}"


def class_name(value: Json) -> str:
    """The simple name of the class a parsed JSON value has."""
    return java_class(value).rpartition(".")[2]


def java_class(value: Json) -> str:
    """The full name of the class a parsed JSON value has."""
    if isinstance(value, bool):
        return "java.lang.Boolean"
    if isinstance(value, int):
        if -INT_MAX - 1 <= value <= INT_MAX:
            return "java.lang.Integer"
        return "java.lang.Long" if -LONG_MAX - 1 <= value <= LONG_MAX else "java.math.BigInteger"
    if isinstance(value, float):
        return "java.lang.Double"
    if isinstance(value, str):
        return "java.lang.String"
    return "java.util.ArrayList" if isinstance(value, list) else "java.util.HashMap"


def hash_order(names: Collection[str], held: int | None = None) -> list[str]:
    """`names` as a `java.util.HashMap` of texts iterates over them; `held`: how many it held when it was largest."""
    capacity = 16
    while (len(names) if held is None else held) > capacity * 3 // 4:
        capacity *= 2
    return bucket_order(names, capacity)


def bucket_order(names: Collection[str], capacity: int) -> list[str]:
    """`names` as a `java.util.HashMap` with that many buckets iterates over them."""
    return sorted(names, key=lambda name: _spread(name) & (capacity - 1))


def copied_capacity(size: int, added: int = 0) -> int:
    """The buckets of a `java.util.HashMap` that was made as a copy of one with `size` texts and got some more."""
    capacity = 1 << (int(size / 0.75) if size else 15).bit_length()
    while size + added > capacity * 3 // 4:
        capacity *= 2
    return capacity


def string_hash(text: str) -> int:
    """`String.hashCode`: a signed int made of the text's UTF-16 units."""
    code = _code(text)
    return code - 2**32 if code > INT_MAX else code


def _code(text: str) -> int:
    code = 0
    for unit in memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H"):
        code = (31 * code + unit) & 0xFFFFFFFF
    return code


def _spread(text: str) -> int:
    code = _code(text)
    return code ^ (code >> 16)
