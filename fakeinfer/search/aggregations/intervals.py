"""Steps of time: fixed ones, and those of the calendar of a place."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from ...errors import ApiError, illegal_argument, not_implemented, number_format
from ...formats.javanumbers import whole
from ...wire import Json
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

    def begin(self, moment: int) -> int:
        """When the step began that a moment is in."""
        moment -= self.offset
        if not self.unit:
            shift = self._shift(moment)
            return (moment + shift) // self.millis * self.millis - shift + self.offset
        return self._millis(self._floor(self._local(moment))) + self.offset

    def next(self, begin: int) -> int:
        """When the step after it begins."""
        if not self.unit:
            return begin + self.millis
        local = self._local(begin - self.offset)
        return self._millis(self._later(local)) + self.offset

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


def read_offset(value: Json) -> int:
    """`+6h`, `-1d`, or milliseconds."""
    text = text_of(value)
    found = re.fullmatch(r"([+-]?)(\d+)(ms|s|m|h|d)?", text)
    if found is None:
        raise ApiError(400, "illegal_argument_exception", f"failed to parse [{text}]")
    millis = _long(found[2], text) * FIXED[found[3] or "ms"]
    return -millis if found[1] == "-" else millis
