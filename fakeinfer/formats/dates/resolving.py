"""What was read of a text becomes a day and a time, and those a moment, as the servers put them together.

Java resolves strictly: a year of an era without its era stays a number, so a wrong date is found later than elsewhere,
and a weekday beside it is not compared. Sources: openjdk/jdk:src/java.base/share/classes/java/time/format/Parsed.java,
opensearch-project/OpenSearch:server/src/main/java/org/opensearch/common/time/DateFormatters.java.
"""

from __future__ import annotations

from typing import NamedTuple

from .elements import Found, offset_of
from .moments import (
    NANOS,
    BadDate,
    Moment,
    checked,
    checked_day_of_year,
    checked_days,
    date_of,
    days_of,
    days_of_week,
    length_of_month,
    of_local,
    weekday_of,
)
from .zones import Zone


class Parsed(NamedTuple):
    """A text that was read: its day and time of day if they are known, what else it says, and where its clock is."""

    fields: Found
    days: int | None
    nanos: int | None
    zone: Zone | None
    """A region or offset named as a zone; `offset` is the distance alone."""
    offset: Zone | None

    @property
    def says_a_year(self) -> bool:
        """Whether there is any year; without one the servers take the current one."""
        return self.days is not None or bool({"Year", "YearOfEra"} & self.fields.keys())


def resolved(found: Found) -> Parsed:
    """Day and time of what was read, or BadDate."""
    fields = dict(found)
    zone, offset = fields.pop("zone", None), offset_of(fields)
    fields.pop("offset", None)
    return Parsed(fields, _days(fields), _nanos(fields), zone, offset)


def _days(fields: Found) -> int | None:
    if "YearOfEra" in fields:
        checked("YearOfEra", fields["YearOfEra"])
        if "Era" in fields:
            of_era = fields.pop("YearOfEra")
            fields["Year"] = of_era if fields.pop("Era") else 1 - of_era
    days: int | None = None
    if {"WeekBasedYear", "WeekOfWeekBasedYear", "DayOfWeek"} <= fields.keys():
        week = checked("WeekOfWeekBasedYear", fields["WeekOfWeekBasedYear"])
        days = days_of_week(fields["WeekBasedYear"], week, checked("DayOfWeek", fields["DayOfWeek"]))
    elif {"Year", "MonthOfYear", "DayOfMonth"} <= fields.keys():
        days = checked_days(fields["Year"], fields["MonthOfYear"], fields["DayOfMonth"])
    elif {"Year", "DayOfYear"} <= fields.keys():
        days = checked_day_of_year(fields["Year"], fields["DayOfYear"])
    weekday = fields.get("DayOfWeek")
    if days is not None and weekday not in (None, weekday_of(days)):
        year, month, day = date_of(days)
        given = f"DayOfWeek {weekday} derived from {year:04d}-{month:02d}-{day:02d}"
        raise BadDate(f"Conflict found: Field DayOfWeek {weekday_of(days)} differs from {given}")
    return days


_CLOCKS = (("ClockHourOfDay", "HourOfDay", 24), ("ClockHourOfAmPm", "HourOfAmPm", 12))


def _nanos(fields: Found) -> int | None:
    """The time of day; a smaller part without the greater one is none."""
    for clock, plain, turn in _CLOCKS:
        if clock in fields:
            fields[plain] = checked(clock, fields.pop(clock)) % turn
    if "AmPmOfDay" in fields and "HourOfAmPm" in fields:
        fields["HourOfDay"] = fields.pop("AmPmOfDay") * 12 + checked("HourOfAmPm", fields.pop("HourOfAmPm"))
    if "NanoOfDay" in fields:
        return checked("NanoOfDay", int(fields["NanoOfDay"]))
    if "MilliOfDay" in fields:
        return checked("MilliOfDay", fields["MilliOfDay"]) * 1_000_000 + int(fields.get("NanoOfSecond", 0)) % 1_000_000
    parts = [fields.get(name) for name in ("HourOfDay", "MinuteOfHour", "SecondOfMinute", "NanoOfSecond")]
    for name, part in zip(("HourOfDay", "MinuteOfHour", "SecondOfMinute", "NanoOfSecond"), parts, strict=True):
        if part is not None:
            checked(name, part)
    hour, minute, second, nano = parts
    if hour is None:
        return None
    if minute is None and (second is not None or nano is not None):
        return None
    if second is None and nano is not None:
        return None
    return (int(hour) * 3600 + int(minute or 0) * 60 + int(second or 0)) * NANOS + int(nano or 0)


def moment_of(parsed: Parsed, zone: Zone) -> Moment:
    """The moment a text means; `zone` where it does not say. BadDate if it means none."""
    place = parsed.zone or parsed.offset or zone
    return of_local(_some_day(parsed), parsed.nanos or 0, place)


def _some_day(parsed: Parsed) -> int:
    if parsed.days is not None:
        return parsed.days
    fields = parsed.fields
    if "WeekBasedYear" in fields:
        return days_of_week(
            fields["WeekBasedYear"], checked("WeekOfWeekBasedYear", fields.get("WeekOfWeekBasedYear", 1)), 1
        )
    year = int(fields["Year"] if "Year" in fields else fields.get("YearOfEra", 1970))
    if "DayOfYear" in fields:
        return checked_day_of_year(year, fields["DayOfYear"])
    if "MonthOfYear" in fields and "DayOfMonth" in fields:
        return checked_days(year, fields["MonthOfYear"], fields["DayOfMonth"])
    return checked_days(year, fields.get("MonthOfYear", 1), 1)


def in_year(parsed: Parsed, year: int, zone: Zone) -> Moment:
    """A text without a year, in the given one: its parts are put one by one into the first of January."""
    fields = parsed.fields
    days = checked_days(year, 1, fields.get("DayOfMonth", 1))
    if "MonthOfYear" in fields:
        month = checked("MonthOfYear", fields["MonthOfYear"])
        days = days_of(year, month, min(fields.get("DayOfMonth", 1), length_of_month(year, month)))
    nanos = parsed.nanos
    return of_local(days, fields.get("NanoOfSecond", 0) if nanos is None else nanos, zone)
