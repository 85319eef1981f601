"""Documents by steps of a number or of time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import illegal_argument
from ...formats.javatext import LONG_MAX, double_text
from ...object_parser import BOOLEAN, FLOAT, Field, ObjectParser, Path, Source, within
from ...wire import Json
from .. import errors
from ..date_formats import shown_date
from ..locate import Place
from ..query import Reading
from ..values import millis_of, text_of
from .columns import NUMERIC, Column
from .intervals import INTERVALS, OFFSET, Step, step_of
from .options import MIN_DOC_COUNT, column_of, over_values, owner, read_options
from .ordering import ORDER, Order, check_paths
from .reading import Aggregation, Around, Matches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ...mapping import fields
    from ..view import View

MOST_BUCKETS = {"opensearch": 65_535, "elasticsearch": 65_536}
"""How many buckets an answer may have (`search.max_buckets`)."""


class Steps(NamedTuple):
    """Steps of a number."""

    interval: float
    offset: float = 0.0

    def begin(self, value: float) -> float:
        """Where the step begins that a value is in."""
        steps = (value - self.offset) / self.interval
        return (math.floor(steps) if math.isfinite(steps) else steps) * self.interval + self.offset

    def next(self, begin: float) -> float:
        """Where the step after it begins."""
        steps = (begin - self.offset) / self.interval
        return (round(steps) + 1 if math.isfinite(steps) else steps) * self.interval + self.offset

    def many(self, first: float, last: float) -> int:
        """How many begin between these, both of them included."""
        steps = (last - first) / self.interval
        return int(min(steps, LONG_MAX - 1)) + 1


class Histogram(NamedTuple):
    """Buckets by step."""

    kind: str
    column: Column
    steps: Steps | Step
    order: tuple[Order, ...]
    least: int
    keyed: bool
    at_least: tuple[Any, Any] = (None, None)
    """The bounds that buckets reach in any case."""
    at_most: tuple[Any, Any] = (None, None)
    """The bounds beyond which there are none."""
    product: str = "opensearch"

    def check(self, wanted: Aggregation, view: View) -> None:
        self.column.check(self.kind, view, NUMERIC)
        check_paths(self.order, wanted.inner)
        if isinstance(self.steps, Steps) and self.steps.interval <= 0:
            raise illegal_argument("interval must be positive, got: 0.0")
        if isinstance(self.steps, Step):
            self.steps.check()

    def prefix(self, matches: Matches) -> str:
        return self.kind

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        low, high = self.at_most
        buckets: dict[Any, dict[int, tuple[View, list[int]]]] = {}
        for view, number, values in self.column.held(matches):
            inside = (value for value in values if (low is None or value >= low) and (high is None or value <= high))
            for key in dict.fromkeys(self.steps.begin(value) for value in self._whole(inside)):
                buckets.setdefault(key, {}).setdefault(id(view), (view, []))[1].append(number)
        if self.least == 0:
            self._fill(buckets)
        keys = sorted(buckets)
        answers = {key: wanted.within(list(buckets[key].values()), around) for key in keys}
        keys = [key for key in keys if answers[key]["doc_count"] >= self.least]
        for order in reversed(self.order):
            if order.path:
                keys = order.by_answer(keys, answers)
            elif order.name == "_count":
                keys.sort(key=lambda key: answers[key]["doc_count"], reverse=order.descending)
            else:
                keys.sort(reverse=order.descending)
        field = self.column.field(matches)
        shown = [(self._text(field, key), key) for key in keys]
        found = [
            {**({"key_as_string": text} if text is not None else {}), "key": key, **answers[key]} for text, key in shown
        ]
        if self.keyed:
            return {"buckets": {text or double_text(key): one for (text, key), one in zip(shown, found, strict=True)}}
        return {"buckets": found}

    def _whole(self, values: Iterator[Any]) -> Iterator[Any]:
        """Moments without fractions of milliseconds, which scripts may make."""
        return values if isinstance(self.steps, Steps) or self.column.script is None else map(int, values)

    def _fill(self, buckets: dict[Any, Any]) -> None:
        """Put an empty bucket wherever one is missing between the first and the last."""
        steps: Callable[[Any], Any] = self.steps.begin
        ends = [steps(bound) for bound in self.at_least if bound is not None]
        known = [*buckets, *ends]
        if not known or (not buckets and len(ends) < 2):
            return
        key, last = min(known), max(known)
        limit = MOST_BUCKETS[self.product]
        while key <= last:
            buckets.setdefault(key, {})
            if len(buckets) > limit:
                raise errors.too_many_buckets(self.steps.many(min(known), last), limit, self.product)
            after = self.steps.next(key)
            if not after > key:  # a step is too small beside the number
                return
            key = after

    def _text(self, field: fields.Field | None, key: Any) -> str | None:
        if isinstance(self.steps, Step):
            if self.column.family(field) != "date" and self.column.format is None:
                return None
            return shown_date(int(key), self.column.date_format(field), self.steps.zone)
        return self.column.shown(None, key)


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> Histogram:
    """Read one."""
    dates = kind == "date_histogram"
    product = reading.state.contract.product.name
    known = read_options(DATES[product] if dates else NUMBERS, options, place)
    steps = step_of(known, place) if dates else Steps(known.get("interval", 0.0), known.get("offset", 0.0))
    now = reading.state.clock.millis
    return Histogram(
        kind,
        column_of(known, "date" if dates else "decimal"),
        steps,
        known.get("order", (Order("_key"),)),
        known.get("min_doc_count", 0),
        known.get("keyed", False),
        _bounds(known.get("extended_bounds"), dates, now),
        _bounds(known.get("hard_bounds"), dates, now),
        product,
    )


def _bounds(given: dict[str, Any] | None, dates: bool, now: int) -> tuple[Any, Any]:
    low, high = (given or {}).get("min"), (given or {}).get("max")
    if not dates:
        return low, high
    return _moment(low, now), _moment(high, now)


def _moment(bound: Json, now: int) -> int | None:
    if bound is None:
        return None
    found = millis_of(bound, now=now)
    if found is None:
        raise errors.unreadable_date(text_of(bound), "strict_date_optional_time||epoch_millis")
    return found


def _interval(value: Json, source: Source, path: Path) -> float:
    number: float = FLOAT.read(value, source, path)
    if number <= 0:
        raise illegal_argument(f"[interval] must be >0 for histogram aggregation [{owner(path)}]")
    return number


_BOUND = Field(
    ("VALUE_NUMBER", "VALUE_STRING", "VALUE_NULL"),
    lambda value, source, path: None if value is None else FLOAT.read(value, source, path),
)
_DATE_BOUND = Field(("VALUE_NUMBER", "VALUE_STRING", "VALUE_NULL"), lambda value, source, path: value)
_DOUBLE_BOUNDS = within(ObjectParser("double_bounds", {"min": _BOUND, "max": _BOUND}))
_LONG_BOUNDS = within(ObjectParser("bounds", {"min": _DATE_BOUND, "max": _DATE_BOUND}))
_SHARED = {"keyed": BOOLEAN, "min_doc_count": MIN_DOC_COUNT, "order": ORDER}
NUMBERS = over_values(
    "histogram",
    {
        "interval": Field(FLOAT.tokens, _interval),
        "offset": FLOAT,
        **_SHARED,
        "extended_bounds": _DOUBLE_BOUNDS,
        "hard_bounds": _DOUBLE_BOUNDS,
    },
)
DATES = {
    product: over_values(
        "date_histogram",
        {
            **INTERVALS[product],
            "offset": OFFSET,
            **_SHARED,
            "extended_bounds": _LONG_BOUNDS,
            "hard_bounds": _LONG_BOUNDS,
        },
        zones=True,
    )
    for product in INTERVALS
}
