"""How values of `java.time` are made: static methods, constants and constructors of its classes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

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
    weekday_of,
)
from ..formats.dates.zones import UTC, BadZone, fixed, zone_of
from .errors import Thrown
from .time_formats import FORMATTERS, DateTimeFormatter, of_pattern
from .time_sums import as_kind, moved, period_between, until
from .times import (
    DAY_NANOS,
    FIELDS,
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
    TextStyle,
    ZonedDateTime,
    ZoneId,
    no_date,
)
from .values import Function

_TIME = "java.base/java.time"


def _checked(make: Callable[..., Any], *frames: str) -> Callable[..., Any]:
    """The same, whose refusals are Java's."""

    def made(*given: Any) -> Any:
        try:
            return make(*given)
        except BadDate as bad:
            raise no_date(str(bad), *(_date_frames(str(bad)) if frames == ("date",) else frames)) from None

    return made


def _date_frames(why: str) -> tuple[str, ...]:
    if why.startswith("Invalid date"):
        return (f"{_TIME}.LocalDate.create(LocalDate.java:461)", f"{_TIME}.LocalDate.of(LocalDate.java:273)")
    line = 271 if "MonthOfYear" in why else 272
    return (
        f"{_TIME}.temporal.ValueRange.checkValidValue(ValueRange.java:319)",
        f"{_TIME}.temporal.ChronoField.checkValidValue(ChronoField.java:718)",
        f"{_TIME}.LocalDate.of(LocalDate.java:{line})",
    )


def _clock(hour: int, minute: int, second: int = 0, nano: int = 0) -> int:
    checked("HourOfDay", hour)
    checked("MinuteOfHour", minute)
    checked("SecondOfMinute", second)
    checked("NanoOfSecond", nano)
    return (hour * 3600 + minute * 60 + second) * NANOS + nano


def _local(year: int, month: int, day: int, *clock: int) -> LocalDateTime:
    return LocalDateTime(checked_days(year, month, day), _clock(*clock))


def _zoned(kind: Any, *given: Any) -> Any:
    *parts, zone = given
    if len(parts) == 1:
        return kind.of(parts[0].days, parts[0].nanos, zone.zone)
    if len(parts) == 2:
        return kind.of(parts[0].days, parts[1].nanos, zone.zone)
    local = _local(*parts)
    return kind.of(local.days, local.nanos, zone.zone)


# --- reading ----------------------------------------------------------------------------------------------------------

_PARSED: dict[str, tuple[Any, str, tuple[int, ...]]] = {
    "ZonedDateTime": (ZonedDateTime, "ISO_ZONED_DATE_TIME", (600, 585)),
    "OffsetDateTime": (OffsetDateTime, "ISO_OFFSET_DATE_TIME", (404, 389)),
    "LocalDateTime": (LocalDateTime, "ISO_LOCAL_DATE_TIME", (494, 479)),
    "LocalDate": (LocalDate, "ISO_LOCAL_DATE", (430, 415)),
    "LocalTime": (LocalTime, "ISO_LOCAL_TIME", (465, 450)),
    "Instant": (Instant, "ISO_INSTANT", (397,)),
}


def _parse(name: str, text: Any, formatter: DateTimeFormatter | None = None) -> Any:
    kind, usual, lines = _PARSED[name]
    frames = [f"{_TIME}.{name}.parse({name}.java:{line})" for line in (lines if formatter is None else lines[:1])]
    if text is None:
        parsing = "java.base/java.time.format.DateTimeFormatter.parse(DateTimeFormatter.java:1951)"
        nothing = "java.base/java.util.Objects.requireNonNull(Objects.java:235)"
        raise Thrown("java.lang.NullPointerException", "text", (nothing, parsing, *frames))
    return (formatter or FORMATTERS[usual]).read(str(text), kind, *frames)


_DURATION = re.compile(
    r"([-+]?)P(?:([-+]?\d+)D)?(T(?:([-+]?\d+)H)?(?:([-+]?\d+)M)?(?:([-+]?\d+)(?:[.,](\d{0,9}))?S)?)?", re.IGNORECASE
)
_PERIOD = re.compile(r"([-+]?)P(?:([-+]?\d+)Y)?(?:([-+]?\d+)M)?(?:([-+]?\d+)W)?(?:([-+]?\d+)D)?", re.IGNORECASE)


