"""`BigDecimal` and `BigInteger`."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from ..errors import not_implemented
from .casts import convert
from .errors import Thrown
from .times import Dated, Enum
from .values import Long, text

_DIGITS = 2000
_EXACT = decimal.Context(prec=_DIGITS, traps=[decimal.InvalidOperation])


class RoundingMode(Enum):
    """How to round."""

    JAVA = "java.math.RoundingMode"
    __slots__ = ()


_MODES = {
    "UP": decimal.ROUND_UP, "DOWN": decimal.ROUND_DOWN, "CEILING": decimal.ROUND_CEILING, "FLOOR": decimal.ROUND_FLOOR,
    "HALF_UP": decimal.ROUND_HALF_UP, "HALF_DOWN": decimal.ROUND_HALF_DOWN, "HALF_EVEN": decimal.ROUND_HALF_EVEN,
    "UNNECESSARY": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BigDecimal(Dated):
    """A number with as many digits as it takes."""

    value: Decimal
    JAVA: ClassVar[str] = "java.math.BigDecimal"

    @property
    def order(self) -> Any:
        return self.value

    @property
    def scale(self) -> int:
        return -int(self.value.as_tuple().exponent)

    def __str__(self) -> str:
        return str(self.value).replace("E+", "E+")


@dataclass(frozen=True, slots=True)
class BigInteger(Dated):
    """A whole number with as many digits as it takes."""

    value: int
    JAVA: ClassVar[str] = "java.math.BigInteger"

    @property
    def order(self) -> Any:
        return self.value

    def __str__(self) -> str:
        return str(self.value)


def _decimal(given: Any) -> BigDecimal:
    if not isinstance(given, str):
        return BigDecimal(Decimal(given))
    if len(given) > _DIGITS:
        raise not_implemented("numbers of so many digits in a script")
    try:
        value = Decimal(given)
    except decimal.InvalidOperation:
        raise Thrown("java.lang.NumberFormatException") from None
    if not value.is_finite() or given != given.strip() or "_" in given:
        raise Thrown("java.lang.NumberFormatException")
    return BigDecimal(value)


def _integer(given: str, base: int = 10) -> BigInteger:
    if len(given) > _DIGITS:
        raise not_implemented("numbers of so many digits in a script")
    try:
        return BigInteger(int(given, base))
    except ValueError:
        raise Thrown("java.lang.NumberFormatException", f'For input string: "{given}"') from None


def _by(operation: Callable[[decimal.Context, Decimal, Decimal], Decimal]) -> Callable[..., BigDecimal]:
    return lambda one, two: BigDecimal(operation(_EXACT, one.value, two.value))


_MATH = "java.base/java.math.BigDecimal.divide(BigDecimal.java:1780)"


def _divided(one: BigDecimal, two: BigDecimal) -> BigDecimal:
    if two.value == 0:
        raise Thrown("java.lang.ArithmeticException", "/ by zero" if one.value else "Division undefined")
    preferred = one.scale - two.scale
    with decimal.localcontext(_EXACT) as context:
        quotient = one.value / two.value
        if context.flags[decimal.Inexact]:
            reason = "Non-terminating decimal expansion; no exact representable decimal result."
            raise Thrown("java.lang.ArithmeticException", reason, (_MATH,))
        quotient = quotient.normalize()
    made = BigDecimal(quotient)
    return made if made.scale >= preferred else _scaled(made, preferred)


def _scaled(one: BigDecimal, scale: int, mode: Any = None) -> BigDecimal:
    if abs(scale) > _DIGITS // 2:
        raise not_implemented("numbers of so many digits in a script")
    how = _MODES["UNNECESSARY" if mode is None else mode.name]
    value = one.value.quantize(Decimal(1).scaleb(-scale), how or decimal.ROUND_HALF_UP, _EXACT)
    if not how and value != one.value:
        raise Thrown("java.lang.ArithmeticException", "Rounding necessary")
    return BigDecimal(value)


def _divided_to(one: BigDecimal, two: BigDecimal, scale: int, mode: Any) -> BigDecimal:
    if two.value == 0:
        raise Thrown("java.lang.ArithmeticException", "/ by zero")
    return _scaled(BigDecimal(_EXACT.divide(one.value, two.value)), scale, mode)


def _stripped(one: BigDecimal) -> BigDecimal:
    return BigDecimal(Decimal(0) if one.value == 0 else _EXACT.normalize(one.value))


def _compared(one: Any, two: Any) -> int:
    return int((one.value > two.value) - (one.value < two.value))


def _quotient(one: BigInteger, two: BigInteger) -> BigInteger:
    if two.value == 0:
        raise Thrown("java.lang.ArithmeticException", "BigInteger divide by zero")
    size = abs(one.value) // abs(two.value)
    return BigInteger(size if (one.value < 0) == (two.value < 0) else -size)


def _power(one: BigInteger, exponent: int) -> BigInteger:
    if exponent < 0:
        raise Thrown("java.lang.ArithmeticException", "Negative exponent")
    if one.value.bit_length() * exponent > 10_000:
        raise not_implemented("numbers of so many digits in a script")
    return BigInteger(one.value**exponent)


_NUMBER: dict[str, Callable[..., Any]] = {
    "intValue/0": lambda one: convert(int(one.value) % 2**32, "int"),
    "longValue/0": lambda one: Long(convert(int(one.value) % 2**64, "long")),
    "doubleValue/0": lambda one: float(one.value),
    "floatValue/0": lambda one: convert(float(one.value), "float"),
    "compareTo/1": _compared,
    "signum/0": lambda one: int((one.value > 0) - (one.value < 0)),
    "max/1": lambda one, two: one if one.value >= two.value else two,
    "min/1": lambda one, two: one if one.value <= two.value else two,
    "abs/0": lambda one: type(one)(abs(one.value)),
    "negate/0": lambda one: type(one)(-one.value),
    "equals/1": lambda one, two: type(one) is type(two) and str(one) == str(two),
}
METHODS: dict[str, dict[str, Callable[..., Any]]] = {
    "BigDecimal": {
        **_NUMBER,
        "add/1": _by(decimal.Context.add),
        "subtract/1": _by(decimal.Context.subtract),
        "multiply/1": _by(decimal.Context.multiply),
        "remainder/1": _by(decimal.Context.remainder),
        "divide/1": _divided,
        "divide/2": lambda one, two, mode: _divided_to(one, two, one.scale, mode),
        "divide/3": _divided_to,
        "setScale/1": _scaled,
        "setScale/2": _scaled,
        "scale/0": lambda one: one.scale,
        "precision/0": lambda one: len(one.value.as_tuple().digits),
        "stripTrailingZeros/0": _stripped,
        "toPlainString/0": lambda one: f"{one.value:f}",
        "toBigInteger/0": lambda one: BigInteger(int(one.value)),
    },
    "BigInteger": {
        **_NUMBER,
        "add/1": lambda one, two: BigInteger(one.value + two.value),
        "subtract/1": lambda one, two: BigInteger(one.value - two.value),
        "multiply/1": lambda one, two: BigInteger(one.value * two.value),
        "divide/1": _quotient,
        "remainder/1": lambda one, two: BigInteger(one.value - two.value * _quotient(one, two).value),
        "mod/1": lambda one, two: BigInteger(one.value % two.value),
        "pow/1": _power,
        "bitLength/0": lambda one: one.value.bit_length(),
    },
    "RoundingMode": {"name/0": lambda mode: mode.name},
}
STATIC: dict[str, Callable[..., Any]] = {
    "BigDecimal.valueOf/1": lambda number: _decimal(text(number)),
    "BigInteger.valueOf/1": BigInteger,
}
_ROUND = (("ZERO", 0), ("ONE", 1), ("TEN", 10))
CONSTANTS: dict[str, Any] = {
    **{f"BigDecimal.{name}": BigDecimal(Decimal(number)) for name, number in _ROUND},
    **{f"BigInteger.{name}": BigInteger(number) for name, number in _ROUND},
    **{f"RoundingMode.{name}": RoundingMode(name, number) for number, name in enumerate(_MODES)},
}
CONSTRUCTORS: dict[str, Callable[..., Any]] = {"BigDecimal": _decimal, "BigInteger": _integer}
