"""Documents by ranges of values: numbers or dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import illegal_argument
from ...formats.javatext import double_text
from ...object_parser import BOOLEAN, TEXT, Field, ObjectParser, Path, Source, objects
from ...wire import Json
from .. import errors
from ..date_formats import moment_read
from ..locate import Place
from ..query import Reading
from ..values import number_of, text_of
from .columns import NUMERIC, Column
from .options import column_of, over_values, read_options
from .reading import Aggregation, Around, Matches

if TYPE_CHECKING:
    from ...mapping import fields
    from ..view import View


class Range(NamedTuple):
    """From a value on and below another; None is open."""

    start: Json
    end: Json
    key: str | None


class Ranges(NamedTuple):
    """Buckets by range."""

    kind: str
    column: Column
    ranges: tuple[Range, ...]
    keyed: bool
    zone: tzinfo = UTC

    def check(self, wanted: Aggregation, view: View) -> None:
        self.column.check(self.kind, view, NUMERIC)
        if not self.ranges:
            raise illegal_argument(f"No [ranges] specified for the [{wanted.name}] aggregation")
        for one in self.ranges:
            for limit in (one.start, one.end):
                self._number(limit, view.state.clock.millis)

    def prefix(self, matches: Matches) -> str:
        return self.kind

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        now = around.views[0].state.clock.millis if around.views else 0
        limits = [(self._number(one.start, now), self._number(one.end, now), one.key) for one in self.ranges]
        field = self.column.field(matches)
        limits.sort(key=lambda one: (one[0] is not None, one[0] or 0.0, one[1] is None, one[1] or 0.0))
        held = list(self.column.held(matches))
        buckets: list[tuple[str, dict[str, Json]]] = []
        for start, end, key in limits:
            inside = _selected(held, lambda value, start=start, end=end: _between(value, start, end))  # type: ignore[misc]
            shown: dict[str, Json] = {}
            for name, limit in (("from", start), ("to", end)):
                if limit is not None:
                    shown[name] = limit
                    if (text := self._text(field, limit)) is not None:
                        shown[f"{name}_as_string"] = text
            own = f"{self._end_text(field, start)}-{self._end_text(field, end)}" if key is None else key
            buckets.append((own, {**shown, **wanted.within(inside, around)}))
        if self.keyed:
            return {"buckets": dict(buckets)}
        return {"buckets": [{"key": key, **bucket} for key, bucket in buckets]}

    def _text(self, field: fields.Field | None, limit: float) -> str | None:
        if self.kind == "date_range":
            from ..date_formats import shown_date

            return shown_date(int(limit), self.column.date_format(field), self.zone)
        return self.column.shown(None, limit)

    def _end_text(self, field: fields.Field | None, limit: float | None) -> str:
        if limit is None:
            return "*"
        return self._text(field, limit) or double_text(limit)

    def _number(self, value: Json, now: int) -> float | None:
        if value is None:
            return None
        if self.kind == "date_range":
            found = moment_read(value, self.column.format, self.zone, now)
            if found is None:
                raise errors.unreadable_date(
                    text_of(value), self.column.format or "strict_date_optional_time||epoch_millis"
                )
            return float(found)
        number = number_of(value)
        if number is None:
            raise errors.illegal_number(text_of(value))
        return float(number)


def _bound(value: Json, source: Source, path: Path) -> Json:
    return value


def _between(value: Any, start: float | None, end: float | None) -> bool:
    return (start is None or value >= start) and (end is None or value < end)


def _selected(held: list[tuple[View, int, list[Any]]], fits: Callable[[Any], bool]) -> Matches:
    """The documents of which any value fits, index by index."""
    found: dict[int, tuple[View, list[int]]] = {}
    for view, number, values in held:
        if any(fits(value) for value in values):
            found.setdefault(id(view), (view, []))[1].append(number)
    return list(found.values())


_BOUND = Field(("VALUE_NUMBER", "VALUE_STRING", "VALUE_NULL"), _bound)
_TEXT_BOUND = Field(("VALUE_STRING", "VALUE_NULL"), lambda value, source, path: value)
_FROM_TO = {"from": _BOUND, "to": _BOUND, "key": TEXT, "from_as_string": _TEXT_BOUND, "to_as_string": _TEXT_BOUND}
PARSERS = {
    kind: over_values(
        kind, {"ranges": objects(ObjectParser("range", _FROM_TO)), "keyed": BOOLEAN}, zones=kind == "date_range"
    )
    for kind in ("range", "date_range")
}


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> Ranges:
    """Read one."""
    known = read_options(PARSERS[kind], options, place)
    ranges = tuple(
        Range(one.get("from", one.get("from_as_string")), one.get("to", one.get("to_as_string")), one.get("key"))
        for one in known.get("ranges", ())
    )
    column = column_of(known, "date" if kind == "date_range" else "decimal")
    return Ranges(kind, column, ranges, known.get("keyed", False), known.get("time_zone", UTC))
