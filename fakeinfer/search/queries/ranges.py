"""Values between bounds: numbers, dates, texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...mapping.fields import Field
from ...wire import Json
from .. import errors
from ..errors import QueryRefused
from ..query import Query, constant
from ..values import millis_of, number_of, text_of

if TYPE_CHECKING:
    from ..view import View

DATE_FORMAT = "strict_date_optional_time||epoch_millis"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a value must lie between; None is open."""

    gt: Json = None
    gte: Json = None
    lt: Json = None
    lte: Json = None
    format: str | None = None


def range_query(path: str, bounds: Bounds, boost: float = 1.0) -> Query:
    """Documents of which any value of a field lies between the bounds."""
    return constant(between, path, bounds, boost=boost)


def between(path: str, bounds: Bounds, view: View) -> list[int]:
    """The documents of which any value lies between the bounds."""
    field = view.fields.get(path)
    if field is None:
        return []
    limits = [
        (side, _limit(field, side, value, bounds.format, view.state.clock.millis))
        for side in ("gt", "gte", "lt", "lte")
        if (value := getattr(bounds, side)) is not None
    ]
    if field.family in ("text", "flat"):
        found: set[int] = set()
        for term, numbers in view.postings(field).terms.items():
            if _inside(term, limits):
                found.update(numbers)
        return sorted(found)
    return [number for number, held in enumerate(view.values(field)) if any(_inside(value, limits) for value in held)]


def _inside(value: Any, limits: list[tuple[str, Any]]) -> bool:
    for side, limit in limits:
        if side == "gt" and not value > limit:
            return False
        if side == "gte" and not value >= limit:
            return False
        if side == "lt" and not value < limit:
            return False
        if side == "lte" and not value <= limit:
            return False
    return True


def _limit(field: Field, side: str, value: Json, format: str | None, now: int) -> Any:
    if field.family in ("whole", "decimal"):
        number = number_of(value)
        if number is None:
            raise QueryRefused(f'For input string: "{text_of(value)}"', "number_format_exception")
        return number
    if field.family == "date":
        millis = millis_of(value, round_up=side in ("gt", "lte"), now=now)
        if millis is None:
            raise errors.unreadable_date(text_of(value), format or field.options.get("format", DATE_FORMAT))
        return millis
    if field.family in ("text", "keyword", "flat"):
        return text_of(value)
    raise QueryRefused(f"Field [{field.path}] of type [{field.type.name}] does not support range queries")
