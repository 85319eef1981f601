"""The elements of a compiled pattern: each reads its part of a text into fields, and shows its part of a moment.

`read` gives the place after what it read, or `~place` where it fails, as
openjdk/jdk:src/java.base/share/classes/java/time/format/DateTimeFormatterBuilder.java does in its strict mode.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol

from .moments import DAY, NANOS, Moment, date_of, days_of, week_of, weekday_of
from .zones import BadZone, Zone, fixed, known_region, offset_zone

Found = dict[str, Any]
"""What was read: numbers by the names of Java's fields, and `zone` or `offset`."""


class Element(Protocol):
    """One part of a pattern."""

    def read(self, text: str, at: int, found: Found) -> int:
        """The place after what was read, or `~place`."""

    def show(self, moment: Moment) -> str:
        """The text of a moment."""


class Literal:
    """Characters that stand for themselves."""

    def __init__(self, text: str) -> None:
        self.text = text

    def read(self, text: str, at: int, found: Found) -> int:
        return at + len(self.text) if text.startswith(self.text, at) else ~at

    def show(self, moment: Moment) -> str:
        return self.text


class Number:
    """A number of so many digits. `sign` is "never", "normal" or "exceeds" (a plus when there are more than expected).

    `following` are the digits that numbers right behind this one need.
    """

    def __init__(self, field: str, least: int, most: int, sign: str = "never") -> None:
        self.field = field
        self.least = least
        self.most = most
        self.sign = sign
        self.following = 0

    @property
    def is_fixed(self) -> bool:
        return self.least == self.most and self.sign == "never"

    def read(self, text: str, at: int, found: Found) -> int:
        first = text[at : at + 1]
        if not first:
            return ~at
        if (first == "+" and self.sign != "exceeds") or (first == "-" and self.sign == "never"):
            return ~at
        begin = at + 1 if first in "+-" else at
        most = self.most + self.following
        digits = _digits(text, begin, most)
        if digits < self.least:
            return ~begin
        if self.following:
            digits = min(max(self.least, digits - self.following), digits)
        value = int(text[begin : begin + digits])
        if first == "-" and value == 0:
            return ~at
        if self.sign == "exceeds" and (first == "+") != (digits > self.least) and first != "-":
            return ~at
        return self._keep(found, -value if first == "-" else value, at, begin + digits)

    def _keep(self, found: Found, value: int, at: int, end: int) -> int:
        return keep(found, self.field, value, at, end)

    def show(self, moment: Moment) -> str:
        value = field_of(self.field, moment)
        text = str(abs(value)).zfill(self.least)
        if value < 0:
            return f"-{text}"
        return f"+{text}" if self.sign == "exceeds" and len(text) > self.least else text


class ShortYear(Number):
    """Two digits of a year from 2000 on."""

    def __init__(self, field: str) -> None:
        super().__init__(field, 2, 2)

    def _keep(self, found: Found, value: int, at: int, end: int) -> int:
        return keep(found, self.field, 2000 + value, at, end)

    def show(self, moment: Moment) -> str:
        return f"{abs(field_of(self.field, moment)) % 100:02d}"


class Fraction:
    """A part of a second, at least so many digits; `point` if the decimal point belongs to it."""

    def __init__(self, least: int, most: int, point: str = "") -> None:
        self.least = least
        self.most = most
        self.point = point

    def read(self, text: str, at: int, found: Found) -> int:
        if self.point and not text.startswith(self.point, at):
            return ~at
        begin = at + len(self.point)
        digits = _digits(text, begin, self.most)
        if digits < self.least:
            return ~begin
        nanos = int(text[begin : begin + digits].ljust(9, "0"))
        return keep(found, "NanoOfSecond", nanos, at, begin + digits)

    def show(self, moment: Moment) -> str:
        digits = f"{moment.nanos:09d}".rstrip("0").ljust(self.least, "0")[: self.most]
        return self.point + digits if digits else ""


class Names:
    """The name of a month, a weekday or a half of the day."""

    def __init__(self, field: str, names: Sequence[str], first: int) -> None:
        self.field = field
        self.first = first
        self._names = names
        self._longest = sorted(((name, first + n) for n, name in enumerate(names)), key=lambda pair: -len(pair[0]))

    def read(self, text: str, at: int, found: Found) -> int:
        for name, value in self._longest:
            if text.startswith(name, at):
                return keep(found, self.field, value, at, at + len(name))
        return ~at

    def show(self, moment: Moment) -> str:
        return self._names[field_of(self.field, moment) - self.first]


class Offset:
    """A distance from UTC. `minutes` is "never", "optional" or "always"; `none` is how no distance is written."""

    def __init__(self, none: str, minutes: str, colon: str = "", *, seconds: bool = False, before: str = "") -> None:
        self.none = none
        self.before = before
        self._minutes = minutes
        self._colon = colon
        self._seconds = seconds
        more = rf"{colon}(\d\d)"
        if seconds:
            more += rf"(?:{colon}(\d\d))?"
        needed = {"always": more, "optional": rf"(?:{more})?", "never": ""}[minutes]
        self._read = re.compile(rf"{before}([+-])(\d\d{'?' if before else ''}){needed}", re.ASCII)

    def read(self, text: str, at: int, found: Found) -> int:
        sought = self._read.match(text, at)
        if sought is not None:
            hours, *others = sought.groups()[1:]
            minutes, seconds = (int(part or 0) for part in [*others, 0, 0][:2])
            distance = int(hours) * 3600 + minutes * 60 + seconds
            if minutes < 60 and seconds < 60 and distance <= 18 * 3600:
                return keep(found, "offset", -distance if sought[1] == "-" else distance, at, sought.end())
        if text.startswith(self.none, at):
            return keep(found, "offset", 0, at, at + len(self.none))
        return ~at

    def show(self, moment: Moment) -> str:
        seconds = moment.offset
        if seconds == 0:
            return self.none
        sign, distance = "-" if seconds < 0 else "+", abs(seconds)
        hours, minutes, rest = distance // 3600, distance // 60 % 60, distance % 60
        text = f"{self.before}{sign}{hours}" if self.before else f"{sign}{hours:02d}"
        if self._minutes == "always" or (self._minutes == "optional" and minutes):
            text += f"{self._colon}{minutes:02d}"
        return text + (f"{self._colon}{rest:02d}" if self._seconds and rest else "")


