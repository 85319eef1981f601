"""Texts as times by a pattern of Java's `SimpleDateFormat`: years to milliseconds, and quoted or other letters as they stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ...errors import not_implemented

_NUMBERS = {"y": "year", "M": "month", "d": "day", "H": "hour", "m": "minute", "s": "second", "S": "millis"}
_OTHERS = "GYLwWDFEukKhaZzX"
"""Letters that mean something to Java and are not read here."""
_TWO_DIGITS, _PIVOT = 2, 80


def date_reader(pattern: str, zone: str) -> Callable[[str], int | None]:
    """A function from a text to epoch milliseconds, None for a text that does not begin as the pattern says.

    ValueError for a pattern that is none. As in Java, an unknown zone is UTC.
    """
    expression, short_year = _expression(pattern)
    place = _zone(zone)

    def read(text: str) -> int | None:
        found = expression.match(text)
        if found is None:
            return None
        parts = {name: int(value) for name, value in found.groupdict().items()}
        year = parts.get("year", 1970)
        if short_year and "year" in parts and len(found["year"]) == _TWO_DIGITS:
            year += 1900 if year >= _PIVOT else 2000
        # Java is lenient: the 32nd of a month is the first or so of the next one.
        months = parts.get("month", 1) - 1
        first = datetime(year + months // 12, months % 12 + 1, 1, tzinfo=place)
        moment = first + timedelta(
            days=parts.get("day", 1) - 1,
            hours=parts.get("hour", 0),
            minutes=parts.get("minute", 0),
            seconds=parts.get("second", 0),
            milliseconds=parts.get("millis", 0),
        )
        return round(moment.timestamp() * 1000)

    return read


def _expression(pattern: str) -> tuple[re.Pattern[str], bool]:
    parts: list[str] = []
    seen: set[str] = set()
    pieces = re.findall(r"'((?:[^']|'')*)'|(([A-Za-z])\3*)|(.)", pattern, re.DOTALL)
    for number, (quoted, letters, letter, other) in enumerate(pieces):
        if letter in _NUMBERS:
            name = _NUMBERS[letter]
            touches = number + 1 < len(pieces) and bool(pieces[number + 1][2])
            digits = rf"\d{{{len(letters)}}}" if touches else r"\d+"
            parts.append(rf"\s*(?P<{name}>{digits})" if name not in seen else rf"\s*{digits}")
            seen.add(name)
        elif letter:
            if letter not in _OTHERS:
                raise ValueError(f"Illegal pattern character '{letter}'")
            raise not_implemented(f"dates in the pattern {pattern}")
        else:
            parts.append(re.escape(quoted.replace("''", "'") or other or "'"))
    return re.compile("".join(parts)), "yyy" not in pattern


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
