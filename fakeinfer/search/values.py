"""Single values as fields hold them: numbers, dates, booleans, texts; read from JSON and compared in that form."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from typing import Any

from ..wire import Json

_ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ](?:(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?)?)?"
    r"(Z|[+-]\d{2}:?\d{2})?)?)?)?"
)
_SLASHED = re.compile(r"(\d{4})/(\d{2})/(\d{2})(?: (\d{2}):(\d{2}):(\d{2}))?")
_MATH = re.compile(r"([+-]\d*|/)([yMwdhHms])")


def text_of(value: Json) -> str:
    """A value as a keyword holds it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return java_double(value)
    return str(value)


def java_double(value: float) -> str:
    """`Double.toString`."""
    if math.isfinite(value) and (value == 0 or 1e-3 <= abs(value) < 1e7):
        return repr(value) if "e" not in repr(value) else f"{value:f}"
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
    from ..formats.javatext import double_text  # read by who prints what is that large or small

    return double_text(value)


def number_of(value: Json) -> float | int | None:
    """A finite number, or a text that holds one; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _finite(value)
    if not isinstance(value, str):
        return None
    text = value.strip()
    if re.fullmatch(r"[+-]?\d+", text):
        return int(text) if len(text) <= _DIGITS else None
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[dDfF]?", text):
        return _finite(float(text.rstrip("dDfF")))
    return None


_DIGITS = 308
"""More than these make a number that no double holds."""


def _finite(number: float) -> float | None:
    """The number, unless it is none or larger than any double."""
    try:
        return number if math.isfinite(number) else None
    except OverflowError:
        return None


def truth_of(value: Json) -> bool | None:
    """True or false, as such or as text; None for anything else, numbers too."""
    return value if isinstance(value, bool) else {"true": True, "false": False}.get(text_of(value))


def boolean_of(value: Json) -> bool | None:
    """A boolean, or one of the texts that mean one."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False, "": False}.get(value) if isinstance(value, str) else None


def millis_of(value: Json, *, round_up: bool = False, now: int = 0) -> int | None:
    """Milliseconds since the epoch of a date, of date math (`now-1d/d`) or of a number; None for anything else.

    `round_up` takes the last millisecond of what was left out, as `lte` and `gt` do.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return None if _finite(value) is None else math.floor(value)
    if not isinstance(value, str):
        return None
    if value.startswith("now"):
        return _math(now, value[3:], round_up=round_up)
    anchor, bars, rest = value.partition("||")
    found = _date(anchor, round_up=round_up and not bars)
    if found is None and re.fullmatch(r"-?\d+(\.\d+)?", anchor):
        found = millis_of(float(anchor))
    if found is None or not bars:
        return found
    return _math(found, rest, round_up=round_up)


def _date(text: str, *, round_up: bool) -> int | None:
    matched = _ISO.fullmatch(text) or _SLASHED.fullmatch(text)
    if matched is None:
        return None
    groups = matched.groups()
    year, month, day, hour, minute, second = groups[:6]
    fraction, zone = groups[6:8] if len(groups) > 6 else (None, None)
    try:
        begin = datetime(int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError:
        return None
    millis = _millis(begin) + int((fraction or "0").ljust(3, "0")[:3])
    if zone and zone != "Z":
        sign = -1 if zone[0] == "+" else 1
        millis += sign * (int(zone[1:3]) * 60 + int(zone[-2:])) * 60_000
    if not round_up or fraction:
        return millis
    if second:
        return millis + 999
    if minute:
        return millis + 59_999
    if hour:
        return millis + 3_599_999
    unit = "d" if day else "M" if month else "y"
    return _add(millis, 1, unit) - 1


def _math(millis: int, operations: str, *, round_up: bool) -> int | None:
    at = 0
    for found in _MATH.finditer(operations):
        if found.start() != at:
            return None
        at = found.end()
        amount, unit = found[1], found[2]
        if amount == "/":
            millis = _floor(millis, unit)
            if round_up:
                millis = _add(millis, 1, unit) - 1
        else:
            millis = _add(millis, int(amount if len(amount) > 1 else f"{amount}1"), unit)
    return millis if at == len(operations) else None


_FIXED = {"w": 604_800_000, "d": 86_400_000, "h": 3_600_000, "H": 3_600_000, "m": 60_000, "s": 1000}
_EPOCH = datetime(1970, 1, 1)


def _add(millis: int, amount: int, unit: str) -> int:
    if unit in _FIXED:
        return millis + amount * _FIXED[unit]
    moment = _EPOCH + timedelta(milliseconds=millis)
    months = moment.year * 12 + moment.month - 1 + amount * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    from calendar import monthrange  # read by who counts in months

    day = min(moment.day, monthrange(year, month + 1)[1])
    return _millis(moment.replace(year=year, month=month + 1, day=day))


def _floor(millis: int, unit: str) -> int:
    if unit in ("y", "M"):
        moment = _EPOCH + timedelta(milliseconds=millis)
        return _millis(datetime(moment.year, 1 if unit == "y" else moment.month, 1))
    if unit == "w":
        return (millis - 4 * _FIXED["d"]) // _FIXED["w"] * _FIXED["w"] + 4 * _FIXED["d"]
    return millis // _FIXED[unit] * _FIXED[unit]


def _millis(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def iso(millis: int) -> str:
    """`2020-01-01T00:00:00.000Z`"""
    moment = _EPOCH + timedelta(milliseconds=millis)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{millis % 1000:03d}Z"


def leaf_values(source: Any, steps: tuple[str, ...]) -> list[Json]:
    """Every value that stands at a path of a source: lists are opened, keys with dots are understood, nulls left out."""
    if not steps:
        return _opened(source)
    if isinstance(source, list):
        return [value for item in source for value in leaf_values(item, steps)]
    if not isinstance(source, dict):
        return []
    found: list[Json] = []
    for length in range(1, len(steps) + 1):
        name = steps[0] if length == 1 else ".".join(steps[:length])
        if name in source:
            found.extend(leaf_values(source[name], steps[length:]))
    return found


def _opened(value: Any) -> list[Json]:
    if value is None:
        return []
    if isinstance(value, list):
        return [leaf for item in value for leaf in _opened(item)]
    return [value]