_REGION = re.compile(r"[A-Za-z][A-Za-z0-9~/._+-]*")
_DISTANCE = re.compile(r"[+-]\d\d(?::\d\d(?::\d\d)?)?|Z")
_ABBREVIATED = {
    "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "MST": "America/Denver", "MDT": "America/Denver",
    "CST": "America/Chicago", "CDT": "America/Chicago", "EST": "America/New_York", "EDT": "America/New_York",
    "CEST": "Europe/Paris", "BST": "Europe/London", "JST": "Asia/Tokyo", "IST": "Asia/Kolkata",
    "MSK": "Europe/Moscow",
}  # fmt: skip
"""The common short names of regions; others are not read."""


class Region:
    """A zone's id, with `names` also its short name."""

    def __init__(self, *, names: bool = False) -> None:
        self._names = names

    def read(self, text: str, at: int, found: Found) -> int:
        distance = _DISTANCE.match(text, at)
        if distance is not None:
            try:
                return keep(found, "zone", offset_zone(distance[0]), at, distance.end())
            except BadZone:
                return ~at
        sought = _REGION.match(text, at)
        word = sought[0] if sought else ""
        while word:
            id = _ABBREVIATED.get(word, word) if self._names else word
            if id in ("UTC", "GMT", "UT"):
                return keep(found, "zone", Zone(id, 0), at, at + len(word))
            if known_region(id):
                return keep(found, "zone", Zone(id, None), at, at + len(word))
            word = word[:-1]
        return ~at

    def show(self, moment: Moment) -> str:
        return moment.zone.name_at(moment.seconds) if self._names else moment.zone.id


class Optional:
    """Elements that may be absent together."""

    def __init__(self, elements: Sequence[Element]) -> None:
        self.elements = elements

    def read(self, text: str, at: int, found: Found) -> int:
        tried = dict(found)
        end = at
        for element in self.elements:
            end = element.read(text, end, tried)
            if end < 0:
                return at
        found.update(tried)
        return end

    def show(self, moment: Moment) -> str:
        return "".join(element.show(moment) for element in self.elements)


class Padded:
    """An element that is filled up with blanks."""

    def __init__(self, element: Element, width: int) -> None:
        self._element = element
        self._width = width

    def read(self, text: str, at: int, found: Found) -> int:
        end = at + self._width
        if end > len(text):
            return ~at
        begin = at
        while begin < end and text[begin] == " ":
            begin += 1
        read = self._element.read(text[:end], begin, found)
        return read if read in (end, ~end) or read < 0 else ~begin

    def show(self, moment: Moment) -> str:
        return self._element.show(moment).rjust(self._width)


def keep(found: Found, field: str, value: Any, at: int, end: int) -> int:
    """Keep what was read; a field that was read before as something else fails."""
    if found.setdefault(field, value) != value:
        return ~at
    return end


def _digits(text: str, at: int, most: int) -> int:
    count = 0
    while count < most and text[at + count : at + count + 1] in "0123456789" and at + count < len(text):
        count += 1
    return count


def field_of(field: str, moment: Moment) -> int:
    """The value of one of Java's fields."""
    local = moment.seconds + moment.offset
    days, second = divmod(local, DAY)
    hour = second // 3600
    times = {
        "HourOfDay": hour, "ClockHourOfDay": hour or 24, "HourOfAmPm": hour % 12, "ClockHourOfAmPm": hour % 12 or 12,
        "AmPmOfDay": hour // 12, "MinuteOfHour": second // 60 % 60, "SecondOfMinute": second % 60,
        "NanoOfSecond": moment.nanos, "MilliOfDay": second * 1000 + moment.nanos // 1_000_000,
        "NanoOfDay": second * NANOS + moment.nanos,
    }  # fmt: skip
    if field in times:
        return times[field]
    year, month, day = date_of(days)
    if field == "WeekBasedYear":
        return week_of(days)[0]
    if field == "WeekOfWeekBasedYear":
        return week_of(days)[1]
    return {
        "Year": year, "YearOfEra": year if year > 0 else 1 - year, "Era": int(year > 0), "MonthOfYear": month,
        "QuarterOfYear": (month + 2) // 3, "DayOfMonth": day, "DayOfYear": days - days_of(year, 1, 1) + 1,
        "DayOfWeek": weekday_of(days), "AlignedDayOfWeekInMonth": (day - 1) % 7 + 1,
        "AlignedWeekOfMonth": (day - 1) // 7 + 1,
    }[field]  # fmt: skip


def offset_of(found: Found) -> Zone | None:
    """The distance from UTC that was read, as a zone."""
    return fixed(found["offset"]) if "offset" in found else None