def _no_span(kind: str, line: int) -> Thrown:
    frame = f"{_TIME}.{kind}.parse({kind}.java:{line})"
    return Thrown("java.time.format.DateTimeParseException", f"Text cannot be parsed to a {kind}", (frame,))


def _duration(text: Any) -> Duration:
    found = _DURATION.fullmatch(str(text))
    if found is None or found[3] == "T" or not any(found.groups()[1:]):
        raise _no_span("Duration", 419)
    days, hours, minutes, seconds = (int(found[number] or 0) for number in (2, 4, 5, 6))
    fraction = int((found[7] or "").ljust(9, "0")) * (-1 if (found[6] or "").startswith("-") else 1)
    total = (days * DAY + hours * 3600 + minutes * 60 + seconds) * NANOS + fraction
    return Duration(-total if found[1] == "-" else total)


def _period(text: Any) -> Period:
    found = _PERIOD.fullmatch(str(text))
    if found is None or not any(found.groups()[1:]):
        raise _no_span("Period", 348)
    sign = -1 if found[1] == "-" else 1
    years, months, weeks, days = (sign * int(part or 0) for part in found.groups()[1:])
    return Period(years, months, weeks * 7 + days)


def _zone(id: str) -> ZoneId:
    if id is None:
        raise Thrown("java.lang.NullPointerException", "zoneId")
    try:
        return ZoneId(zone_of(id))
    except BadZone as bad:
        ends = (f"{_TIME}.ZoneId.of(ZoneId.java:410)", f"{_TIME}.ZoneId.of(ZoneId.java:358)")
        if bad.unknown:
            provider = f"{_TIME}.zone.ZoneRulesProvider"
            frames = (
                f"{provider}.getProvider(ZoneRulesProvider.java:280)",
                f"{provider}.getRules(ZoneRulesProvider.java:235)",
                f"{_TIME}.ZoneRegion.ofId(ZoneRegion.java:121)",
                *ends,
            )
            raise Thrown("java.time.zone.ZoneRulesException", str(bad), frames) from None
        region = (f"{_TIME}.ZoneRegion.checkName(ZoneRegion.java:152)", f"{_TIME}.ZoneRegion.ofId(ZoneRegion.java:117)")
        raise no_date(str(bad), *(*region, *ends) if "region" in str(bad) else ()) from None


def _offset(hours: int, minutes: int = 0, seconds: int = 0) -> ZoneId:
    if abs(hours) > 18:
        offset = f"{_TIME}.ZoneOffset"
        raise no_date(
            f"Zone offset hours not in valid range: value {hours} is not in the range -18 to 18",
            f"{offset}.validate(ZoneOffset.java:366)",
            f"{offset}.ofHoursMinutesSeconds(ZoneOffset.java:319)",
            f"{offset}.ofHours(ZoneOffset.java:285)",
        )
    return ZoneId(fixed(hours * 3600 + minutes * 60 + seconds))


def _numbered(names: tuple[Any, ...], number: int) -> Any:
    if not 1 <= number <= len(names):
        kind, line = ("DayOfWeek", 165) if len(names) == 7 else ("Month", 172)
        field = "DayOfWeek" if len(names) == 7 else "MonthOfYear"
        raise no_date(f"Invalid value for {field}: {number}", f"{_TIME}.{kind}.of({kind}.java:{line})")
    return names[number - 1]


def _named(names: dict[str, Any], java: str, name: str) -> Any:
    if name not in names:
        raise Thrown("java.lang.IllegalArgumentException", f"No enum constant {java}.{name}")
    return names[name]


def _pattern(pattern: str, locale: Any = None) -> DateTimeFormatter:
    return of_pattern(pattern, "en" if locale is None else locale.language or "en")


def _between(one: Any, two: Any) -> Duration:
    frame = f"{_TIME}.Duration.between(Duration.java:492)"
    return Duration(until(one, two, UNITS["SECONDS" if isinstance(one, LocalDate) else "NANOS"], frame))


# --- adjusters --------------------------------------------------------------------------------------------------------


