"""Moments on a clock somewhere, and the calendar they are counted by."""

from __future__ import annotations

from typing import NamedTuple

from .zones import Zone

DAY = 86_400
NANOS = 1_000_000_000
_LEAP_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


class BadDate(Exception):
    """Numbers that are no date: Java's `DateTimeException`."""


class Moment(NamedTuple):
    """A point in time as it is shown in a zone."""

    seconds: int
    """Since 1970 in UTC."""
    nanos: int
    zone: Zone

    @property
    def millis(self) -> int:
        """Milliseconds since 1970."""
        return self.seconds * 1000 + self.nanos // 1_000_000

    @property
    def offset(self) -> int:
        """The zone's distance from UTC then, in seconds."""
        return self.zone.offset_at(self.seconds)

    def inside(self, zone: Zone) -> Moment:
        """The same point in time elsewhere."""
        return self._replace(zone=zone)


def from_millis(millis: int, zone: Zone) -> Moment:
    """A moment by its milliseconds since 1970."""
    return Moment(millis // 1000, millis % 1000 * 1_000_000, zone)


def of_local(days: int, nanos_of_day: int, zone: Zone) -> Moment:
    """A moment by its day and time in a zone; what summer time skips moves on, of two the earlier one counts."""
    local = days * DAY + nanos_of_day // NANOS
    return Moment(local - zone.offset_of_local(local), nanos_of_day % NANOS, zone)


def is_leap(year: int) -> bool:
    """Whether a year has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def length_of_month(year: int, month: int) -> int:
    """How many days a month has."""
    return 28 if month == 2 and not is_leap(year) else _LEAP_MONTHS[month - 1]


def days_of(year: int, month: int, day: int) -> int:
    """Days since 1970, by the usual counting from March in eras of 400 years."""
    shifted = year - (month <= 2)
    era, of_era = divmod(shifted, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def date_of(days: int) -> tuple[int, int, int]:
    """Year, month and day by the days since 1970."""
    era, of_era = divmod(days + 719_468, 146_097)
    years = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * years + years // 4 - years // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return years + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1


def weekday_of(days: int) -> int:
    """1 for Monday to 7 for Sunday."""
    return (days + 3) % 7 + 1


def week_of(days: int) -> tuple[int, int]:
    """The year and the week a day belongs to, by ISO 8601."""
    thursday = days - weekday_of(days) + 4
    year, _, _ = date_of(thursday)
    return year, (thursday - days_of(year, 1, 1)) // 7 + 1


def days_of_week(year: int, week: int, weekday: int) -> int:
    """The day by its ISO 8601 year, week and weekday."""
    fourth = days_of(year, 1, 4)
    return fourth - weekday_of(fourth) + 1 + (week - 1) * 7 + weekday - 1


def checked_days(year: int, month: int, day: int) -> int:
    """Days since 1970 of a date that may be none."""
    checked("MonthOfYear", month)
    checked("DayOfMonth", day)
    if day > length_of_month(year, month):
        if day == 29:
            raise BadDate(f"Invalid date 'February 29' as '{year}' is not a leap year")
        raise BadDate(f"Invalid date '{_MONTHS[month - 1].upper()} {day}'")
    return days_of(year, month, day)


def checked_day_of_year(year: int, day: int) -> int:
    """Days since 1970 of a day counted through the year."""
    checked("DayOfYear", day)
    if day == 366 and not is_leap(year):
        raise BadDate(f"Invalid date 'DayOfYear 366' as '{year}' is not a leap year")
    return days_of(year, 1, 1) + day - 1


RANGES: dict[str, tuple[int, int, str]] = {
    "YearOfEra": (1, 1_000_000_000, "1 - 999999999/1000000000"),
    "MonthOfYear": (1, 12, ""),
    "QuarterOfYear": (1, 4, ""),
    "DayOfMonth": (1, 31, "1 - 28/31"),
    "DayOfYear": (1, 366, "1 - 365/366"),
    "DayOfWeek": (1, 7, ""),
    "WeekOfWeekBasedYear": (1, 53, "1 - 52/53"),
    "AmPmOfDay": (0, 1, ""),
    "HourOfDay": (0, 23, ""),
    "ClockHourOfDay": (1, 24, ""),
    "HourOfAmPm": (0, 11, ""),
    "ClockHourOfAmPm": (1, 12, ""),
    "MinuteOfHour": (0, 59, ""),
    "SecondOfMinute": (0, 59, ""),
    "NanoOfSecond": (0, NANOS - 1, ""),
    "MilliOfDay": (0, DAY * 1000 - 1, ""),
    "NanoOfDay": (0, DAY * NANOS - 1, ""),
}
"""The least and the greatest value of Java's fields, and how Java writes the range where that is not just both."""


def checked(field: str, value: int) -> int:
    """A value that is within the range of its field."""
    least, most, written = RANGES[field]
    if not least <= value <= most:
        raise BadDate(f"Invalid value for {field} (valid values {written or f'{least} - {most}'}): {value}")
    return value
