"""Documents by ranges of values: numbers or dates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...formats.javatext import double_text
from ...formats.positions import token_name
from ...wire import Json
from .. import errors
from ..locate import Place
from ..query import Reading
from ..values import millis_of, number_of, text_of
from .columns import NUMERIC, Column
from .metrics import read_column
from .reading import Aggregation, Around, Matches, check_options

if TYPE_CHECKING:
    from ...mapping.fields import Field
    from ..view import View

OPTIONS = ("field", "missing", "script", "format", "value_type", "ranges", "keyed", "time_zone")
OF_ONE = ("from", "to", "key", "from_as_string", "to_as_string")


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

    def _text(self, field: Field | None, limit: float) -> str | None:
        if self.kind == "date_range":
            from ..date_formats import shown_date

            return shown_date(int(limit), self.column.date_format(field))
        return None

    def _end_text(self, field: Field | None, limit: float | None) -> str:
        if limit is None:
            return "*"
        return self._text(field, limit) or double_text(limit)

    def _number(self, value: Json, now: int) -> float | None:
        if value is None:
            return None
        if self.kind == "date_range":
            found = millis_of(value, now=now)
            if found is None:
                raise errors.unreadable_date(
                    text_of(value), self.column.format or "strict_date_optional_time||epoch_millis"
                )
            return float(found)
        number = number_of(value)
        if number is None:
            raise errors.illegal_number(text_of(value))
        return float(number)


def _between(value: Any, start: float | None, end: float | None) -> bool:
    return (start is None or value >= start) and (end is None or value < end)


def _selected(held: list[tuple[View, int, list[Any]]], fits: Callable[[Any], bool]) -> Matches:
    """The documents of which any value fits, index by index."""
    found: dict[int, tuple[View, list[int]]] = {}
    for view, number, values in held:
        if any(fits(value) for value in values):
            found.setdefault(id(view), (view, []))[1].append(number)
    return list(found.values())


def _no_range(kind: str, listed: list[Json], number: int, place: Place) -> ApiError:
    """Not an object. The server steps over a single value and complains of what follows (observed: opensearch 2.19.1)."""
    if isinstance(listed[number], list):
        at = (place / number).value()
        cause = ApiError(400, "illegal_state_exception", "expected value but got [START_ARRAY]")
        return errors.failed_field(kind, "ranges", at, cause)
    last = number + 1 == len(listed)
    at = place.end() if last else (place / (number + 1)).value()
    token = "END_ARRAY" if last else token_name(listed[number + 1])
    return errors.failed_field(kind, "ranges", at, errors.expected_object("range", token, at))


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> Ranges:
    """Read one."""
    check_options(kind, options, place, OPTIONS, ("script", "value_type", "time_zone"))
    ranges = []
    listed = options.get("ranges", [])
    for number, given in enumerate(listed if isinstance(listed, list) else []):
        here = place / "ranges" / number
        if not isinstance(given, dict):
            raise _no_range(kind, listed, number, place / "ranges")
        for key in given:
            if key not in OF_ONE:
                refused = errors.unknown_field(kind, key, (here / key).key(), OF_ONE)
                raise errors.failed_field(kind, "ranges", (here / key).value(), refused)
        key = given.get("key")
        start, end = given.get("from", given.get("from_as_string")), given.get("to", given.get("to_as_string"))
        ranges.append(Range(start, end, None if key is None else text_of(key)))
    if "field" not in options:
        raise illegal_argument("Required one of fields [field, script], but none were specified. ")
    return Ranges(kind, read_column(options), tuple(ranges), options.get("keyed") is True)
