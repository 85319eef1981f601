"""What values of `java.time` can do, by the name of their class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..formats.dates.moments import (
    NANOS,
    date_of,
    days_of,
    is_leap,
    length_of_month,
    week_of,
    weekday_of,
)
from ..formats.dates.zones import Zone
from .errors import Thrown
from .time_formats import DateTimeFormatter, of_pattern
from .time_sums import (
    ANY_SUMS,
    SIZES,
    Methods,
    adjusted,
    as_kind,
    clock_part,
    cut,
    field_value,
    get_field,
    part,
    period_between,
    sums,
    supports,
    truncated,
    until,
    with_clock_part,
    with_day_of_year,
    with_field,
    with_part,
)
from .times import (
    MONTHS,
    UNITS,
    WEEKDAYS,
    Duration,
    Instant,
    LocalDate,
    LocalDateTime,
    LocalTime,
    OffsetDateTime,
    Period,
    ZonedDateTime,
    ZoneId,
)
from .values import Long

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
    **ANY_SUMS,
    "get/1": get_field,
    "getLong/1": lambda value, field: Long(field_value(value, field)),
    "isSupported/1": supports,
    "until/2": until,
    "with/1": adjusted,
    "with/2": with_field,
}
_DATES: Methods = {
    "getYear/0": part(0),
    "getMonthValue/0": part(1),
    "getDayOfMonth/0": part(2),
    "getMonth/0": lambda value: MONTHS[date_of(value.days)[1] - 1],
    "getDayOfWeek/0": lambda value: WEEKDAYS[weekday_of(value.days) - 1],
    "getDayOfYear/0": lambda value: value.days - days_of(date_of(value.days)[0], 1, 1) + 1,
    "withYear/1": with_part(0),
    "withMonth/1": with_part(1),
    "withDayOfMonth/1": with_part(2),
    "withDayOfYear/1": with_day_of_year,
    "format/1": _shown,
    **sums("DAYS", "WEEKS", "MONTHS", "YEARS"),
}
_TIMES: Methods = {
    **{f"get{name}/0": clock_part(name) for name in SIZES},
    **{f"with{name}/1": with_clock_part(name) for name in SIZES},
    "truncatedTo/1": truncated,
    "format/1": _shown,
    **sums("HOURS", "MINUTES", "SECONDS", "NANOS"),
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
    nanos = sum(part * size for part, size in zip(parts, SIZES.values(), strict=False))
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
    "truncatedTo/1": truncated,
    **sums("SECONDS", "MILLIS", "NANOS"),
}
_DURATION_UNITS = ("DAYS", "HOURS", "MINUTES", "SECONDS", "MILLIS", "NANOS")


def _lengthened(sign: int) -> Callable[..., Duration]:
    def changed(value: Duration, *given: Any) -> Duration:
        size = given[0].nanos if len(given) == 1 else given[0] * given[1].number
        return Duration(value.nanos + sign * size)

    return changed


_DURATION: Methods = {
    **{
        f"to{name.capitalize()}/0": lambda value, size=UNITS[name].number: Long(cut(value.nanos, size))
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
    "dividedBy/1": lambda value, by: Duration(cut(value.nanos, by) if by > 0 else -cut(value.nanos, -by)),
    "negated/0": lambda value: Duration(-value.nanos),
    "abs/0": lambda value: Duration(abs(value.nanos)),
    "isNegative/0": lambda value: value.nanos < 0,
    "isZero/0": lambda value: value.nanos == 0,
    "compareTo/1": _compared,
}


def _normalized(value: Period) -> Period:
    total = value.years * 12 + value.months
    years = cut(total, 12)
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
    "getHourOfDay/0": clock_part("Hour"),
    "getMillisOfDay/0": lambda value: value.nanos // 1_000_000,
    "getMillisOfSecond/0": lambda value: value.fraction // 1_000_000,
    "getMinuteOfDay/0": lambda value: value.nanos // NANOS // 60,
    "getMinuteOfHour/0": clock_part("Minute"),
    "getMonthOfYear/0": part(1),
    "getSecondOfDay/0": lambda value: value.nanos // NANOS,
    "getSecondOfMinute/0": clock_part("Second"),
    "getWeekOfWeekyear/0": lambda value: week_of(value.days)[1],
    "getWeekyear/0": lambda value: week_of(value.days)[0],
    "getYearOfCentury/0": lambda value: date_of(value.days)[0] % 100,
    "getYearOfEra/0": part(0),
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
