"""The time as models are told it (`inject_datetime`, since 3.2), in a pattern of `DateTimeFormatter`.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/AgentUtils.java`
(`getCurrentDateTime`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ...errors import not_implemented

if TYPE_CHECKING:
    from ...cluster import State

USUAL = "yyyy-MM-dd'T'HH:mm:ss'Z'"
_TOKENS = re.compile(r"'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']")
_KNOWN = frozenset("GuyYDMLQqwWdEecFaBhKkHmsSAnNVvzOXxZp")


def told(state: State, pattern: str | None) -> str:
    """The sentence that tells the time; a pattern that is none counts as the usual one."""
    moment = datetime.fromtimestamp(state.clock.millis / 1000, UTC)
    wanted = pattern if pattern and pattern.strip() and _is_pattern(pattern) else USUAL
    return f"Current date and time: {''.join(_told(found[0], moment) for found in _TOKENS.finditer(wanted))}"


def _is_pattern(pattern: str) -> bool:
    letters = {found[1] for found in _TOKENS.finditer(pattern) if found[1]}
    return "".join(found[0] for found in _TOKENS.finditer(pattern)) == pattern and letters <= _KNOWN


def _told(token: str, moment: datetime) -> str:
    if token.startswith("'"):
        return token[1:-1].replace("''", "'") or "'"
    if not token[0].isalpha():
        return token
    field = _FIELDS.get(token[0])
    if field is None:
        raise not_implemented(f"the letter {token[0]} in datetime_format")
    return field(moment, len(token))


def _padded(number: int, width: int) -> str:
    return str(number).zfill(width)


def _year(moment: datetime, width: int) -> str:
    return f"{moment.year % 100:02d}" if width == 2 else _padded(moment.year, width)


def _month(moment: datetime, width: int) -> str:
    return _padded(moment.month, width) if width < 3 else moment.strftime("%b" if width == 3 else "%B")


_FIELDS: dict[str, Callable[[datetime, int], str]] = {
    "y": _year,
    "u": _year,
    "M": _month,
    "L": _month,
    "d": lambda moment, width: _padded(moment.day, width),
    "D": lambda moment, width: _padded(moment.timetuple().tm_yday, width),
    "E": lambda moment, width: moment.strftime("%a" if width < 4 else "%A"),
    "a": lambda moment, width: moment.strftime("%p"),
    "H": lambda moment, width: _padded(moment.hour, width),
    "h": lambda moment, width: _padded((moment.hour - 1) % 12 + 1, width),
    "m": lambda moment, width: _padded(moment.minute, width),
    "s": lambda moment, width: _padded(moment.second, width),
    "S": lambda moment, width: _padded(moment.microsecond, 6).ljust(width, "0")[:width],
    "X": lambda moment, width: "Z",
    "z": lambda moment, width: "UTC",
    "V": lambda moment, width: "UTC",
}
