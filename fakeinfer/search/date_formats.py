"""Dates as text, in the servers' named formats and in patterns of Java's `DateTimeFormatter`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING

from ..errors import illegal_argument, not_implemented
from ..wire import Json
from .values import iso, millis_of

if TYPE_CHECKING:
    from ..formats.dates.format import DateFormat

DEFAULT = "date_time"
_NEAR = 62_135_596_800_000
"""As many milliseconds before and after 1970 there are years of four digits."""


def shown_date(millis: int, format: str | None = None, zone: tzinfo = UTC) -> str:
    """A moment in a format, by default `2020-01-01T00:00:00.000Z`; of several formats the first one counts."""
    try:
        return _shown(millis, format, zone)
    except OverflowError:
        raise not_implemented("dates beyond the year 9999") from None


def _shown(millis: int, format: str | None, zone: tzinfo) -> str:
    near = abs(millis) < _NEAR
    if (
        near
        and zone is UTC
        and (format is None or format in ("strict_date_optional_time", "date_optional_time", DEFAULT))
    ):
        return iso(millis)
    from ..formats.dates.moments import from_millis
    from ..formats.dates.zones import fixed

    if zone is UTC:
        return checked_format((format or DEFAULT).split("||")[0]).show(from_millis(millis, fixed(0)))
    offset = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=millis)).astimezone(zone).utcoffset()
    found = checked_format((format or DEFAULT).split("||")[0])
    return found.show(from_millis(millis, fixed(int((offset or timedelta()).total_seconds()))))


def checked_format(format: str) -> DateFormat:
    """A format of dates; refuses what is none."""
    from ..formats.dates.format import BadFormat, date_format
    from ..formats.dates.patterns import UnknownPattern

    try:
        return date_format(format)
    except BadFormat as bad:
        cause = None if bad.why is None else illegal_argument(bad.why)
        raise illegal_argument(str(bad), caused_by=cause) from None
    except UnknownPattern as unknown:
        raise not_implemented(str(unknown)) from None


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


def moment_read(value: Json, format: str | None, zone: tzinfo, now: int) -> int | None:
    """Milliseconds of a date, in a format if one is given, and in a zone if it names none; None for what is no date."""
    if not isinstance(value, str) or value.startswith("now"):
        return millis_of(value, now=now)
    if format is not None and "||" not in value:
        return _read(value, format, zone)
    found = millis_of(value, now=now)
    if found is None or zone is UTC or re.search(r"T.*(Z|[+-]\d{2}:?\d{2})", value):
        return found
    return _within(found, zone)


def _within(millis: int, zone: tzinfo) -> int:
    """The moment when clocks of a zone show what those of UTC would show then."""
    epoch = datetime(1970, 1, 1)
    there = (epoch + timedelta(milliseconds=millis)).replace(tzinfo=zone)
    return millis - round((there.utcoffset() or timedelta()) / timedelta(milliseconds=1))


def _read(text: str, format: str, zone: tzinfo) -> int | None:
    """What is missing of a date is its beginning."""
    from ..formats.dates.format import Unparsed
    from ..formats.dates.moments import days_of
    from ..formats.dates.zones import UTC as AT_UTC

    try:
        parsed = checked_format(format).parse(text)
    except Unparsed:
        return None
    fields = parsed.fields
    days = parsed.days
    if days is None:
        year = fields.get("Year", fields.get("YearOfEra"))
        if not isinstance(year, int):
            return None
        days = days_of(year, fields.get("MonthOfYear", 1), fields.get("DayOfMonth", 1))
    millis = days * 86_400_000 + (parsed.nanos or 0) // 1_000_000
    place = parsed.offset or parsed.zone
    if place is None:
        return millis if zone is UTC else _within(millis, zone)
    return millis if place == AT_UTC else millis - place.offset_of_local(millis // 1000) * 1000
