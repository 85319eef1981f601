"""Dates as text, in the servers' named formats and in patterns of Java's `DateTimeFormatter`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING

from ..errors import illegal_argument, not_implemented
from .values import iso

if TYPE_CHECKING:
    from ..formats.dates.format import DateFormat

DEFAULT = "date_time"


def shown_date(millis: int, format: str | None = None, zone: tzinfo = UTC) -> str:
    """A moment in a format, by default `2020-01-01T00:00:00.000Z`; of several formats the first one counts."""
    try:
        return _shown(millis, format, zone)
    except OverflowError:
        raise not_implemented("dates beyond the year 9999") from None


def _shown(millis: int, format: str | None, zone: tzinfo) -> str:
    if zone is UTC and (format is None or format in ("strict_date_optional_time", "date_optional_time", DEFAULT)):
        return iso(millis)
    from ..formats.dates.moments import from_millis
    from ..formats.dates.zones import fixed

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
