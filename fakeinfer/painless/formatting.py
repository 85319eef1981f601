"""`String.format`: the conversions of `java.util.Formatter` that scripts use."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ..errors import not_implemented
from .errors import Thrown
from .values import Char, check_length, class_of, is_number, text

_SPECIFIER = re.compile(r"%(?:(\d+)\$)?([-#+ 0,(]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])")
_WIDEST = 10_000


def formatted(format: str, arguments: list[Any]) -> str:
    """A text with values in it."""
    made: list[str] = []
    at = number = 0
    for found in _SPECIFIER.finditer(format):
        made.append(_literal(format[at : found.start()]))
        at = found.end()
        conversion = found[5]
        if conversion == "n":
            made.append("\n")
            continue
        if conversion == "%":
            made.append(_padded("%", found))
            continue
        place = int(found[1]) - 1 if found[1] else number
        number += 0 if found[1] else 1
        if not 0 <= place < len(arguments):
            raise Thrown("java.util.MissingFormatArgumentException", f"Format specifier '{found[0]}'")
        made.append(_converted(found, arguments[place]))
        check_length(sum(map(len, made)))
    made.append(_literal(format[at:]))
    return "".join(made)


def _literal(part: str) -> str:
    if "%" in part:
        conversion = part[part.index("%") + 1 :][:1] or "%"
        raise Thrown("java.util.UnknownFormatConversionException", f"Conversion = '{conversion}'")
    return part


def _converted(found: re.Match[str], value: Any) -> str:
    conversion = found[5]
    upper, kind = conversion.isupper(), conversion.lower()
    if kind not in "sdxofegbch":
        raise Thrown("java.util.UnknownFormatConversionException", f"Conversion = '{conversion}'")
    if kind == "b":
        shown = "false" if value is None or value is False else "true"
    elif value is None:
        shown = "null"
    elif kind == "s":
        shown = text(value)
    elif kind == "h":
        from .objects import hash_of

        shown = f"{hash_of(value) % 2**32:x}"
    elif kind == "c":
        shown = _character(value, conversion)
    elif kind in "dxo":
        return _padded(_whole(value, kind, found), found, upper=upper, zeros=True)
    else:
        return _padded(_fraction(value, kind, found), found, upper=upper, zeros=True)
    if found[4] is not None:
        shown = shown[: int(found[4])]
    return _padded(shown, found, upper=upper)


def _character(value: Any, conversion: str) -> str:
    if isinstance(value, Char):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return chr(value)
    raise _misfit(value, conversion)


def _whole(value: Any, kind: str, found: re.Match[str]) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _misfit(value, found[5])
    if kind != "d":
        from .values import is_long

        bits = 64 if is_long(value) else 32
        shown = f"{value % 2**bits:{kind}}"
        return ({"x": "0x", "o": "0"}[kind] if "#" in found[2] else "") + shown
    return _signed(f"{abs(value):,d}" if "," in found[2] else str(abs(int(value))), value < 0, found[2])


def _fraction(value: Any, kind: str, found: re.Match[str]) -> str:
    if not is_number(value) or not isinstance(value, float):
        raise _misfit(value, found[5])
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return _signed("Infinity", value < 0, found[2])
    digits = 6 if found[4] is None else int(found[4])
    if digits > _WIDEST:
        raise not_implemented("so many digits in a script")
    exact = Decimal(text(abs(value)))
    if kind == "g":
        raise not_implemented("the conversion %g in a script")
    if kind == "e":
        shown = f"{exact:.{digits}e}" if exact else f"{0:.{digits}f}e+00"
        mantissa, _, power = shown.partition("e")
        shown = f"{mantissa}e{power[0]}{power[1:]:0>2}"
    else:
        rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) if digits < 300 else exact
        shown = f"{rounded:,f}" if "," in found[2] else f"{rounded:f}"
    return _signed(shown, value < 0 or str(value).startswith("-"), found[2])


def _signed(shown: str, negative: bool, flags: str) -> str:
    if negative:
        return f"({shown})" if "(" in flags else f"-{shown}"
    return f"+{shown}" if "+" in flags else f" {shown}" if " " in flags else shown


def _padded(shown: str, found: re.Match[str], *, upper: bool = False, zeros: bool = False) -> str:
    width = int(found[3] or 0)
    if width > _WIDEST:
        raise not_implemented("such a width in a script")
    if upper:
        shown = shown.upper()
    if "-" in found[2]:
        return shown.ljust(width)
    if zeros and "0" in found[2]:
        sign = shown[:1] if shown[:1] in "+- " else ""
        return sign + shown[len(sign) :].rjust(width - len(sign), "0")
    return shown.rjust(width)


def _misfit(value: Any, conversion: str) -> Thrown:
    return Thrown("java.util.IllegalFormatConversionException", f"{conversion} != {class_of(value)}")
