"""What values become that leave a script: JSON has fewer kinds of them."""

from __future__ import annotations

import base64
from typing import Any

from ..formats.singles import shortest
from ..wire import Json
from .values import Array, Float


def as_json(value: Any) -> Json:
    """A number of single precision, a date or a moment as it is written; None for what is none of those.

    Source: server/src/main/java/org/opensearch/common/xcontent/XContentOpenSearchExtension.java (observed: opensearch 2.19.1).
    """
    if isinstance(value, Float):
        return shortest(value)
    if isinstance(value, Array) and value.kind == "byte":
        return base64.b64encode(bytes(item % 256 for item in value)).decode("ascii")
    if not hasattr(value, "JAVA"):
        return None
    from .times import JodaCompatibleZonedDateTime, ZonedDateTime, offset_id, shown_date
    from .utilities import Date

    if isinstance(value, Date):
        value = ZonedDateTime(value.millis // 1000, value.millis % 1000 * 1_000_000, offset_zone())
    if type(value) not in (ZonedDateTime, JodaCompatibleZonedDateTime):
        return None
    second = value.nanos // 1_000_000_000
    clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
    fraction = f"{value.fraction:09d}".rstrip("0").ljust(3, "0")
    return f"{shown_date(value.days)}T{clock}.{fraction}{offset_id(value.offset)}"


def offset_zone() -> Any:
    """UTC."""
    from ..formats.dates.zones import UTC

    return UTC
