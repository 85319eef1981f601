"""Sums and parts of values of `java.time`: units later, fields, what lies between two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..formats.dates.elements import field_of
from ..formats.dates.moments import (
    DAY,
    NANOS,
    BadDate,
    checked,
    checked_day_of_year,
    checked_days,
    date_of,
    days_of,
    length_of_month,
    weekday_of,
)
from ..formats.dates.zones import UTC, Zone
from .errors import Thrown
from .times import (
    DAY_NANOS,
    UNITS,
    ChronoField,
    ChronoUnit,
    DayOfWeek,
    Duration,
    Instant,
    LocalDate,
    LocalDateTime,
    LocalTime,
    Month,
    OffsetDateTime,
    Period,
    ZonedDateTime,
    no_date,
    unsupported,
)
from .values import Long

Methods = dict[str, Callable[..., Any]]


def _java(kind: Any, method: str, line: int) -> str:
    return f"java.base/{kind.JAVA}.{method}({kind.__name__}.java:{line})"


def no_such_unit(unit: ChronoUnit, *frames: str) -> Thrown:
    return unsupported(f"Unsupported unit: {unit}", *frames)


# --- parts ------------------------------------------------------------------------------------------------------------


def _with(value: Any, days: int, nanos: int) -> Any:
    """A value of the same class with another day and time."""
    if isinstance(value, ZonedDateTime):
        return _kind(value).of(days, nanos, value.zone)
    if isinstance(value, LocalDateTime):
        return LocalDateTime(days, nanos)
    return LocalDate(days) if isinstance(value, LocalDate) else LocalTime(nanos % DAY_NANOS)


def _kind(value: ZonedDateTime) -> Any:
    """The class of what comes of a moment."""
    return OffsetDateTime if isinstance(value, OffsetDateTime) else ZonedDateTime


def _days(value: Any) -> int:
    return value.days if not isinstance(value, LocalTime) else 0


def _nanos(value: Any) -> int:
    return 0 if isinstance(value, LocalDate) else int(value.nanos)


def part(position: int) -> Callable[[Any], int]:
    return lambda value: date_of(value.days)[position]


def with_part(position: int) -> Callable[[Any, int], Any]:
    def changed(value: Any, number: int) -> Any:
        year, month, day = date_of(value.days)
        try:
            if position == 2:
                days = checked_days(year, month, number)
            else:
                year, month = (number, month) if position == 0 else (year, checked("MonthOfYear", number))
                days = days_of(year, month, min(day, length_of_month(year, month)))
        except BadDate as bad:
            raise no_date(str(bad)) from None
        return _with(value, days, _nanos(value))

    return changed


SIZES = {"Hour": 3600 * NANOS, "Minute": 60 * NANOS, "Second": NANOS, "Nano": 1}
_TURNS = {"Hour": 24, "Minute": 60, "Second": 60, "Nano": NANOS}
_FIELDS = {"Hour": "HourOfDay", "Minute": "MinuteOfHour", "Second": "SecondOfMinute", "Nano": "NanoOfSecond"}


def clock_part(name: str) -> Callable[[Any], int]:
    return lambda value: value.nanos // SIZES[name] % _TURNS[name]


def with_clock_part(name: str) -> Callable[[Any, int], Any]:
    def changed(value: Any, number: int) -> Any:
        try:
            checked(_FIELDS[name], number)
        except BadDate as bad:
            raise no_date(str(bad)) from None
        nanos = value.nanos + (number - clock_part(name)(value)) * SIZES[name]
        return _with(value, _days(value), nanos)

    return changed


# --- sums -------------------------------------------------------------------------------------------------------------


def _plus_months(days: int, count: int) -> int:
    year, month, day = date_of(days)
    total = year * 12 + month - 1 + count
    year, month = total // 12, total % 12 + 1
    return days_of(year, month, min(day, length_of_month(year, month)))


def added(value: Any, count: int, unit: ChronoUnit) -> Any:
    """A value so many units later."""
    size = unit.number
    if isinstance(value, Instant):
        if size < 0 or size > DAY_NANOS:
            raise no_such_unit(unit, _java(Instant, "plus", 862))
        total = value.seconds * NANOS + value.nanos + count * size
        return Instant(total // NANOS, total % NANOS)
    if size < 0 or size >= DAY_NANOS:
        if isinstance(value, LocalTime):
            raise no_such_unit(unit)
        days = _plus_months(value.days, -size * count) if size < 0 else value.days + count * (size // DAY_NANOS)
        return _with(value, days, _nanos(value))
    if isinstance(value, LocalDate):
        raise no_such_unit(unit, _java(LocalDate, "plus", 1270))
    if isinstance(value, ZonedDateTime):
        total = value.seconds * NANOS + value.fraction + count * size
        return _kind(value)(total // NANOS, total % NANOS, value.zone)
    total = value.nanos + count * size
    return _with(value, _days(value) + total // DAY_NANOS, total % DAY_NANOS)


def _plus_amount(value: Any, amount: Any, sign: int = 1) -> Any:
    if isinstance(amount, Duration):
        return added(value, sign * amount.nanos, UNITS["NANOS"])
    months = amount.years * 12 + amount.months
    later = added(value, sign * months, UNITS["MONTHS"]) if months else value
    return added(later, sign * amount.days, UNITS["DAYS"]) if amount.days else later


def sums(*units: str) -> Methods:
    made: Methods = {}
    for unit in units:
        name = unit.capitalize()
        made[f"plus{name}/1"] = lambda value, count, unit=UNITS[unit]: added(value, count, unit)
        made[f"minus{name}/1"] = lambda value, count, unit=UNITS[unit]: added(value, -count, unit)
    return made


ANY_SUMS: Methods = {
    "plus/1": _plus_amount,
    "minus/1": lambda value, amount: _plus_amount(value, amount, -1),
    "plus/2": added,
    "minus/2": lambda value, count, unit: added(value, -count, unit),
}


def total_of(value: Any) -> int:
    """Nanoseconds since the beginning of 1970, on clocks there or of the world."""
    if isinstance(value, Instant):
        return value.seconds * NANOS + value.nanos
    if isinstance(value, ZonedDateTime):
        return value.seconds * NANOS + value.fraction
    return _days(value) * DAY_NANOS + _nanos(value)


def as_kind(value: Any, kind: type) -> Any:
    """A value as one of another class (`from`)."""
    if isinstance(value, kind):
        return value
    if isinstance(value, ZonedDateTime) and issubclass(kind, ZonedDateTime) and kind is not OffsetDateTime:
        return value
    if kind is Instant and isinstance(value, ZonedDateTime):
        return Instant(value.seconds, value.fraction)
    if kind is LocalDate and isinstance(value, LocalDateTime | ZonedDateTime):
        return LocalDate(value.days)
    if kind is LocalTime and isinstance(value, LocalDateTime | ZonedDateTime):
        return LocalTime(value.nanos)
    if kind is LocalDateTime and isinstance(value, ZonedDateTime):
        return LocalDateTime(value.days, value.nanos)
    if kind in (ZonedDateTime, OffsetDateTime) and isinstance(value, ZonedDateTime):
        zone = Zone(value.zone.id, value.zone.seconds)
        return kind(value.seconds, value.fraction, zone)
    java = getattr(value, "JAVA", "")
    raise no_date(f"Unable to obtain {kind.__name__} from TemporalAccessor: {value} of type {java}")


def until(one: Any, two: Any, unit: ChronoUnit, *frames: str) -> Long:
    """How many whole units there are from one to another."""
    other = as_kind(two, type(one))
    size = unit.number
    if isinstance(one, LocalDate) and 0 < size < DAY_NANOS:
        raise no_such_unit(unit, _java(LocalDate, "until", 1653), *frames)
    if isinstance(one, Instant | LocalTime) and (size < 0 or size > DAY_NANOS):
        raise no_such_unit(unit, *frames)
    if size > 0 and (size < DAY_NANOS or isinstance(one, Instant)):
        return Long(cut(total_of(other) - total_of(one), size))
    if isinstance(one, ZonedDateTime):
        other = ZonedDateTime(other.seconds, other.fraction, one.zone)
    first = one.days * DAY_NANOS + _nanos(one)
    last = other.days * DAY_NANOS + _nanos(other)
    if size > 0:
        return Long(cut(last - first, size))
    return Long(cut(_months_between(first, last), -size))


def cut(number: int, size: int) -> int:
    return abs(number) // size * (1 if number >= 0 else -1)


def _months_between(first: int, last: int) -> int:
    (one_year, one_month, one_day), one_rest = date_of(first // DAY_NANOS), first % DAY_NANOS
    (two_year, two_month, two_day), two_rest = date_of(last // DAY_NANOS), last % DAY_NANOS
    months = (two_year - one_year) * 12 + two_month - one_month
    if months > 0 and (two_day, two_rest) < (one_day, one_rest):
        return months - 1
    if months < 0 and (two_day, two_rest) > (one_day, one_rest):
        return months + 1
    return months


def period_between(one: LocalDate, two: LocalDate) -> Period:
    """`Period.between`."""
    months = _months_between(one.days * DAY_NANOS, two.days * DAY_NANOS)
    days = two.days - _plus_months(one.days, months)
    sign = -1 if months < 0 else 1
    return Period(sign * (abs(months) // 12), sign * (abs(months) % 12), days)


def truncated(value: Any, unit: ChronoUnit) -> Any:
    if unit.number < 0 or unit.number > DAY_NANOS:
        frames = [_java(LocalTime, "truncatedTo", 978), _java(LocalDateTime, "truncatedTo", 1118)]
        if isinstance(value, ZonedDateTime):
            frames.append(_java(ZonedDateTime, "truncatedTo", 1527))
        raise unsupported("Unit is too large to be used for truncation", *frames)
    if isinstance(value, Instant):
        total = total_of(value) // unit.number * unit.number
        return Instant(total // NANOS, total % NANOS)
    return _with(value, _days(value), value.nanos // unit.number * unit.number)


# --- fields -----------------------------------------------------------------------------------------------------------

_OF_TIMES = frozenset(
    ("NANO", "MICRO", "MILLI", "SECOND", "MINUTE", "HOUR", "CLOCK", "AMPM"),
)


def field_value(value: Any, field: ChronoField) -> int:
    name, zoned = field.name, isinstance(value, ZonedDateTime)
    if name == "INSTANT_SECONDS" and (zoned or isinstance(value, Instant)):
        return int(value.seconds)
    if name == "OFFSET_SECONDS" and zoned:
        return int(value.offset)
    of_time = name.partition("_")[0] in _OF_TIMES
    timed, dated = not isinstance(value, LocalDate), not isinstance(value, LocalTime)
    if name in ("INSTANT_SECONDS", "OFFSET_SECONDS") or not (timed if of_time else dated):
        frames = (_java(LocalDate, "get0", 709), _java(LocalDate, "get", 651)) if isinstance(value, LocalDate) else ()
        raise unsupported(f"Unsupported field: {field}", *frames)
    if isinstance(value, Instant):
        if name not in ("NANO_OF_SECOND", "MICRO_OF_SECOND", "MILLI_OF_SECOND"):
            raise unsupported(f"Unsupported field: {field}")
        return value.nanos // {"NANO": 1, "MICRO": 1000, "MILLI": 1_000_000}[name.partition("_")[0]]
    return _plain_field(name, field, _days(value), _nanos(value))


def _plain_field(name: str, field: ChronoField, days: int, nanos: int) -> int:
    year, month, _ = date_of(days)
    of_year = days - days_of(year, 1, 1)
    own = {
        "EPOCH_DAY": days, "PROLEPTIC_MONTH": year * 12 + month - 1, "SECOND_OF_DAY": nanos // NANOS,
        "MINUTE_OF_DAY": nanos // NANOS // 60, "ALIGNED_WEEK_OF_YEAR": of_year // 7 + 1,
        "MICRO_OF_SECOND": nanos % NANOS // 1000, "MILLI_OF_SECOND": nanos % NANOS // 1_000_000,
    }  # fmt: skip
    if name in own:
        return own[name]
    from ..formats.dates.moments import Moment

    return field_of(str(field), Moment(days * DAY + nanos // NANOS, nanos % NANOS, UTC))


_LONGS = ("InstantSeconds", "EpochDay", "NanoOfDay", "MicroOfDay", "ProlepticMonth")


def get_field(value: Any, field: ChronoField) -> int:
    if str(field) in _LONGS:
        problem = f"Invalid field '{field}' for get() method, use getLong() instead"
        raise unsupported(problem, *((_java(ZonedDateTime, "get", 819),) if isinstance(value, ZonedDateTime) else ()))
    return field_value(value, field)


def supports(value: Any, field: Any) -> bool:
    try:
        if isinstance(field, ChronoField):
            field_value(value, field)
        else:
            added(value, 0, field)
    except Thrown:
        return False
    return True


def with_field(value: Any, field: ChronoField, number: int) -> Any:
    name = str(field)
    ways = {
        "Year": with_part(0), "YearOfEra": with_part(0), "MonthOfYear": with_part(1), "DayOfMonth": with_part(2),
        "DayOfYear": with_day_of_year, **{field: with_clock_part(part) for part, field in _FIELDS.items()},
    }  # fmt: skip
    if name in ways:
        return ways[name](value, number)
    if name == "MilliOfSecond":
        return with_clock_part("Nano")(value, number * 1_000_000)
    if name == "EpochDay":
        return _with(value, number, _nanos(value))
    if name == "DayOfWeek":
        return added(value, number - weekday_of(value.days), UNITS["DAYS"])
    if name in ("NanoOfDay", "SecondOfDay", "MinuteOfDay", "MilliOfDay"):
        size = {"NanoOfDay": 1, "SecondOfDay": NANOS, "MinuteOfDay": 60 * NANOS, "MilliOfDay": 1_000_000}[name]
        return _with(value, _days(value), number * size)
    raise TypeError


def with_day_of_year(value: Any, number: int) -> Any:
    try:
        days = checked_day_of_year(date_of(value.days)[0], number)
    except BadDate as bad:
        raise no_date(str(bad)) from None
    return _with(value, days, _nanos(value))


def adjusted(value: Any, adjuster: Any) -> Any:
    """`with(adjuster)`: one of `TemporalAdjusters`, a day or a time."""
    from .values import Function

    if isinstance(adjuster, Function):
        return adjuster.call(value)
    if isinstance(adjuster, DayOfWeek):
        return added(value, adjuster.number - weekday_of(value.days), UNITS["DAYS"])
    if isinstance(adjuster, Month):
        return with_part(1)(value, adjuster.number)
    if isinstance(adjuster, LocalTime):
        if isinstance(value, LocalDate):
            raise unsupported(
                "Unsupported field: NanoOfDay",
                _java(LocalDate, "with", 1064),
                _java(LocalDate, "with", 139),
                _java(LocalTime, "adjustInto", 1356),
                _java(LocalDate, "with", 938),
            )
        return _with(value, _days(value), adjuster.nanos)
    if isinstance(adjuster, LocalDate):
        return _with(value, adjuster.days, _nanos(value))
    raise TypeError


def moved(value: Any, days: int) -> Any:
    """The same on another day."""
    return _with(value, days, _nanos(value))
