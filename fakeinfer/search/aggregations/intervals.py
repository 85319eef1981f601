"""Steps of time: fixed ones, and those of the calendar of a place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from ...errors import ApiError, illegal_argument, not_implemented, number_format
from ...formats.javanumbers import whole
from ...object_parser import LONG, Field, Path, Source
from ...operations import read_time
from ...wire import Json
from .. import errors
from ..locate import Place
from ..values import text_of

CALENDAR = {
    "minute": "m", "1m": "m", "hour": "h", "1h": "h", "day": "d", "1d": "d", "week": "w", "1w": "w", "month": "M",
    "1M": "M", "quarter": "q", "1q": "q", "year": "y", "1y": "y", "second": "s", "1s": "s",
}  # fmt: skip
FIXED = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}

_DAY = FIXED["d"]
NOMINAL = {**FIXED, "w": 7 * _DAY, "M": 2_629_746_000, "q": 7_889_238_000, "y": 31_556_952_000}
"""How long units of the calendar are, in the mean."""


class Step(NamedTuple):
    """A step of time, in a zone, from an offset on."""

    unit: str = ""
    """A unit of the calendar, "" for a fixed step."""
    millis: int = 0
    zone: tzinfo = UTC
    offset: int = 0
    unreadable: str = ""
    """What was asked for, if that is no step; it is the index that minds."""

    def check(self) -> None:
        """Refuse what is no step."""
        if self.unreadable:
            raise illegal_argument(f"Unable to parse interval [{self.unreadable}]")
        if not self.unit and not self.millis:
            raise illegal_argument("Invalid interval specified, must be non-null and non-empty")

    def begin(self, moment: int) -> int:
        """When the step began that a moment is in."""
        moment -= self.offset
        if not self.unit:
            shift = self._shift(moment)
            return self._fixed((moment + shift) // self.millis * self.millis, moment) + self.offset
        return self._millis(self._floor(self._local(moment))) + self.offset

    def next(self, begin: int) -> int:
        """When the step after it begins."""
        if not self.unit:
            begin -= self.offset
            return self._fixed(begin + self._shift(begin) + self.millis, None) + self.offset
        local = self._local(begin - self.offset)
        return self._millis(self._later(local)) + self.offset

    def _fixed(self, local: int, moment: int | None) -> int:
        """When clocks show a time; of two moments the later one, unless that is after `moment`."""
        if self.zone is UTC:
            return local
        shown = _moment(local).replace(tzinfo=None)
        later = self._millis(shown.replace(fold=1))
        return later if moment is not None and later <= moment else self._millis(shown)

    def many(self, first: int, last: int) -> int:
        """How many begin between these, both of them included."""
        return (last - first) // (self.millis or NOMINAL[self.unit]) + 1

    def _local(self, millis: int) -> datetime:
        return _moment(millis).astimezone(self.zone).replace(tzinfo=None)

    def _millis(self, local: datetime) -> int:
        moment = local.replace(tzinfo=self.zone)
        return round((moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1))

    def _shift(self, millis: int) -> int:
        if self.zone is UTC:
            return 0
        offset = _moment(millis).astimezone(self.zone).utcoffset()
        return round((offset or timedelta()) / timedelta(milliseconds=1))

    def _floor(self, local: datetime) -> datetime:
        day = local.replace(hour=0, minute=0, second=0, microsecond=0)
        if self.unit in "smh":
            second = local.second if self.unit == "s" else 0
            return local.replace(microsecond=0, second=second, minute=0 if self.unit == "h" else local.minute)
        if self.unit == "w":
            return day - timedelta(days=day.weekday())
        if self.unit == "M":
            return day.replace(day=1)
        if self.unit == "q":
            return day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1)
        return day.replace(day=1, month=1) if self.unit == "y" else day

    def _later(self, local: datetime) -> datetime:
        months = {"M": 1, "q": 3, "y": 12}.get(self.unit)
        if months is None:
            return (
                local
                + {
                    "s": timedelta(seconds=1),
                    "m": timedelta(minutes=1),
                    "h": timedelta(hours=1),
                    "d": timedelta(days=1),
                    "w": timedelta(days=7),
                }[self.unit]
            )
        total = local.year * 12 + local.month - 1 + months
        return local.replace(year=total // 12, month=total % 12 + 1)


def _moment(millis: int) -> datetime:
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=millis)
    except OverflowError:
        raise not_implemented("steps of dates beyond the year 9999") from None


def calendar_step(value: Json) -> Step:
    """`month`, `1M`, .."""
    text = text_of(value)
    if text not in CALENDAR:
        raise illegal_argument(f"The supplied interval [{text}] could not be parsed as a calendar interval.")
    return Step(unit=CALENDAR[text])


def fixed_step(value: Json) -> Step:
    """`30d`, `12h`, .."""
    text = text_of(value)
    found = re.fullmatch(r"(\d+)(ms|s|m|h|d)", text)
    if found is None:
        unit = re.search(r"(ms|[smhd])$", text)
        if unit is None:
            raise illegal_argument(
                f"failed to parse setting [date_histogram.fixedInterval] with value [{text}] as a time value: unit is missing"
                " or unrecognized"
            )
        raise illegal_argument(f"failed to parse [{text}]", caused_by=number_format(text[: -len(unit[0])]))
    millis = _long(found[1], text) * FIXED[found[2]]
    if millis < 1:
        raise illegal_argument("Zero or negative time interval not supported")
    return Step(millis=millis)


def _long(digits: str, text: str) -> int:
    """A number that fits into 64 bits."""
    number = whole(digits, 64)
    if number is None:
        cause = number_format(digits)
        raise illegal_argument(f"failed to parse [{text}], fractional time values are not supported", caused_by=cause)
    return number


def read_offset(text: str) -> int:
    """Milliseconds of `+6h` or `-1d`."""
    sign, text = (text[0], text[1:]) if text[:1] in ("+", "-") else ("", text)
    millis = int(read_time("DateHistogramAggregationBuilder.parseOffset", text))
    return -millis if sign == "-" else millis


def _offset(value: Json, source: Source, path: Path) -> int:
    return read_offset(value) if isinstance(value, str) else int(LONG.read(value, source, path))


def _interval(value: Json, source: Source, path: Path) -> Json:
    if path[-1] == "calendar_interval":
        return calendar_step(value)
    if path[-1] == "fixed_interval":
        return fixed_step(value)
    if isinstance(value, str):
        return value
    millis = LONG.read(value, source, path)
    if millis < 1:
        raise illegal_argument("[interval] must be 1 or greater for aggregation [date_histogram]")
    return millis


_NAMED = {
    "calendar_interval": Field(("VALUE_STRING",), _interval),
    "fixed_interval": Field(("VALUE_STRING",), _interval),
}
INTERVALS = {
    "opensearch": {"interval": Field(("VALUE_NUMBER", "VALUE_STRING"), _interval), **_NAMED},
    "elasticsearch": _NAMED,
}
"""The options that say how long a step is, by product; Elasticsearch has the oldest of them no more."""
_ALL = frozenset(INTERVALS["opensearch"])
OFFSET = Field(("VALUE_NUMBER", "VALUE_STRING"), _offset)


def step_of(known: Mapping[str, Any], place: Place) -> Step:
    """The step that options of `INTERVALS` ask for, with zone and offset; refuses two of them."""
    given = [name for name in known if name in _ALL]
    for option in given[1:]:
        others = "[fixed_interval] or [calendar_interval] configuration options"
        what = others if option == "interval" else f"[{given[0]}] configuration option"
        refused = illegal_argument(f"Cannot use [{option}] with {what}.")
        raise errors.failed_field("date_histogram", option, (place / option).value(), refused)
    step = known[given[0]] if given else Step()
    if not isinstance(step, Step):
        step = _legacy_step(step)
    return step._replace(zone=known.get("time_zone", UTC), offset=known.get("offset", 0))


def _legacy_step(value: str | int) -> Step:
    """`interval`: of the calendar if it is named so, fixed otherwise; a number is milliseconds."""
    if isinstance(value, int):
        return Step(millis=value)
    if value in CALENDAR:
        return calendar_step(value)
    try:
        return fixed_step(value)
    except ApiError:
        return Step(unreadable=value)
