"""The servers' named formats, in the pattern letters they stand for.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/common/time/DateFormatters.java. A name with
`strict_` wants all digits; without it, one digit is enough for months, days and parts of the time.
"""

from __future__ import annotations

import re

from .elements import Element, Fraction, Literal, Number, Offset, Optional, Region, keep
from .moments import NANOS, Moment
from .patterns import compiled

_TIME = "HH:mm:ss"
_BASIC_TIME = "HHmmss"
_ZONE = "XXX"

NAMED: dict[str, str] = {
    "iso8601": "", "strict_date_optional_time": "", "date_optional_time": "", "strict_date_optional_time_nanos": "",
    "epoch_millis": "", "epoch_second": "", "date_time": "", "strict_date_time": "",
    "date": "uuuu-M-d", "strict_date": "uuuu-MM-dd", "basic_date": "uuuuMMdd",
    "year": "uuuu", "strict_year": "uuuu", "year_month": "uuuu-M", "strict_year_month": "uuuu-MM",
    "year_month_day": "uuuu-M-d", "strict_year_month_day": "uuuu-MM-dd",
    "date_hour": "uuuu-M-d'T'H", "strict_date_hour": "uuuu-MM-dd'T'HH",
    "date_hour_minute": "uuuu-M-d'T'H:m", "strict_date_hour_minute": "uuuu-MM-dd'T'HH:mm",
    "date_hour_minute_second": "uuuu-M-d'T'H:m:s", "strict_date_hour_minute_second": f"uuuu-MM-dd'T'{_TIME}",
    "date_hour_minute_second_millis": "uuuu-M-d'T'H:m:s.SSS",
    "strict_date_hour_minute_second_millis": f"uuuu-MM-dd'T'{_TIME}.SSS",
    "date_hour_minute_second_fraction": "uuuu-M-d'T'H:m:s.SSS",
    "strict_date_hour_minute_second_fraction": f"uuuu-MM-dd'T'{_TIME}.SSS",
    "date_time_no_millis": f"uuuu-M-d'T'H:m:s{_ZONE}", "strict_date_time_no_millis": f"uuuu-MM-dd'T'{_TIME}{_ZONE}",
    "basic_date_time": f"uuuuMMdd'T'{_BASIC_TIME}.SSSXX", "basic_date_time_no_millis": f"uuuuMMdd'T'{_BASIC_TIME}XX",
    "basic_time": f"{_BASIC_TIME}.SSSXX", "basic_time_no_millis": f"{_BASIC_TIME}XX",
    "basic_ordinal_date": "uuuuDDD", "basic_ordinal_date_time": f"uuuuDDD'T'{_BASIC_TIME}.SSSXX",
    "ordinal_date": "uuuu-D", "strict_ordinal_date": "uuuu-DDD",
    "strict_ordinal_date_time": f"uuuu-DDD'T'{_TIME}.SSS{_ZONE}",
    "hour": "H", "strict_hour": "HH", "hour_minute": "H:m", "strict_hour_minute": "HH:mm",
    "hour_minute_second": "H:m:s", "strict_hour_minute_second": _TIME,
    "hour_minute_second_millis": "H:m:s.SSS", "strict_hour_minute_second_millis": f"{_TIME}.SSS",
    "time_no_millis": f"H:m:s{_ZONE}", "strict_time_no_millis": f"{_TIME}{_ZONE}",
    "time": f"H:m:s.SSS{_ZONE}", "strict_time": f"{_TIME}.SSS{_ZONE}",
    "week_date": "YYYY-'W'ww-e", "strict_week_date": "YYYY-'W'ww-e", "basic_week_date": "YYYY'W'wwe",
    "weekyear": "YYYY", "strict_weekyear": "YYYY", "weekyear_week": "YYYY-'W'ww", "strict_weekyear_week": "YYYY-'W'ww",
    "weekyear_week_day": "YYYY-'W'ww-e", "strict_weekyear_week_day": "YYYY-'W'ww-e",
}  # fmt: skip
"""Names and the patterns they stand for; an empty one is made below."""

