"""Documents by steps of a number or of time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...formats.javatext import LONG_MAX, double_text
from ...object_parser import BOOLEAN, FLOAT, Field, ObjectParser, Path, Source, Unreadable, within
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
    from collections.abc import Callable, Iterable

    from ...mapping import fields
    from ..view import View

MOST_BUCKETS = {"opensearch": 65_535, "elasticsearch": 65_536}
"""How many buckets an answer may have (`search.max_buckets`)."""


class Steps(NamedTuple):
    """Steps of a number; a part of a composite key may say no interval, and has no steps then."""

    interval: float
    offset: float = 0.0

    def begin(self, value: float) -> float:
        """Where the step begins that a value is in."""
        if not self.interval:
            return math.nan
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
    refused: ApiError | None = None
    """Why the bounds cannot be, which it is the index that minds."""

    def check(self, wanted: Aggregation, view: View) -> None:
        self.column.check(self.kind, view, NUMERIC)
        check_paths(self.order, wanted.inner)
        if isinstance(self.steps, Steps) and self.steps.interval <= 0:
            raise illegal_argument("interval must be positive, got: 0.0")
        if isinstance(self.steps, Step):
            self.steps.check()
        if self.refused is not None:
            raise self.refused
        self._check_bounds()

    def _check_bounds(self) -> None:
        """Refuse bounds that buckets reach in any case beyond those that they do not go beyond."""
        (low, high), (least, most) = self.at_least, self.at_most
        if (low is None and high is None) or (least is None and most is None):
            return
        beyond = (least is not None and low is not None and low < least) or (
            most is not None and high is not None and high > most
        )
        if beyond:
            hard = (
                f"{_bound_text(least, '')}--{_bound_text(most, '')}"
                if least is not None
                else f"--{_bound_text(most, '')}"
            )
            wide = f"{_bound_text(low, 'null')}--{_bound_text(high, 'null')}"
            raise illegal_argument(
                f"Extended bounds have to be inside hard bounds, hard bounds: [{hard}], extended bounds: [{wide}]"
            )

    def prefix(self, matches: Matches) -> str:
        return self.kind

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        buckets: dict[Any, dict[int, tuple[View, list[int]]]] = {}
        for view, number, values in self.column.held(matches):
            for key in dict.fromkeys(self.steps.begin(value) for value in self._whole(values)):
                if not self._within(key):
                    continue
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

    def _within(self, key: Any) -> bool:
        """Whether a step begins within the hard bounds; the end of numbers belongs to them, that of moments does not."""
        low, high = self.at_most
        if low is not None and key < low:
            return False
        return high is None or key < high or (key == high and isinstance(self.steps, Steps))

    def _whole(self, values: Iterable[Any]) -> Iterable[Any]:
        """Moments without fractions of milliseconds, which scripts may make."""
        return values if isinstance(self.steps, Steps) or self.column.script is None else map(int, values)

    def _fill(self, buckets: dict[Any, Any]) -> None:
        """Put an empty bucket wherever one is missing between the first and the last."""
        begin: Callable[[Any], Any] = self.steps.begin
        low, high = (None if bound is None else begin(bound) for bound in self.at_least)
        if not buckets and (low is None or high is None):
            return
        first = min(key for key in (*buckets, low) if key is not None) if low is not None else min(buckets)
        last = max(key for key in (*buckets, high) if key is not None) if high is not None else max(buckets)
        key = first
        limit = MOST_BUCKETS[self.product]
        while key <= last:
            buckets.setdefault(key, {})
            if len(buckets) > limit:
                raise errors.too_many_buckets(self.steps.many(first, last), limit, self.product)
            after = self.steps.next(key)
            if not after > key:  # a step is too small beside the number
                return
            key = after

    def _text(self, field: fields.Field | None, key: Any) -> str | None:
        if isinstance(self.steps, Step):
            family = self.column.family(field)
            if family == "boolean":
                return self.column.shown(field, key)
            if family != "date" and self.column.format is None:
                return None
            return shown_date(int(key), self.column.date_format(field), self.steps.zone)
        return self.column.shown(None, key)


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> Histogram:
    """Read one."""
    dates = kind == "date_histogram"
    product = reading.state.contract.product.name
    known = read_options(DATES[product] if dates else NUMBERS, options, place)
    steps = step_of(known, place) if dates else Steps(known.get("interval", 0.0), known.get("offset", 0.0))
    column = column_of(known, "date" if dates else "decimal")
    found = Histogram(
        kind,
        column,
        steps,
        known.get("order", (Order("_key"),)),
        known.get("min_doc_count", 0),
        known.get("keyed", False),
        _bounds(known.get("extended_bounds")),
        _bounds(known.get("hard_bounds")),
        product,
    )
    return _with_moments(found, name, reading.state.clock.millis) if dates else found


def _bounds(given: dict[str, Any] | None) -> tuple[Any, Any]:
    return (given or {}).get("min"), (given or {}).get("max")


def _with_moments(found: Histogram, name: str, now: int) -> Histogram:
    """The bounds as moments, or why they are none."""
    try:
        wide, hard = ((_moment(low, now), _moment(high, now)) for low, high in (found.at_least, found.at_most))
    except ApiError as refused:
        return found._replace(at_least=(None, None), at_most=(None, None), refused=refused)
    for option, (low, high) in (("extended_bounds", wide), ("hard_bounds", hard)):
        if low is not None and high is not None and low > high:
            reason = f"[{option}.min][{low}] cannot be greater than [{option}.max][{high}] for histogram aggregation [{name}]"
            return found._replace(at_least=(None, None), at_most=(None, None), refused=illegal_argument(reason))
    return found._replace(at_least=wide, at_most=hard)


def _bound_text(bound: Any, absent: str) -> str:
    return absent if bound is None else double_text(bound) if isinstance(bound, float) else str(bound)


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


def _double_bounds(value: Json, source: Source, path: Path) -> dict[str, Any]:
    """Two numbers, of which the server makes one object as soon as it has both."""
    known: dict[str, Any] = _DOUBLES.read(value, source, path)
    low, high = known.get("min"), known.get("max")
    if low is None or high is None or low <= high:
        return known
    reason = f"max bound [{double_text(high)}] must be greater than min bound [{double_text(low)}]"
    thrown = ApiError(500, "invocation_target_exception", None, caused_by=illegal_argument(reason))
    built = illegal_argument(
        "Cannot instantiate an object of org.opensearch.search.aggregations.bucket.histogram.DoubleBounds",
        caused_by=thrown,
    )
    failed = ApiError(
        400,
        "x_content_parse_exception",
        "Failed to build [double_bounds] after last required field arrived",
        caused_by=built,
    )
    last = (*path, list(value)[-1])
    field = f"[{source.at(last)}] [double_bounds] failed to parse field [{last[-1]}]"
    raise Unreadable(ApiError(400, "x_content_parse_exception", field, caused_by=failed, root_cause=(failed,)), last)


_DOUBLES = ObjectParser("double_bounds", {"min": _BOUND, "max": _BOUND})
_DOUBLE_BOUNDS = Field(("START_OBJECT",), _double_bounds)
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
