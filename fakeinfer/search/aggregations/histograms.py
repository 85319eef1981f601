"""Documents by steps of a number or of time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...formats.javatext import LONG_MAX, double_text
from ...wire import Json
from .. import errors
from ..date_formats import shown_date, zone_named
from ..locate import Place
from ..one_field import read_number
from ..query import Reading
from ..values import millis_of, text_of
from .columns import NUMERIC, Column
from .intervals import CALENDAR, Step, calendar_step, fixed_step, read_offset
from .metrics import read_column
from .ordering import Order, check_paths, read_order
from .reading import Aggregation, Around, Matches, check_options

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...mapping.fields import Field
    from ..view import View

SHARED = ("field", "missing", "script", "format", "value_type", "keyed", "min_doc_count", "order", "offset", "extended_bounds", "hard_bounds")  # fmt: skip
OF_DATES = ("interval", "calendar_interval", "fixed_interval", "time_zone")
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
        if isinstance(self.steps, Step) and not self.steps.unit and not self.steps.millis:
            raise illegal_argument("Invalid interval specified, must be non-null and non-empty")

    def prefix(self, matches: Matches) -> str:
        return self.kind

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        low, high = self.at_most
        buckets: dict[Any, dict[int, tuple[View, list[int]]]] = {}
        for view, number, values in self.column.held(matches):
            inside = (value for value in values if (low is None or value >= low) and (high is None or value <= high))
            for key in dict.fromkeys(self.steps.begin(value) for value in inside):
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

    def _text(self, field: Field | None, key: Any) -> str | None:
        if isinstance(self.steps, Step):
            if field is not None and field.family != "date" and self.column.format is None:
                return None
            return shown_date(key, self.column.date_format(field), self.steps.zone)
        return self.column.shown(None, key)


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> Histogram:
    """Read one."""
    dates = kind == "date_histogram"
    check_options(kind, options, place, (*SHARED, *(OF_DATES if dates else ("interval",))), ("script", "value_type"))
    if "field" not in options:
        raise illegal_argument("Required one of fields [field, script], but none were specified. ")
    steps = read_step(options, place) if dates else _read_steps(options, name, place)
    order = read_order(options["order"], place / "order") if "order" in options else (Order("_key"),)
    return Histogram(
        kind,
        read_column(options),
        steps,
        order,
        int(read_number(options.get("min_doc_count", 0))),
        options.get("keyed") is True,
        _bounds(options.get("extended_bounds"), dates, reading),
        _bounds(options.get("hard_bounds"), dates, reading),
        reading.state.contract.product.name,
    )


def _bounds(given: Json, dates: bool, reading: Reading) -> tuple[Any, Any]:
    if not isinstance(given, dict):
        return None, None
    found: list[Any] = []
    for side in ("min", "max"):
        value = given.get(side)
        if value is None:
            found.append(None)
        elif dates:
            found.append(millis_of(value, now=reading.state.clock.millis))
        else:
            found.append(read_number(value))
    return found[0], found[1]


def _read_steps(options: dict[str, Json], name: str, place: Place) -> Steps:
    interval = read_number(options.get("interval", 0))
    if "interval" in options and interval <= 0:
        refused = illegal_argument(f"[interval] must be >0 for histogram aggregation [{name}]")
        raise errors.failed_field("histogram", "interval", (place / "interval").value(), refused)
    return Steps(interval, read_number(options.get("offset", 0)))


def read_step(options: dict[str, Json], place: Place) -> Step:
    step = Step()
    taken = ""
    for option in options:
        if option not in ("interval", "calendar_interval", "fixed_interval"):
            continue
        value = options[option]
        try:
            if taken:
                raise illegal_argument(f"Cannot use [{option}] with [{taken}] configuration option.")
            if option == "interval":
                step = calendar_step(value) if text_of(value) in CALENDAR else fixed_step(value)
            else:
                step = (calendar_step if option == "calendar_interval" else fixed_step)(value)
        except ApiError as refused:
            raise errors.failed_field("date_histogram", option, (place / option).value(), refused) from None
        taken = option
    zone = zone_named(text_of(options["time_zone"])) if options.get("time_zone") is not None else step.zone
    try:
        return step._replace(zone=zone, offset=read_offset(options.get("offset", 0)))
    except ApiError as refused:
        raise errors.failed_field("date_histogram", "offset", (place / "offset").value(), refused) from None
