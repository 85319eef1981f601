"""Dates as text, in the servers' named formats and in patterns of Java's `DateTimeFormatter`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from ..errors import illegal_argument, not_implemented
from .values import iso

NAMED = {
    "date": "yyyy-MM-dd", "strict_date": "yyyy-MM-dd", "basic_date": "yyyyMMdd", "year": "yyyy", "strict_year": "yyyy",
    "year_month": "yyyy-MM", "strict_year_month": "yyyy-MM", "year_month_day": "yyyy-MM-dd",
    "strict_year_month_day": "yyyy-MM-dd", "date_hour": "yyyy-MM-dd'T'HH", "date_hour_minute": "yyyy-MM-dd'T'HH:mm",
    "date_hour_minute_second": "yyyy-MM-dd'T'HH:mm:ss", "date_time_no_millis": "yyyy-MM-dd'T'HH:mm:ssXXX",
    "basic_date_time": "yyyyMMdd'T'HHmmss.SSSXX", "hour_minute": "HH:mm", "hour_minute_second": "HH:mm:ss",
}  # fmt: skip
OPTIONAL_TIME = ("date_optional_time", "strict_date_optional_time", "date_time", "strict_date_time")
_LETTERS = re.compile(r"'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def shown_date(millis: int, format: str | None = None, zone: tzinfo = UTC) -> str:
    """A moment in a format, by default `2020-01-01T00:00:00.000Z`; of several formats the first one counts."""
    pattern = (format or "date_time").split("||")[0]
    if pattern == "epoch_millis":
        return str(millis)
    if pattern == "epoch_second":
        return str(millis // 1000)
    if pattern in OPTIONAL_TIME and zone is UTC:
        return iso(millis)
    moment = _moment(millis).astimezone(zone)
    if pattern in OPTIONAL_TIME:
        pattern = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"
    return "".join(_shown(found, moment) for found in _LETTERS.finditer(NAMED.get(pattern, pattern)))


def _moment(millis: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=millis)


def _shown(found: re.Match[str], moment: datetime) -> str:
    if found[1] is not None:
        return found[1] or "'"
    letter, size = found[2], len(found[0])
    if letter is None:
        return found[0]
    numbers = {
        "y": moment.year, "u": moment.year, "M": moment.month, "L": moment.month, "d": moment.day, "H": moment.hour,
        "h": moment.hour % 12 or 12, "m": moment.minute, "s": moment.second, "D": moment.timetuple().tm_yday,
        "e": moment.isoweekday(), "w": moment.isocalendar().week, "Y": moment.isocalendar().year,
    }  # fmt: skip
    if letter in "yuY" and size == 2:
        return f"{numbers[letter] % 100:02d}"
    if letter in "ML" and size == 3:
        return _MONTHS[moment.month - 1]
    if letter in numbers:
        return str(numbers[letter]).zfill(size)
    if letter == "S":
        return f"{moment.microsecond:06d}".ljust(9, "0")[:size]
    if letter == "E":
        return _DAYS[moment.weekday()]
    if letter == "a":
        return "AM" if moment.hour < 12 else "PM"
    if letter in "XZxz":
        return _offset(moment, letter, size)
    raise not_implemented(f"the letter [{letter}] of a date format")


def _offset(moment: datetime, letter: str, size: int) -> str:
    minutes = int((moment.utcoffset() or timedelta()).total_seconds() // 60)
    if letter == "X" and minutes == 0:
        return "Z"
    sign, minutes = "-" if minutes < 0 else "+", abs(minutes)
    colon = ":" if size == 3 and letter != "Z" else ""
    return f"{sign}{minutes // 60:02d}{colon}{minutes % 60:02d}"


def zone_named(name: str) -> tzinfo:
    """A time zone: `UTC`, `Z`, `+02:00` or a name such as `Europe/Berlin`."""
    if name in ("UTC", "Z", "GMT"):
        return UTC
    found = re.fullmatch(r"([+-])(\d{1,2})(?::?(\d{2}))?", name)
    if found is not None and int(found[2]) <= 18:
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # read by who is somewhere

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise illegal_argument(f"Unknown time-zone ID: {name}") from None