UNKNOWN = frozenset(
    [
        "rfc3339_lenient",
        "t_time",
        "t_time_no_millis",
        "strict_t_time",
        "strict_t_time_no_millis",
        "basic_t_time",
        "basic_t_time_no_millis",
        "week_date_time",
        "week_date_time_no_millis",
        "strict_week_date_time",
        "strict_week_date_time_no_millis",
        "basic_week_date_time",
        "basic_week_date_time_no_millis",
        "strict_basic_week_date",
        "ordinal_date_time",
        "ordinal_date_time_no_millis",
        "strict_ordinal_date_time_no_millis",
        "basic_ordinal_date_time_no_millis",
        "hour_minute_second_fraction",
        "strict_hour_minute_second_fraction",
        "week_year",
    ]
)
"""Names that servers have and this has not."""


def named_elements(name: str, language: str, names: str) -> list[Element]:
    """The elements of a named format."""
    if name in ("epoch_millis", "epoch_second"):
        return [_Epoch(1000 if name == "epoch_millis" else 1)]
    if name in ("date_time", "strict_date_time"):
        return [*_date(strict=True), Literal("T"), *_time(strict=True), _fraction(3), _zone()]
    if name in NAMED and not NAMED[name]:
        return _optional_time(strict=name != "date_optional_time", comma=name == "iso8601")
    return compiled(NAMED[name], language, names)


def _number(field: str, *, strict: bool) -> Number:
    return Number(field, 2 if strict else 1, 2)


def _date(*, strict: bool) -> list[Element]:
    day: list[Element] = [Literal("-"), _number("DayOfMonth", strict=strict)]
    month: list[Element] = [Literal("-"), _number("MonthOfYear", strict=strict), _Part(day)]
    return [Number("Year", 4, 9, "exceeds"), _Part(month)]


def _time(*, strict: bool) -> list[Element]:
    return [
        _number("HourOfDay", strict=strict),
        Literal(":"),
        _number("MinuteOfHour", strict=strict),
        Literal(":"),
        _number("SecondOfMinute", strict=strict),
    ]


def _zone() -> Element:
    return Optional([_Either(Offset("Z", "always", ":"), Offset("Z", "optional"), Region())])


def _fraction(least: int) -> Element:
    return _Either(Fraction(least, 9, "."), Fraction(least, 9, ","))


def _optional_time(*, strict: bool, comma: bool) -> list[Element]:
    """A date and as much of a time as there is; a comma may stand before the fraction."""
    seconds: list[Element] = [Literal(":"), _number("SecondOfMinute", strict=strict), Optional([_shown_fraction()])]
    minutes: list[Element] = [Literal(":"), _number("MinuteOfHour", strict=strict), Optional(seconds)]
    hours: list[Element] = [_number("HourOfDay", strict=strict), Optional(minutes), _zone()]
    return [*_date(strict=strict), Optional([Literal("T"), Optional(hours)])]


def _shown_fraction() -> Element:
    return _Either(_Thousandths(), Fraction(1, 9, ","))


class _Thousandths(Fraction):
    """One digit is enough to read; three at least are shown."""

    def __init__(self) -> None:
        super().__init__(1, 9, ".")

    def show(self, moment: Moment) -> str:
        return "." + f"{moment.nanos:09d}".rstrip("0").ljust(3, "0")


class _Part(Optional):
    """Elements that may be absent when read, and are always shown."""


class _Either:
    """The first of two that fits; the first shows."""

    def __init__(self, *choices: Element) -> None:
        self._choices = choices

    def read(self, text: str, at: int, found: dict[str, object]) -> int:
        for choice in self._choices:
            tried = dict(found)
            end = choice.read(text, at, tried)
            if end >= 0:
                found.update(tried)
                return end
        return ~at

    def show(self, moment: Moment) -> str:
        return self._choices[0].show(moment)


_EPOCH = re.compile(r"-?\d{1,18}(?:\.\d{0,9})?", re.ASCII)


class _Epoch:
    """Seconds or milliseconds since 1970. Only the part below a second is a field: the servers ask such a date for a
    year, find none and take the current one (observed: opensearch 2.19.1).
    """

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second

    def read(self, text: str, at: int, found: dict[str, object]) -> int:
        sought = _EPOCH.match(text, at)
        if sought is None:
            return ~at
        whole, _, part = sought[0].partition(".")
        nanos = int(whole) * (NANOS // self._per_second) + int(part.ljust(9, "0") or 0) // self._per_second
        found["InstantSeconds"] = nanos // NANOS
        return keep(found, "NanoOfSecond", nanos % NANOS, at, sought.end())

    def show(self, moment: Moment) -> str:
        nanos = moment.seconds * NANOS + moment.nanos
        whole = nanos * self._per_second // NANOS
        return str(whole)
