"""Sizes in bytes as texts: `100mb`. Read with the server's refusals, and printed for people.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/common/unit/ByteSizeValue.java
"""

from __future__ import annotations

import re

from ...errors import parse_error

_UNITS = {"k": 1, "kb": 1, "m": 2, "mb": 2, "g": 3, "gb": 3, "t": 4, "tb": 4, "p": 5, "pb": 5, "b": 0}
_NAMES = ("b", "kb", "mb", "gb", "tb", "pb")


def read(setting: str, text: str) -> str:
    """The size as the server repeats it: its own unit, lower case."""
    normalized = text.strip().lower()
    if normalized in ("0", "-1"):
        return f"{normalized}b"
    matched = re.fullmatch(r"(.*?)(k|kb|m|mb|g|gb|t|tb|p|pb|b)", normalized)
    if matched is None:
        raise parse_error(
            f"failed to parse setting [{setting}] with value [{text}] as a size in bytes: unit is missing or unrecognized"
        )
    number, unit = matched[1].strip(), _NAMES[_UNITS[matched[2]]]
    if re.fullmatch(r"[+-]?\d+(?:\.\d+)?", number) is None:
        raise parse_error(f"failed to parse setting [{setting}] with value [{text}] as a size in bytes")
    if "." in number:
        return f"{int(float(number) * 1024 ** _UNITS[matched[2]])}b"
    return f"{int(number)}{unit}"


def in_bytes(text: str) -> int:
    """The number of bytes of a size that `read` gave."""
    matched = re.fullmatch(r"(-?\d+)([a-z]+)", text)
    assert matched is not None, text
    return int(int(matched[1]) * 1024 ** _UNITS[matched[2]])


def in_units(size: int, unit: str | None) -> str:
    """A number of bytes as tables print it: in whole units of the parameter `bytes`, else as `shown`."""
    power = _UNITS.get((unit or "").lower())
    return shown(size) if power is None else str(size // 1024**power)


def shown(size: int) -> str:
    """A number of bytes in the largest unit that fits, with one digit: `417.8mb`."""
    power = max((power for power in range(1, len(_NAMES)) if size >= 1024**power), default=0)
    if power == 0:
        return f"{size}b"
    tenths = size * 10 // 1024**power
    return f"{tenths // 10}{f'.{tenths % 10}' if tenths % 10 else ''}{_NAMES[power]}"
