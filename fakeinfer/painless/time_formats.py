"""`DateTimeFormatter`: patterns and the formats of ISO 8601, for reading and showing values of `java.time`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from ..errors import not_implemented
from ..formats.dates.elements import Element, Found, Fraction, Literal, Number, Offset, Optional, Region
from ..formats.dates.moments import DAY, NANOS, BadDate, Moment, length_of_month
from ..formats.dates.patterns import BadPattern, UnknownPattern, compiled
from ..formats.dates.resolving import Parsed, resolved
from ..formats.dates.zones import UTC, Zone
from .errors import Thrown
from .times import (
    Dated,
    Instant,
    LocalDate,
    LocalDateTime,
    LocalTime,
    OffsetDateTime,
    ZonedDateTime,
    no_date,
    unsupported,
)

_FORMATTER = "java.base/java.time.format.DateTimeFormatter"
_SHOWN = 64


@dataclass(frozen=True, slots=True, eq=False)
class DateTimeFormatter(Dated):
    """A formatter; `needs` is what it shows of a value: a date, a time, an offset, a zone."""

    name: str
    elements: tuple[Element, ...]
    smart: bool = True
    """Whether days that a month has not become its last one."""
    zone: Zone | None = None
    JAVA: ClassVar[str] = "java.time.format.DateTimeFormatter"

    def __str__(self) -> str:
        raise not_implemented("the text of a date format in a script")

    def at(self, zone: Zone) -> DateTimeFormatter:
        return replace(self, zone=zone)

    def show(self, value: Any) -> str:
        """A value as text."""
        placed = isinstance(value, ZonedDateTime) or self.zone is not None
        elements = self.elements if placed else [one for one in self.elements if not isinstance(one, Optional)]
        return "".join(element.show(_moment_of(value, self.zone, element)) for element in elements)

    def read(self, text: str, kind: type, *frames: str) -> Any:
        """A text as a value of a class."""
        found: Found = {}
        at = 0
        for element in self.elements:
            at = element.read(text, at, found)
            if at < 0:
                raise _unparsed(text, f" at index {~at}", *frames)
        if at < len(text):
            raise _unparsed(text, f", unparsed text found at index {at}", *frames)
        try:
            parsed = self._resolved(found)
            return _value_of(parsed, self.zone, kind, found)
        except BadDate as bad:
            raise _misread(text, str(bad), *frames) from None

    def _resolved(self, found: Found) -> Parsed:
        if not self.smart:
            return resolved(found)
        fields = dict(found)
        if "YearOfEra" in fields and "Era" not in fields:
            fields["Year"] = fields.pop("YearOfEra")
        if {"Year", "MonthOfYear", "DayOfMonth"} <= fields.keys():
            month, day = fields["MonthOfYear"], fields["DayOfMonth"]
            if 1 <= month <= 12 and day <= 31:
                fields["DayOfMonth"] = min(day, length_of_month(fields["Year"], month))
        return resolved(fields)


def _unparsed(text: str, why: str, *frames: str) -> Thrown:
    at = (
        f"{_FORMATTER}.parseResolved0(DateTimeFormatter.java:2052)",
        f"{_FORMATTER}.parse(DateTimeFormatter.java:1954)",
    )
    return Thrown("java.time.format.DateTimeParseException", f"{_could_not(text)}{why}", (*at, *frames))


def _misread(text: str, why: str, *frames: str) -> Thrown:
    at = (f"{_FORMATTER}.createError(DateTimeFormatter.java:2023)", f"{_FORMATTER}.parse(DateTimeFormatter.java:1958)")
    thrown = Thrown("java.time.format.DateTimeParseException", f"{_could_not(text)}: {why}", (*at, *frames))
    thrown.cause = no_date(why)
    return thrown


def _could_not(text: str) -> str:
    return f"Text '{text if len(text) <= _SHOWN else text[:_SHOWN] + '...'}' could not be parsed"


def _value_of(parsed: Parsed, zone: Zone | None, kind: type, found: Found) -> Any:
    days, nanos = parsed.days, parsed.nanos
    place = parsed.zone or parsed.offset or zone
    if kind is LocalDate and days is not None:
        return LocalDate(days)
    if kind is LocalTime and nanos is not None:
        return LocalTime(nanos)
    if kind is LocalDateTime and days is not None and nanos is not None:
        return LocalDateTime(days, nanos)
    if kind in (ZonedDateTime, OffsetDateTime) and None not in (days, nanos, place):
        assert days is not None
        assert nanos is not None
        assert place is not None
        if kind is OffsetDateTime:
            return OffsetDateTime.of(days, nanos, parsed.offset or place)
        if parsed.zone is not None and parsed.offset is not None and parsed.offset.seconds is not None:
            local = days * DAY + nanos // NANOS
            return ZonedDateTime(local - parsed.offset.seconds, nanos % NANOS, parsed.zone)
        return ZonedDateTime.of(days, nanos, place)
    if kind is Instant and None not in (days, nanos, place):
        moment = _value_of(parsed, zone, ZonedDateTime, found)
        return Instant(moment.seconds, moment.fraction)
    raise BadDate(
        f"Unable to obtain {kind.__name__} from TemporalAccessor: {_told(parsed)} of type java.time.format.Parsed"
    )


def _told(parsed: Parsed) -> str:
    """What was read, as Java prints it."""
    rest = {name: value for name, value in parsed.fields.items() if parsed.days is None or name not in _DATE}
    if parsed.offset is not None:
        rest["OffsetSeconds"] = parsed.offset.seconds
    text = "{" + ", ".join(f"{name}={value}" for name, value in rest.items() if name not in _CLOCK) + "},ISO"
    if parsed.zone is not None:
        text += f",{parsed.zone.id}"
    known = [str(LocalDate(parsed.days))] if parsed.days is not None else []
    if parsed.nanos is not None:
        known.append(str(LocalTime(parsed.nanos)))
    return text + (f" resolved to {'T'.join(known)}" if known else "")


_DATE = frozenset(("Year", "MonthOfYear", "DayOfMonth", "DayOfWeek", "DayOfYear", "YearOfEra", "Era"))
_CLOCK = frozenset(("HourOfDay", "MinuteOfHour", "SecondOfMinute", "NanoOfSecond"))


def _moment_of(value: Any, zone: Zone | None, element: Element) -> Moment:
    """A value as elements show it; one that lacks what an element shows is refused."""
    if isinstance(value, ZonedDateTime):
        return value.moment() if zone is None else value.moment().inside(zone)
    if isinstance(value, Instant):
        if zone is not None:
            return value.moment().inside(zone)
        if isinstance(element, Literal | _Instant):
            return value.moment()
        raise unsupported(f"Unsupported field: {_field_shown(element)}")
    dated, timed = isinstance(value, LocalDate | LocalDateTime), isinstance(value, LocalTime | LocalDateTime)
    if isinstance(element, Offset):
        raise unsupported("Unsupported field: OffsetSeconds")
    if isinstance(element, Region):
        raise no_date(f"Unable to extract ZoneId from temporal {value}")
    field = _field_shown(element)
    if field is not None and not (timed if field in _TIMES else dated):
        raise unsupported(f"Unsupported field: {field}")
    days = value.days if dated else 0
    nanos = value.nanos if timed else 0
    return Moment(days * DAY + nanos // NANOS, nanos % NANOS, UTC)


_TIMES = frozenset(
    (
        "HourOfDay", "ClockHourOfDay", "HourOfAmPm", "ClockHourOfAmPm", "AmPmOfDay", "MinuteOfHour", "SecondOfMinute",
        "NanoOfSecond", "MilliOfDay", "NanoOfDay",
    )
)  # fmt: skip


def _field_shown(element: Element) -> str | None:
    if isinstance(element, Fraction):
        return "NanoOfSecond"
    if isinstance(element, _Clock):
        return "HourOfDay"
    if isinstance(element, _Instant):
        return "InstantSeconds"
    return getattr(element, "field", None)


# --- patterns ---------------------------------------------------------------------------------------------------------


def of_pattern(pattern: str, language: str = "en") -> DateTimeFormatter:
    """`DateTimeFormatter.ofPattern`."""
    try:
        return DateTimeFormatter(pattern, tuple(compiled(pattern, language, "jre")))
    except BadPattern as bad:
        builder = "java.base/java.time.format.DateTimeFormatterBuilder"
        frames = (
            f"{builder}.parsePattern(DateTimeFormatterBuilder.java:1882)",
            f"{builder}.appendPattern(DateTimeFormatterBuilder.java:1772)",
            f"{_FORMATTER}.ofPattern(DateTimeFormatter.java:{566 if language == 'en' else 581})",
        )
        raise Thrown("java.lang.IllegalArgumentException", str(bad), frames) from None
    except UnknownPattern as unknown:
        raise not_implemented(f"{unknown} in a script") from None


# --- ISO 8601 ---------------------------------------------------------------------------------------------------------


class _Shown:
    """Several elements of which the value shows what it has."""

    def __init__(self, *elements: Element) -> None:
        self._elements = elements

    def read(self, text: str, at: int, found: Found) -> int:
        for element in self._elements:
            at = element.read(text, at, found)
            if at < 0:
                return at
        return at


class _Clock(_Shown):
    """`HH:mm:ss` with as much of a fraction as there is; seconds may be left out when it is read."""

    def __init__(self) -> None:
        seconds: list[Element] = [Literal(":"), Number("SecondOfMinute", 2, 2), Optional([Fraction(1, 9, ".")])]
        super().__init__(Number("HourOfDay", 2, 2), Literal(":"), Number("MinuteOfHour", 2, 2), Optional(seconds))

    def show(self, moment: Moment) -> str:
        second = (moment.seconds + moment.offset) % DAY
        text = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
        return text + (f".{moment.nanos:09d}".rstrip("0") if moment.nanos else "")


class _Instant(_Shown):
    """A point in time in UTC; other offsets are read too."""

    def __init__(self) -> None:
        super().__init__(*_DATE_ELEMENTS, Literal("T"), _Clock(), _OFFSET)

    def show(self, moment: Moment) -> str:
        return str(Instant(moment.seconds, moment.nanos))


class _Bracketed:
    """`[Europe/Berlin]`, of a region alone."""

    def __init__(self) -> None:
        self._read = Optional([Literal("["), Region(), Literal("]")])

    def read(self, text: str, at: int, found: Found) -> int:
        return self._read.read(text, at, found)

    def show(self, moment: Moment) -> str:
        fixed = moment.zone.seconds is not None and moment.zone.id[0] in "Z+-"
        return "" if fixed else f"[{moment.zone.id}]"


_DATE_ELEMENTS: tuple[Element, ...] = (
    Number("Year", 4, 10, "exceeds"), Literal("-"), Number("MonthOfYear", 2, 2), Literal("-"), Number("DayOfMonth", 2, 2),
)  # fmt: skip
_OFFSET = Offset("Z", "always", ":", seconds=True)
_DATE_TIME: tuple[Element, ...] = (*_DATE_ELEMENTS, Literal("T"), _Clock())


def _iso(name: str, *elements: Element) -> DateTimeFormatter:
    return DateTimeFormatter(name, elements, smart=False)


ISO_INSTANT = _iso("ISO_INSTANT", _Instant())
FORMATTERS = {
    one.name: one
    for one in (
        ISO_INSTANT,
        _iso("ISO_LOCAL_DATE", *_DATE_ELEMENTS),
        _iso("ISO_LOCAL_TIME", _Clock()),
        _iso("ISO_LOCAL_DATE_TIME", *_DATE_TIME),
        _iso("ISO_OFFSET_DATE", *_DATE_ELEMENTS, _OFFSET),
        _iso("ISO_OFFSET_TIME", _Clock(), _OFFSET),
        _iso("ISO_OFFSET_DATE_TIME", *_DATE_TIME, _OFFSET),
        _iso("ISO_ZONED_DATE_TIME", *_DATE_TIME, _OFFSET, _Bracketed()),
        _iso("ISO_DATE", *_DATE_ELEMENTS, Optional([_OFFSET])),
        _iso("ISO_TIME", _Clock(), Optional([_OFFSET])),
        _iso("ISO_DATE_TIME", *_DATE_TIME, Optional([_OFFSET, _Bracketed()])),
        _iso("ISO_ORDINAL_DATE", Number("Year", 4, 10, "exceeds"), Literal("-"), Number("DayOfYear", 3, 3), Optional([_OFFSET])),
        _iso(
            "ISO_WEEK_DATE", Number("WeekBasedYear", 4, 10, "exceeds"), Literal("-W"), Number("WeekOfWeekBasedYear", 2, 2),
            Literal("-"), Number("DayOfWeek", 1, 1), Optional([_OFFSET]),
        ),
        _iso("BASIC_ISO_DATE", *compiled("uuuuMMdd", "en", "jre"), Optional([Offset("Z", "always", seconds=True)])),
        _iso("RFC_1123_DATE_TIME", *compiled("EEE, d MMM uuuu HH:mm:ss ", "en", "jre"), Offset("GMT", "always")),
    )
}  # fmt: skip
