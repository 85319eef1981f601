"""What values of `java.time` can do, by the name of their class."""

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
    is_leap,
    length_of_month,
    week_of,
    weekday_of,
)
from ..formats.dates.zones import UTC, Zone
from .errors import Thrown
from .time_formats import DateTimeFormatter, of_pattern
from .times import (
    DAY_NANOS,
    MONTHS,
    UNITS,
    WEEKDAYS,
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
    ZoneId,
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


def _part(position: int) -> Callable[[Any], int]:
    return lambda value: date_of(value.days)[position]


def _with_part(position: int) -> Callable[[Any, int], Any]:
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


_SIZES = {"Hour": 3600 * NANOS, "Minute": 60 * NANOS, "Second": NANOS, "Nano": 1}
_TURNS = {"Hour": 24, "Minute": 60, "Second": 60, "Nano": NANOS}
_FIELDS = {"Hour": "HourOfDay", "Minute": "MinuteOfHour", "Second": "SecondOfMinute", "Nano": "NanoOfSecond"}


def _clock_part(name: str) -> Callable[[Any], int]:
    return lambda value: value.nanos // _SIZES[name] % _TURNS[name]


def _with_clock_part(name: str) -> Callable[[Any, int], Any]:
    def changed(value: Any, number: int) -> Any:
        try:
            checked(_FIELDS[name], number)
        except BadDate as bad:
            raise no_date(str(bad)) from None
        nanos = value.nanos + (number - _clock_part(name)(value)) * _SIZES[name]
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


def _sums(*units: str) -> Methods:
    made: Methods = {}
    for unit in units:
        name = unit.capitalize()
        made[f"plus{name}/1"] = lambda value, count, unit=UNITS[unit]: added(value, count, unit)
        made[f"minus{name}/1"] = lambda value, count, unit=UNITS[unit]: added(value, -count, unit)
    return made


_ANY_SUMS: Methods = {
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
        return Long(_cut(total_of(other) - total_of(one), size))
    if isinstance(one, ZonedDateTime):
        other = ZonedDateTime(other.seconds, other.fraction, one.zone)
    first = one.days * DAY_NANOS + _nanos(one)
    last = other.days * DAY_NANOS + _nanos(other)
    if size > 0:
        return Long(_cut(last - first, size))
    return Long(_cut(_months_between(first, last), -size))


def _cut(number: int, size: int) -> int:
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


def _truncated(value: Any, unit: ChronoUnit) -> Any:
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


def _field(value: Any, field: ChronoField) -> int:
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


def _get(value: Any, field: ChronoField) -> int:
    if str(field) in _LONGS:
        problem = f"Invalid field '{field}' for get() method, use getLong() instead"
        raise unsupported(problem, *((_java(ZonedDateTime, "get", 819),) if isinstance(value, ZonedDateTime) else ()))
    return _field(value, field)


def _supports(value: Any, field: Any) -> bool:
    try:
        if isinstance(field, ChronoField):
            _field(value, field)
        else:
            added(value, 0, field)
    except Thrown:
        return False
    return True


def _with_field(value: Any, field: ChronoField, number: int) -> Any:
    name = str(field)
    ways = {
        "Year": _with_part(0), "YearOfEra": _with_part(0), "MonthOfYear": _with_part(1), "DayOfMonth": _with_part(2),
        "DayOfYear": _with_day_of_year, **{field: _with_clock_part(part) for part, field in _FIELDS.items()},
    }  # fmt: skip
    if name in ways:
        return ways[name](value, number)
    if name == "MilliOfSecond":
        return _with_clock_part("Nano")(value, number * 1_000_000)
    if name == "EpochDay":
        return _with(value, number, _nanos(value))
    if name == "DayOfWeek":
        return added(value, number - weekday_of(value.days), UNITS["DAYS"])
    if name in ("NanoOfDay", "SecondOfDay", "MinuteOfDay", "MilliOfDay"):
        size = {"NanoOfDay": 1, "SecondOfDay": NANOS, "MinuteOfDay": 60 * NANOS, "MilliOfDay": 1_000_000}[name]
        return _with(value, _days(value), number * size)
    raise TypeError


def _with_day_of_year(value: Any, number: int) -> Any:
    try:
        days = checked_day_of_year(date_of(value.days)[0], number)
    except BadDate as bad:
        raise no_date(str(bad)) from None
    return _with(value, days, _nanos(value))


def _adjusted(value: Any, adjuster: Any) -> Any:
    """`with(adjuster)`: one of `TemporalAdjusters`, a day or a time."""
    from .values import Function

    if isinstance(adjuster, Function):
        return adjuster.call(value)
    if isinstance(adjuster, DayOfWeek):
        return added(value, adjuster.number - weekday_of(value.days), UNITS["DAYS"])
    if isinstance(adjuster, Month):
        return _with_part(1)(value, adjuster.number)
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


# --- classes ----------------------------------------------------------------------------------------------------------


def _compared(one: Any, two: Any) -> int:
    if isinstance(one, LocalDate) and isinstance(two, LocalDate):
        parts = zip(date_of(one.days), date_of(two.days), strict=True)
        return next((mine - its for mine, its in parts if mine != its), 0)
    if isinstance(one, Instant) and one.seconds == two.seconds:
        return int(one.nanos - two.nanos)
    return -1 if one.order < two.order else 1 if one.order > two.order else 0


def _shown(value: Any, formatter: DateTimeFormatter) -> str:
    if formatter is None:
        raise Thrown("java.lang.NullPointerException", "formatter")
    return formatter.show(value)


_ORDERED: Methods = {
    "isBefore/1": lambda one, two: one.order < two.order,
    "isAfter/1": lambda one, two: one.order > two.order,
    "isEqual/1": lambda one, two: one.order == two.order,
    "compareTo/1": _compared,
}
_ANY: Methods = {
    **_ANY_SUMS,
    "get/1": _get,
    "getLong/1": lambda value, field: Long(_field(value, field)),
    "isSupported/1": _supports,
    "until/2": until,
    "with/1": _adjusted,
    "with/2": _with_field,
}
_DATES: Methods = {
    "getYear/0": _part(0),
    "getMonthValue/0": _part(1),
    "getDayOfMonth/0": _part(2),
    "getMonth/0": lambda value: MONTHS[date_of(value.days)[1] - 1],
    "getDayOfWeek/0": lambda value: WEEKDAYS[weekday_of(value.days) - 1],
    "getDayOfYear/0": lambda value: value.days - days_of(date_of(value.days)[0], 1, 1) + 1,
    "withYear/1": _with_part(0),
    "withMonth/1": _with_part(1),
    "withDayOfMonth/1": _with_part(2),
    "withDayOfYear/1": _with_day_of_year,
    "format/1": _shown,
    **_sums("DAYS", "WEEKS", "MONTHS", "YEARS"),
}
_TIMES: Methods = {
    **{f"get{name}/0": _clock_part(name) for name in _SIZES},
    **{f"with{name}/1": _with_clock_part(name) for name in _SIZES},
    "truncatedTo/1": _truncated,
    "format/1": _shown,
    **_sums("HOURS", "MINUTES", "SECONDS", "NANOS"),
}
_POINTS: Methods = {
    "getZone/0": lambda value: ZoneId(value.zone),
    "getOffset/0": lambda value: ZoneId(_fixed(value.offset)),
    "toInstant/0": lambda value: Instant(value.seconds, value.fraction),
    "toEpochSecond/0": lambda value: Long(value.seconds),
    "toLocalDate/0": lambda value: LocalDate(value.days),
    "toLocalTime/0": lambda value: LocalTime(value.nanos),
    "toLocalDateTime/0": lambda value: LocalDateTime(value.days, value.nanos),
    "toOffsetDateTime/0": lambda value: OffsetDateTime(value.seconds, value.fraction, _fixed(value.offset)),
    "toZonedDateTime/0": lambda value: ZonedDateTime(value.seconds, value.fraction, value.zone),
    "withZoneSameInstant/1": lambda value, zone: ZonedDateTime(value.seconds, value.fraction, zone.zone),
    "withZoneSameLocal/1": lambda value, zone: ZonedDateTime.of(value.days, value.nanos, zone.zone),
    "atZoneSameInstant/1": lambda value, zone: ZonedDateTime(value.seconds, value.fraction, zone.zone),
    "withOffsetSameInstant/1": lambda value, zone: OffsetDateTime(value.seconds, value.fraction, zone.zone),
    "withOffsetSameLocal/1": lambda value, zone: OffsetDateTime.of(value.days, value.nanos, zone.zone),
    "withFixedOffsetZone/0": lambda value: ZonedDateTime(value.seconds, value.fraction, _fixed(value.offset)),
}


def _fixed(seconds: int) -> Zone:
    from ..formats.dates.zones import fixed

    return fixed(seconds)


def _at_time(value: LocalDate, *parts: Any) -> LocalDateTime:
    if isinstance(parts[0], LocalTime):
        return LocalDateTime(value.days, parts[0].nanos)
    nanos = sum(part * size for part, size in zip(parts, _SIZES.values(), strict=False))
    return LocalDateTime(value.days, nanos)


_DATE: Methods = {
    "isLeapYear/0": lambda value: is_leap(date_of(value.days)[0]),
    "lengthOfMonth/0": lambda value: length_of_month(*date_of(value.days)[:2]),
    "lengthOfYear/0": lambda value: 366 if is_leap(date_of(value.days)[0]) else 365,
    "toEpochDay/0": lambda value: Long(value.days),
    "atStartOfDay/0": lambda value: LocalDateTime(value.days, 0),
    "atStartOfDay/1": lambda value, zone: ZonedDateTime.of(value.days, 0, zone.zone),
    **{f"atTime/{count}": _at_time for count in range(1, 5)},
    "until/1": period_between,
}


def _local_instant(value: LocalDateTime, offset: ZoneId) -> ZonedDateTime:
    made: ZonedDateTime = ZonedDateTime.of(value.days, value.nanos, offset.zone)
    return made


_LOCAL: Methods = {
    "toLocalDate/0": lambda value: LocalDate(value.days),
    "toLocalTime/0": lambda value: LocalTime(value.nanos),
    "atZone/1": _local_instant,
    "atOffset/1": lambda value, zone: OffsetDateTime.of(value.days, value.nanos, zone.zone),
    "toEpochSecond/1": lambda value, zone: Long(_local_instant(value, zone).seconds),
    "toInstant/1": lambda value, zone: as_kind(_local_instant(value, zone), Instant),
}
_INSTANT: Methods = {
    "getEpochSecond/0": lambda value: Long(value.seconds),
    "getNano/0": lambda value: value.nanos,
    "toEpochMilli/0": lambda value: Long(value.seconds * 1000 + value.nanos // 1_000_000),
    "atZone/1": lambda value, zone: ZonedDateTime(value.seconds, value.nanos, zone.zone),
    "atOffset/1": lambda value, zone: OffsetDateTime(value.seconds, value.nanos, zone.zone),
    "truncatedTo/1": _truncated,
    **_sums("SECONDS", "MILLIS", "NANOS"),
}
_DURATION_UNITS = ("DAYS", "HOURS", "MINUTES", "SECONDS", "MILLIS", "NANOS")


def _lengthened(sign: int) -> Callable[..., Duration]:
    def changed(value: Duration, *given: Any) -> Duration:
        size = given[0].nanos if len(given) == 1 else given[0] * given[1].number
        return Duration(value.nanos + sign * size)

    return changed


_DURATION: Methods = {
    **{
        f"to{name.capitalize()}/0": lambda value, size=UNITS[name].number: Long(_cut(value.nanos, size))
        for name in _DURATION_UNITS
    },
    **{
        f"{verb}{name.capitalize()}/1": lambda value, count, by=sign * UNITS[name].number: Duration(
            value.nanos + count * by
        )
        for name in _DURATION_UNITS
        for verb, sign in (("plus", 1), ("minus", -1))
    },
    "getSeconds/0": lambda value: Long(value.nanos // NANOS),
    "getNano/0": lambda value: value.nanos % NANOS,
    "plus/1": _lengthened(1),
    "plus/2": _lengthened(1),
    "minus/1": _lengthened(-1),
    "minus/2": _lengthened(-1),
    "multipliedBy/1": lambda value, by: Duration(value.nanos * by),
    "dividedBy/1": lambda value, by: Duration(_cut(value.nanos, by) if by > 0 else -_cut(value.nanos, -by)),
    "negated/0": lambda value: Duration(-value.nanos),
    "abs/0": lambda value: Duration(abs(value.nanos)),
    "isNegative/0": lambda value: value.nanos < 0,
    "isZero/0": lambda value: value.nanos == 0,
    "compareTo/1": _compared,
}


def _normalized(value: Period) -> Period:
    total = value.years * 12 + value.months
    years = _cut(total, 12)
    return Period(years, total - years * 12, value.days)


_PERIOD: Methods = {
    "getYears/0": lambda value: value.years,
    "getMonths/0": lambda value: value.months,
    "getDays/0": lambda value: value.days,
    "toTotalMonths/0": lambda value: Long(value.years * 12 + value.months),
    "normalized/0": _normalized,
    "negated/0": lambda value: Period(-value.years, -value.months, -value.days),
    "multipliedBy/1": lambda value, by: Period(value.years * by, value.months * by, value.days * by),
    "plusDays/1": lambda value, count: Period(value.years, value.months, value.days + count),
    "plusMonths/1": lambda value, count: Period(value.years, value.months + count, value.days),
    "plusYears/1": lambda value, count: Period(value.years + count, value.months, value.days),
    "minusDays/1": lambda value, count: Period(value.years, value.months, value.days - count),
    "minusMonths/1": lambda value, count: Period(value.years, value.months - count, value.days),
    "minusYears/1": lambda value, count: Period(value.years - count, value.months, value.days),
    "isZero/0": lambda value: value == Period(0, 0, 0),
    "isNegative/0": lambda value: min(value.years, value.months, value.days) < 0,
}


def _turned(names: tuple[Any, ...], sign: int) -> Callable[[Any, int], Any]:
    return lambda value, count: names[(value.number - 1 + sign * count) % len(names)]


def _display(key: dict[str, str]) -> Callable[..., str]:
    def shown(value: Any, style: Any, locale: Any) -> str:
        from ..formats.dates.names import names_of

        if style.name not in key:
            raise TypeError
        return str(names_of("jre", locale.language or "en", key[style.name])[value.number - 1])

    return shown


_NAMED: Methods = {
    "getValue/0": lambda value: value.number,
    "name/0": lambda value: value.name,
    "compareTo/1": _compared,
}
_ENUM: Methods = {
    "name/0": lambda value: value.name,
    "ordinal/0": lambda value: value.number - 1,
    "compareTo/1": _compared,
}
_JODA: dict[str, Callable[..., Any]] = {
    "getMillis/0": lambda value: Long(value.seconds * 1000 + value.fraction // 1_000_000),
    "getCenturyOfEra/0": lambda value: date_of(value.days)[0] // 100,
    "getEra/0": lambda value: int(date_of(value.days)[0] > 0),
    "getHourOfDay/0": _clock_part("Hour"),
    "getMillisOfDay/0": lambda value: value.nanos // 1_000_000,
    "getMillisOfSecond/0": lambda value: value.fraction // 1_000_000,
    "getMinuteOfDay/0": lambda value: value.nanos // NANOS // 60,
    "getMinuteOfHour/0": _clock_part("Minute"),
    "getMonthOfYear/0": _part(1),
    "getSecondOfDay/0": lambda value: value.nanos // NANOS,
    "getSecondOfMinute/0": _clock_part("Second"),
    "getWeekOfWeekyear/0": lambda value: week_of(value.days)[1],
    "getWeekyear/0": lambda value: week_of(value.days)[0],
    "getYearOfCentury/0": lambda value: date_of(value.days)[0] % 100,
    "getYearOfEra/0": _part(0),
    "getDayOfWeek/0": lambda value: weekday_of(value.days),
    "getDayOfWeekEnum/0": lambda value: WEEKDAYS[weekday_of(value.days) - 1],
    "toString/1": lambda value, pattern: of_pattern(pattern).show(value),
}
METHODS: dict[str, Methods] = {
    "JodaCompatibleZonedDateTime": {**_ANY, **_ORDERED, **_DATES, **_TIMES, **_POINTS, **_JODA},
    "Instant": {**_ANY, **_ORDERED, **_INSTANT},
    "LocalDate": {**_ANY, **_ORDERED, **_DATES, **_DATE},
    "LocalTime": {
        **_ANY, **_ORDERED, **_TIMES,
        "toSecondOfDay/0": lambda value: value.nanos // NANOS,
        "toNanoOfDay/0": lambda value: Long(value.nanos),
        "atDate/1": lambda value, date: LocalDateTime(date.days, value.nanos),
    },
    "LocalDateTime": {**_ANY, **_ORDERED, **_DATES, **_TIMES, **_LOCAL},
    "ZonedDateTime": {**_ANY, **_ORDERED, **_DATES, **_TIMES, **_POINTS},
    "OffsetDateTime": {**_ANY, **_ORDERED, **_DATES, **_TIMES, **_POINTS},
    "Duration": _DURATION,
    "Period": _PERIOD,
    "ZoneId": {
        "getId/0": str,
        "getTotalSeconds/0": lambda value: value.zone.seconds,
        "normalized/0": lambda value: value if value.zone.seconds is None else ZoneId(_fixed(value.zone.seconds)),
        "getRules/0": lambda value: ZoneRules(value.zone),
    },
    "ZoneRules": {"getOffset/1": lambda value, moment: ZoneId(_fixed(value.zone.offset_at(moment.seconds)))},
    "DateTimeFormatter": {
        "format/1": lambda formatter, value: formatter.show(value),
        "withZone/1": lambda formatter, zone: formatter.at(zone.zone),
    },
    "DayOfWeek": {
        **_NAMED, "plus/1": _turned(WEEKDAYS, 1), "minus/1": _turned(WEEKDAYS, -1),
        "getDisplayName/2": _display({"SHORT": "E", "FULL": "EEEE"}),
    },
    "Month": {
        **_NAMED, "plus/1": _turned(MONTHS, 1), "minus/1": _turned(MONTHS, -1),
        "maxLength/0": lambda value: length_of_month(2024, value.number),
        "minLength/0": lambda value: length_of_month(2023, value.number),
        "length/1": lambda value, leap: length_of_month(2024 if leap else 2023, value.number),
        "getDisplayName/2": _display({"SHORT": "MMM", "FULL": "MMMM"}),
    },
    "ChronoUnit": {
        **_ENUM,
        "between/2": lambda unit, one, two: until(one, two, unit, "java.base/java.time.temporal.ChronoUnit.between(ChronoUnit.java:272)"),
        "getDuration/0": lambda unit: Duration(unit.number if unit.number > 0 else -unit.number * 31_556_952 * NANOS // 12),
    },
    "ChronoField": _ENUM,
    "TextStyle": _ENUM,
}  # fmt: skip


class ZoneRules(ZoneId):
    """The rules of a zone."""

    JAVA = "java.time.zone.ZoneRules"
    __slots__ = ()
