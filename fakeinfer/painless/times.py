"""Values of `java.time`: moments, dates, times of day and spans, with what they are printed as.

Each has a name as messages have it (`JAVA`). What they can do is in `time_methods.py`, how they are made in `time_classes.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ..formats.dates.moments import DAY, NANOS, Moment, date_of, of_local
from ..formats.dates.zones import UTC, Zone
from .errors import Thrown

DAY_NANOS = DAY * NANOS
_TABLES = {f"{__package__}.{name}": f"{__package__}.time_methods" for name in ("times", "time_formats")}
"""Where methods of values are listed, if not beside them."""


class Dated:
    """What has a name as messages have it, and methods of its own."""

    __slots__ = ()
    JAVA: ClassVar[str] = ""

    @property
    def METHODS(self) -> dict[str, Any]:  # noqa: N802 - looked up like the table that it is
        from importlib import import_module

        home = type(self).__module__
        table = import_module(_TABLES.get(home, home), __package__).METHODS
        return table.get(type(self).__name__, {})  # type: ignore[no-any-return]

    @property
    def order(self) -> Any:
        """What values of the class are sorted by."""
        raise TypeError

    def __lt__(self, other: Any) -> bool:
        if type(self) is not type(other):
            raise TypeError
        return bool(self.order < other.order)

    def __gt__(self, other: Any) -> bool:
        return bool(other < self)


def shown_date(days: int) -> str:
    year, month, day = date_of(days)
    sign = "-" if year < 0 else "+" if year > 9999 else ""
    return f"{sign}{abs(year):04d}-{month:02d}-{day:02d}"


def shown_time(nanos: int) -> str:
    """A time of day; seconds only where there are some, fractions in threes of digits."""
    seconds, rest = divmod(nanos, NANOS)
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    if seconds % 60 or rest:
        text += f":{seconds % 60:02d}"
    return text + shown_fraction(rest)


def shown_fraction(nanos: int) -> str:
    if nanos == 0:
        return ""
    digits = 3 if nanos % 1_000_000 == 0 else 6 if nanos % 1000 == 0 else 9
    return f".{nanos // 10 ** (9 - digits):0{digits}d}"


@dataclass(frozen=True, slots=True)
class Instant(Dated):
    """A point in time."""

    seconds: int
    nanos: int = 0
    JAVA: ClassVar[str] = "java.time.Instant"

    @property
    def order(self) -> Any:
        return self.seconds, self.nanos

    def moment(self) -> Moment:
        return Moment(self.seconds, self.nanos, UTC)

    def __str__(self) -> str:
        days, second = divmod(self.seconds, DAY)
        clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
        return f"{shown_date(days)}T{clock}{shown_fraction(self.nanos)}Z"


@dataclass(frozen=True, slots=True)
class LocalDate(Dated):
    """A day."""

    days: int
    JAVA: ClassVar[str] = "java.time.LocalDate"

    @property
    def order(self) -> Any:
        return self.days

    def __str__(self) -> str:
        return shown_date(self.days)


@dataclass(frozen=True, slots=True)
class LocalTime(Dated):
    """A time of day."""

    nanos: int
    JAVA: ClassVar[str] = "java.time.LocalTime"

    @property
    def order(self) -> Any:
        return self.nanos

    def __str__(self) -> str:
        return shown_time(self.nanos)


@dataclass(frozen=True, slots=True)
class LocalDateTime(Dated):
    """A day and a time."""

    days: int
    nanos: int
    JAVA: ClassVar[str] = "java.time.LocalDateTime"

    @property
    def order(self) -> Any:
        return self.days, self.nanos

    def __str__(self) -> str:
        return f"{shown_date(self.days)}T{shown_time(self.nanos)}"


@dataclass(frozen=True, slots=True)
class ZonedDateTime(Dated):
    """A point in time as clocks show it somewhere."""

    seconds: int
    fraction: int
    zone: Zone
    JAVA: ClassVar[str] = "java.time.ZonedDateTime"

    @classmethod
    def of(cls, days: int, nanos: int, zone: Zone) -> Any:
        moment = of_local(days, nanos, zone)
        return cls(moment.seconds, moment.nanos, zone)

    @property
    def offset(self) -> int:
        return self.zone.offset_at(self.seconds)

    @property
    def days(self) -> int:
        return (self.seconds + self.offset) // DAY

    @property
    def nanos(self) -> int:
        return (self.seconds + self.offset) % DAY * NANOS + self.fraction

    @property
    def order(self) -> Any:
        return self.seconds, self.fraction

    def moment(self) -> Moment:
        return Moment(self.seconds, self.fraction, self.zone)

    def __str__(self) -> str:
        text = f"{shown_date(self.days)}T{shown_time(self.nanos)}{offset_id(self.offset)}"
        return text if self.zone.id == offset_id(self.offset) else f"{text}[{self.zone.id}]"


@dataclass(frozen=True, slots=True)
class OffsetDateTime(ZonedDateTime):
    """A point in time at a distance from UTC."""

    JAVA: ClassVar[str] = "java.time.OffsetDateTime"

    def __str__(self) -> str:
        return f"{shown_date(self.days)}T{shown_time(self.nanos)}{offset_id(self.offset)}"


@dataclass(frozen=True, slots=True)
class JodaCompatibleZonedDateTime(ZonedDateTime):
    """What OpenSearch hands out of documents: it also answers to names of an older library."""

    JAVA: ClassVar[str] = "org.opensearch.script.JodaCompatibleZonedDateTime"

    def __str__(self) -> str:
        second = self.nanos // NANOS
        clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
        fraction = f"{self.fraction:09d}".rstrip("0").ljust(3, "0")
        return f"{shown_date(self.days)}T{clock}.{fraction}{offset_id(self.offset)}"


def offset_id(seconds: int) -> str:
    from ..formats.dates.zones import fixed

    return fixed(seconds).id


@dataclass(frozen=True, slots=True)
class ZoneId(Dated):
    """A region, or a distance from UTC by another name."""

    zone: Zone

    @property
    def JAVA(self) -> str:  # type: ignore[override]  # noqa: N802
        return "java.time.ZoneOffset" if self.is_offset else "java.time.ZoneRegion"

    @property
    def is_offset(self) -> bool:
        return self.zone.seconds is not None and self.zone.id[0] in "Z+-"

    def __str__(self) -> str:
        return self.zone.id


@dataclass(frozen=True, slots=True)
class Duration(Dated):
    """A span of time in nanoseconds."""

    nanos: int
    JAVA: ClassVar[str] = "java.time.Duration"

    @property
    def order(self) -> Any:
        return self.nanos

    def __str__(self) -> str:
        if self.nanos == 0:
            return "PT0S"
        sign = -1 if self.nanos < 0 else 1
        seconds, rest = divmod(abs(self.nanos), NANOS)
        hours, minutes, seconds = sign * (seconds // 3600), sign * (seconds // 60 % 60), seconds % 60
        text = "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        if seconds == rest == 0:
            return text
        fraction = f".{rest:09d}".rstrip("0") if rest else ""
        return f"{text}{'-' if sign < 0 else ''}{seconds}{fraction}S"


@dataclass(frozen=True, slots=True)
class Period(Dated):
    """Years, months and days."""

    years: int
    months: int
    days: int
    JAVA: ClassVar[str] = "java.time.Period"

    def __str__(self) -> str:
        parts = ((self.years, "Y"), (self.months, "M"), (self.days, "D"))
        return "P" + ("".join(f"{count}{letter}" for count, letter in parts if count) or "0D")


@dataclass(frozen=True, slots=True)
class Enum(Dated):
    """A constant of an enumeration: its name, what it counts as, and what it is printed as."""

    name: str
    number: int
    shown: str = ""

    def __str__(self) -> str:
        return self.shown or self.name

    @property
    def order(self) -> Any:
        return self.number


class DayOfWeek(Enum):
    """MONDAY is 1."""

    JAVA = "java.time.DayOfWeek"
    __slots__ = ()


class Month(Enum):
    """JANUARY is 1."""

    JAVA = "java.time.Month"
    __slots__ = ()


class ChronoUnit(Enum):
    """A unit: `number` is nanoseconds, of months and more the negative count of months."""

    JAVA = "java.time.temporal.ChronoUnit"
    __slots__ = ()


class ChronoField(Enum):
    """A field."""

    JAVA = "java.time.temporal.ChronoField"
    __slots__ = ()


class TextStyle(Enum):
    """How long a name is."""

    JAVA = "java.time.format.TextStyle"
    __slots__ = ()


WEEKDAYS = tuple(
    DayOfWeek(name, number)
    for number, name in enumerate(("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"), 1)
)
MONTHS = tuple(
    Month(name, number)
    for number, name in enumerate(
        (
            "JANUARY",
            "FEBRUARY",
            "MARCH",
            "APRIL",
            "MAY",
            "JUNE",
            "JULY",
            "AUGUST",
            "SEPTEMBER",
            "OCTOBER",
            "NOVEMBER",
            "DECEMBER",
        ),
        1,
    )
)
UNITS = {
    name: ChronoUnit(name, size, shown)
    for name, size, shown in (
        ("NANOS", 1, "Nanos"), ("MICROS", 1000, "Micros"), ("MILLIS", 10**6, "Millis"), ("SECONDS", NANOS, "Seconds"),
        ("MINUTES", 60 * NANOS, "Minutes"), ("HOURS", 3600 * NANOS, "Hours"), ("HALF_DAYS", 43200 * NANOS, "HalfDays"),
        ("DAYS", DAY_NANOS, "Days"), ("WEEKS", 7 * DAY_NANOS, "Weeks"), ("MONTHS", -1, "Months"), ("YEARS", -12, "Years"),
        ("DECADES", -120, "Decades"), ("CENTURIES", -1200, "Centuries"), ("MILLENNIA", -12000, "Millennia"),
    )
}  # fmt: skip
FIELDS = {
    name: ChronoField(name, number, shown)
    for number, (name, shown) in enumerate(
        (
            ("NANO_OF_SECOND", "NanoOfSecond"), ("NANO_OF_DAY", "NanoOfDay"), ("MICRO_OF_SECOND", "MicroOfSecond"),
            ("MILLI_OF_SECOND", "MilliOfSecond"), ("MILLI_OF_DAY", "MilliOfDay"), ("SECOND_OF_MINUTE", "SecondOfMinute"),
            ("SECOND_OF_DAY", "SecondOfDay"), ("MINUTE_OF_HOUR", "MinuteOfHour"), ("MINUTE_OF_DAY", "MinuteOfDay"),
            ("HOUR_OF_AMPM", "HourOfAmPm"), ("CLOCK_HOUR_OF_AMPM", "ClockHourOfAmPm"), ("HOUR_OF_DAY", "HourOfDay"),
            ("CLOCK_HOUR_OF_DAY", "ClockHourOfDay"), ("AMPM_OF_DAY", "AmPmOfDay"), ("DAY_OF_WEEK", "DayOfWeek"),
            ("ALIGNED_DAY_OF_WEEK_IN_MONTH", "AlignedDayOfWeekInMonth"), ("DAY_OF_MONTH", "DayOfMonth"),
            ("DAY_OF_YEAR", "DayOfYear"), ("EPOCH_DAY", "EpochDay"), ("ALIGNED_WEEK_OF_MONTH", "AlignedWeekOfMonth"),
            ("ALIGNED_WEEK_OF_YEAR", "AlignedWeekOfYear"), ("MONTH_OF_YEAR", "MonthOfYear"),
            ("PROLEPTIC_MONTH", "ProlepticMonth"), ("YEAR_OF_ERA", "YearOfEra"), ("YEAR", "Year"), ("ERA", "Era"),
            ("INSTANT_SECONDS", "InstantSeconds"), ("OFFSET_SECONDS", "OffsetSeconds"),
        )
    )
}  # fmt: skip


def unsupported(what: str, *frames: str) -> Thrown:
    """A unit or field that a value has not."""
    return Thrown("java.time.temporal.UnsupportedTemporalTypeException", what, frames)


def no_date(why: str, *frames: str) -> Thrown:
    """Numbers that are no date."""
    return Thrown("java.time.DateTimeException", why, frames)
