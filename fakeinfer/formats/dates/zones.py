"""Time zones by the ids that Java's `ZoneId.of` takes.

What a region's clocks do comes from the machine's time-zone data (`zoneinfo`); on one without it, only `UTC` and
offsets are known.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_REGION = re.compile(r"[A-Za-z][A-Za-z0-9~/._+-]+")
_OFFSET = re.compile(r"[+-](\d{1,2})(?::?(\d\d)(?::?(\d\d))?)?")
_LENGTHS = (2, 3, 5, 6, 7, 9)
_MOST_HOURS = 18
_NOT_IN_JAVA = frozenset(("EST", "MST", "HST"))
"""Regions of other lists that `ZoneId.of` does not take."""


class BadZone(Exception):
    """An id that is none; `unknown` if it is well-formed and nowhere listed (`ZoneRulesException`)."""

    def __init__(self, reason: str, *, unknown: bool = False) -> None:
        super().__init__(reason)
        self.unknown = unknown


class Zone(NamedTuple):
    """A place's clocks: a fixed distance from UTC in seconds, or the rules of a region."""

    id: str
    seconds: int | None

    def offset_at(self, moment: int) -> int:
        """Seconds from UTC at a moment (seconds since 1970)."""
        return self.seconds if self.seconds is not None else _region_offset(self.id, moment, local=False)

    def offset_of_local(self, local: int) -> int:
        """The same when the clock there shows a time (seconds since 1970, as shown)."""
        return self.seconds if self.seconds is not None else _region_offset(self.id, local, local=True)

    def name_at(self, moment: int) -> str:
        """The short name, e.g. `CET`."""
        if self.seconds is not None:
            return self.id
        from datetime import datetime
        from zoneinfo import ZoneInfo

        return datetime.fromtimestamp(_within(moment), ZoneInfo(self.id)).tzname() or self.id


UTC = Zone("Z", 0)

_FIRST, _LAST = -62_135_500_000, 253_402_200_000
"""What `datetime` can say; regions keep their offset beyond."""


def _within(moment: int) -> int:
    return max(_FIRST, min(moment, _LAST))


def _region_offset(id: str, moment: int, *, local: bool) -> int:
    import datetime as times
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(id)
    shown = times.datetime(1970, 1, 1) + times.timedelta(seconds=_within(moment))
    there = shown.replace(tzinfo=zone) if local else shown.replace(tzinfo=times.UTC).astimezone(zone)
    return int((there.utcoffset() or times.timedelta()).total_seconds())


def zone_of(id: str) -> Zone:
    """The zone of an id: `Z`, `+02:00`, `UTC`, `GMT+2` or a region such as `Europe/Berlin`."""
    if len(id) <= 1 or id[0] in "+-":
        return offset_zone(id)
    for prefix in ("UTC", "GMT", "UT"):
        if id == prefix:
            return Zone(id, 0)
        if id.startswith((f"{prefix}+", f"{prefix}-")):
            distance = offset_zone(id[len(prefix) :])
            return Zone(prefix if distance == UTC else f"{prefix}{distance.id}", distance.seconds)
    if _REGION.fullmatch(id) is None:
        raise BadZone(f"Invalid ID for region-based ZoneId, invalid format: {id}")
    if id in _NOT_IN_JAVA or not known_region(id):
        raise BadZone(f"Unknown time-zone ID: {id}", unknown=True)
    return Zone(id, None)


def known_region(id: str) -> bool:
    """Whether the machine's data has the region."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(id)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def offset_zone(id: str) -> Zone:
    """A zone that is a distance from UTC."""
    if id == "Z":
        return UTC
    found = _OFFSET.fullmatch(id)
    if len(id) in _LENGTHS and id[0] not in "+-":
        raise BadZone(f"Invalid ID for ZoneOffset, plus/minus not found when expected: {id}")
    if found is None or len(id) not in _LENGTHS:
        raise BadZone(f"Invalid ID for ZoneOffset, invalid format: {id}")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    sign = -1 if id[0] == "-" else 1
    if hours > _MOST_HOURS:
        raise BadZone(f"Zone offset hours not in valid range: value {sign * hours} is not in the range -18 to 18")
    return fixed(sign * (hours * 3600 + minutes * 60 + seconds))


def fixed(seconds: int) -> Zone:
    """A zone with that distance from UTC."""
    if seconds == 0:
        return UTC
    sign, distance = "-" if seconds < 0 else "+", abs(seconds)
    id = f"{sign}{distance // 3600:02d}:{distance // 60 % 60:02d}"
    return Zone(id if distance % 60 == 0 else f"{id}:{distance % 60:02d}", seconds)
