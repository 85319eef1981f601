"""The class `Math`."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from .casts import convert
from .values import Long, is_number


def _math(function: Callable[..., Any]) -> Callable[..., float]:
    """A function of doubles, to which what Python refuses is no number or beyond all."""

    def called(*given: Any) -> float:
        if not all(is_number(value) for value in given):
            raise TypeError
        try:
            return float(function(*map(float, given)))
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return called


def _rounded(value: Any) -> int:
    number = float(value)
    if number != number:
        return Long(0)
    return Long(convert(math.floor(number + 0.5) if math.isfinite(number) else number, "long"))


def _log(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda value: -math.inf if value == 0 else function(value)


def _pow(one: float, two: float) -> float:
    try:
        return one**two if one >= 0 or two.is_integer() else math.nan
    except ZeroDivisionError:
        return math.inf


def _ceil(value: float) -> float:
    return float(math.ceil(value)) if math.isfinite(value) else value


def _floor(value: float) -> float:
    return float(math.floor(value)) if math.isfinite(value) else value


def _signum(value: float) -> float:
    return value if value == 0 or value != value else math.copysign(1, value)


def _cube_root(number: float) -> float:
    """Exact where there is an exact one, as Java's is."""
    root = math.cbrt(number)
    return float(round(root)) if math.isfinite(root) and round(root) ** 3 == number else root


_OF_ONE: dict[str, Callable[..., Any]] = {
    "abs": abs, "ceil": _ceil, "floor": _floor, "sqrt": math.sqrt, "cbrt": _cube_root, "exp": math.exp,
    "log": _log(math.log), "log10": _log(math.log10), "log1p": math.log1p, "sin": math.sin, "cos": math.cos,
    "tan": math.tan, "asin": math.asin, "acos": math.acos, "atan": math.atan, "sinh": math.sinh,
    "cosh": math.cosh, "tanh": math.tanh, "signum": _signum, "toRadians": math.radians, "toDegrees": math.degrees,
    "rint": round,
}  # fmt: skip
_OF_TWO: dict[str, Callable[..., Any]] = {
    "max": max, "min": min, "pow": _pow, "atan2": math.atan2, "hypot": math.hypot,
}  # fmt: skip

MATH: dict[str, Callable[..., Any]] = {
    **{f"Math.{name}/1": _math(function) for name, function in _OF_ONE.items()},
    **{f"Math.{name}/2": _math(function) for name, function in _OF_TWO.items()},
    "Math.round/1": _rounded,
}
"""Static methods of `Math`, which all are of doubles."""