def _by_month(turn: Callable[[int, int], int]) -> Callable[[], Function]:
    """An adjuster to a day that year and month tell."""

    def adjusted(value: Any) -> Any:
        year, month, _ = date_of(value.days)
        return moved(value, turn(year, month))

    return lambda: Function(adjusted)


def _by_weekday(step: int, *, same: bool) -> Callable[[Any], Function]:
    """An adjuster to the next or last such day of a week."""

    def adjusted(day: Any, value: Any) -> Any:
        away = (day.number - weekday_of(value.days)) * step % 7
        return moved(value, value.days + step * (away or (0 if same else 7)))

    return lambda day: Function(partial(adjusted, day))


def _in_month(number: int, day: Any) -> Function:
    def adjusted(value: Any) -> Any:
        year, month, _ = date_of(value.days)
        if number > 0:
            first = days_of(year, month, 1)
            return moved(value, first + (day.number - weekday_of(first)) % 7 + 7 * (number - 1))
        last = days_of(year, month, length_of_month(year, month))
        return moved(value, last - (weekday_of(last) - day.number) % 7 + 7 * (number + 1))

    return Function(adjusted)


def _next_month(year: int, month: int) -> int:
    return days_of(year + month // 12, month % 12 + 1, 1)


STATIC: dict[str, Callable[..., Any]] = {
    **{f"{name}.parse/1": partial(_parse, name) for name in _PARSED},
    **{f"{name}.parse/2": partial(_parse, name) for name in _PARSED},
    **{
        f"{name}.from/1": partial(lambda kind, value: as_kind(value, kind), kind)
        for name, (kind, _, _) in _PARSED.items()
    },
    "Instant.ofEpochMilli/1": lambda millis: Instant(millis // 1000, millis % 1000 * 1_000_000),
    "Instant.ofEpochSecond/1": Instant,
    "Instant.ofEpochSecond/2": lambda seconds, nanos: Instant(seconds + nanos // NANOS, nanos % NANOS),
    "LocalDate.of/3": _checked(lambda *date: LocalDate(checked_days(*date)), "date"),
    "LocalDate.ofEpochDay/1": LocalDate,
    "LocalDate.ofYearDay/2": _checked(lambda year, day: LocalDate(checked_day_of_year(year, day))),
    **{f"LocalTime.of/{count}": _checked(lambda *clock: LocalTime(_clock(*clock))) for count in (2, 3, 4)},
    "LocalTime.ofSecondOfDay/1": lambda second: LocalTime(second * NANOS),
    "LocalTime.ofNanoOfDay/1": LocalTime,
    "LocalDateTime.of/2": lambda date, time: LocalDateTime(date.days, time.nanos),
    **{f"LocalDateTime.of/{count}": _checked(_local) for count in (5, 6, 7)},
    "LocalDateTime.ofEpochSecond/3": lambda seconds, nanos, zone: as_kind(
        ZonedDateTime(seconds, nanos, zone.zone), LocalDateTime
    ),
    "LocalDateTime.ofInstant/2": lambda moment, zone: as_kind(
        ZonedDateTime(moment.seconds, moment.nanos, zone.zone), LocalDateTime
    ),
    **{f"ZonedDateTime.of/{count}": _checked(partial(_zoned, ZonedDateTime)) for count in (2, 3, 8)},
    **{f"OffsetDateTime.of/{count}": _checked(partial(_zoned, OffsetDateTime)) for count in (2, 3, 8)},
    "ZonedDateTime.ofInstant/2": lambda moment, zone: ZonedDateTime(moment.seconds, moment.nanos, zone.zone),
    "OffsetDateTime.ofInstant/2": lambda moment, zone: OffsetDateTime(
        moment.seconds, moment.nanos, fixed(zone.zone.offset_at(moment.seconds))
    ),
    "ZoneId.of/1": _zone,
    "ZoneOffset.of/1": _zone,
    "ZoneOffset.ofHours/1": _offset,
    "ZoneOffset.ofHoursMinutes/2": _offset,
    "ZoneOffset.ofHoursMinutesSeconds/3": _offset,
    "ZoneOffset.ofTotalSeconds/1": lambda seconds: ZoneId(fixed(seconds)),
    "DateTimeFormatter.ofPattern/1": _pattern,
    "DateTimeFormatter.ofPattern/2": _pattern,
    "Duration.between/2": _between,
    "Duration.parse/1": _duration,
    "Duration.of/2": lambda count, unit: Duration(count * unit.number),
    **{
        f"Duration.of{name.capitalize()}/1": partial(lambda size, count: Duration(size * count), UNITS[name].number)
        for name in ("DAYS", "HOURS", "MINUTES", "SECONDS", "MILLIS", "NANOS")
    },
    "Duration.ofSeconds/2": lambda seconds, nanos: Duration(seconds * NANOS + nanos),
    "Period.between/2": period_between,
    "Period.parse/1": _period,
    "Period.of/3": Period,
    "Period.ofDays/1": lambda count: Period(0, 0, count),
    "Period.ofWeeks/1": lambda count: Period(0, 0, count * 7),
    "Period.ofMonths/1": lambda count: Period(0, count, 0),
    "Period.ofYears/1": lambda count: Period(count, 0, 0),
    "DayOfWeek.of/1": partial(_numbered, WEEKDAYS),
    "DayOfWeek.from/1": lambda value: WEEKDAYS[weekday_of(value.days) - 1],
    "DayOfWeek.valueOf/1": partial(_named, {one.name: one for one in WEEKDAYS}, "java.time.DayOfWeek"),
    "Month.of/1": partial(_numbered, MONTHS),
    "Month.from/1": lambda value: MONTHS[date_of(value.days)[1] - 1],
    "Month.valueOf/1": partial(_named, {one.name: one for one in MONTHS}, "java.time.Month"),
    "ChronoUnit.valueOf/1": partial(_named, UNITS, "java.time.temporal.ChronoUnit"),
    "ChronoField.valueOf/1": partial(_named, FIELDS, "java.time.temporal.ChronoField"),
    "Year.isLeap/1": is_leap,
    "TemporalAdjusters.firstDayOfMonth/0": _by_month(lambda year, month: days_of(year, month, 1)),
    "TemporalAdjusters.lastDayOfMonth/0": _by_month(lambda year, month: _next_month(year, month) - 1),
    "TemporalAdjusters.firstDayOfNextMonth/0": _by_month(_next_month),
    "TemporalAdjusters.firstDayOfYear/0": _by_month(lambda year, month: days_of(year, 1, 1)),
    "TemporalAdjusters.lastDayOfYear/0": _by_month(lambda year, month: days_of(year, 12, 31)),
    "TemporalAdjusters.firstDayOfNextYear/0": _by_month(lambda year, month: days_of(year + 1, 1, 1)),
    "TemporalAdjusters.next/1": _by_weekday(1, same=False),
    "TemporalAdjusters.nextOrSame/1": _by_weekday(1, same=True),
    "TemporalAdjusters.previous/1": _by_weekday(-1, same=False),
    "TemporalAdjusters.previousOrSame/1": _by_weekday(-1, same=True),
    "TemporalAdjusters.firstInMonth/1": partial(_in_month, 1),
    "TemporalAdjusters.lastInMonth/1": partial(_in_month, -1),
    "TemporalAdjusters.dayOfWeekInMonth/2": _in_month,
}

CONSTANTS: dict[str, Any] = {
    "Instant.EPOCH": Instant(0),
    "Instant.MIN": Instant(-31557014167219200),
    "Instant.MAX": Instant(31556889864403199, 999999999),
    "LocalTime.MIDNIGHT": LocalTime(0),
    "LocalTime.MIN": LocalTime(0),
    "LocalTime.NOON": LocalTime(DAY_NANOS // 2),
    "LocalTime.MAX": LocalTime(DAY_NANOS - 1),
    "Duration.ZERO": Duration(0),
    "Period.ZERO": Period(0, 0, 0),
    "ZoneOffset.UTC": ZoneId(UTC),
    **{f"DateTimeFormatter.{name}": formatter for name, formatter in FORMATTERS.items()},
    **{f"DayOfWeek.{day.name}": day for day in WEEKDAYS},
    **{f"Month.{month.name}": month for month in MONTHS},
    **{f"ChronoUnit.{name}": unit for name, unit in UNITS.items()},
    **{f"ChronoField.{name}": field for name, field in FIELDS.items()},
    **{f"TextStyle.{name}": TextStyle(name, number) for number, name in enumerate(("FULL", "SHORT", "NARROW"))},
}
