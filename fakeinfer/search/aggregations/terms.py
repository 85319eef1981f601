"""Documents by the values of a field."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument, not_implemented
from ...wire import Json
from .. import errors
from ..locate import Place
from ..one_field import read_number
from ..query import Reading
from ..values import number_of, text_of
from .columns import Column
from .metrics import read_column
from .ordering import Order, check_paths, read_order
from .reading import Aggregation, Around, Matches, check_options

if TYPE_CHECKING:
    from ...mapping.fields import Field
    from ..view import View

OPTIONS = (
    "field", "size", "shard_size", "order", "min_doc_count", "missing", "include", "exclude",
    "show_term_doc_count_error", "shard_min_doc_count", "execution_hint", "collect_mode", "value_type", "format", "script",
)  # fmt: skip
Wanted = Callable[[Any], bool]


class Terms(NamedTuple):
    """Buckets by value, the largest first."""

    column: Column
    order: tuple[Order, ...]
    size: int = 10
    least: int = 1
    """How many documents a bucket needs."""
    include: Json = None
    exclude: Json = None
    tells_errors: bool = False

    def check(self, wanted: Aggregation, view: View) -> None:
        self.column.check("terms", view)
        check_paths(self.order, wanted.inner)

    def prefix(self, matches: Matches) -> str:
        field = self.column.field(matches)
        if field is not None and field.family == "decimal":
            return "dterms"
        return "sterms" if field is None or field.family in ("keyword", "flat") else "lterms"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        field = self.column.field(matches)
        kept = self._wanted(field)
        buckets: dict[Any, dict[int, tuple[View, list[int]]]] = {}
        for view, number, values in self.column.held(matches):
            for value in dict.fromkeys(values):
                if kept(value):
                    buckets.setdefault(value, {}).setdefault(id(view), (view, []))[1].append(number)
        if self.least == 0:
            everything = [(view, list(range(len(view)))) for view, _ in matches]
            for _, _, values in self.column.held(everything):
                for value in values:
                    if kept(value):
                        buckets.setdefault(value, {})
        sizes = {key: sum(len(numbers) for _, numbers in found.values()) for key, found in buckets.items()}
        keys = sorted(key for key in buckets if sizes[key] >= self.least)
        needs_answers = any(order.path for order in self.order)
        if not needs_answers:
            keys = _arranged(keys, self.order, sizes, {})
            answers = {key: wanted.within(list(buckets[key].values()), around) for key in keys[: self.size]}
        else:
            answers = {key: wanted.within(list(buckets[key].values()), around) for key in keys}
            keys = _arranged(keys, self.order, sizes, answers)
        return {
            "doc_count_error_upper_bound": 0,
            "sum_other_doc_count": sum(sizes[key] for key in keys[self.size :]),
            "buckets": [self._bucket(field, key, answers[key]) for key in keys[: self.size]],
        }

    def _bucket(self, field: Field | None, key: Any, answer: dict[str, Json]) -> dict[str, Json]:
        shown = self.column.shown(field, key) if not isinstance(key, str) else None
        bucket: dict[str, Json] = {"key": float(key) if field is not None and field.family == "decimal" else key}
        if shown is not None:
            bucket["key_as_string"] = shown
        if not self.tells_errors:
            return {**bucket, **answer}
        return {**bucket, "doc_count": answer["doc_count"], "doc_count_error_upper_bound": 0, **answer}

    def _wanted(self, field: Field | None) -> Wanted:
        included, excluded = _chooser(self.include, field), _chooser(self.exclude, field)
        if included is None and excluded is None:
            return lambda value: True
        return lambda value: (included is None or included(value)) and (excluded is None or not excluded(value))


def _chooser(given: Json, field: Field | None) -> Wanted | None:
    """What `include` or `exclude` says of a value: a regular expression, or a list."""
    if given is None:
        return None
    if isinstance(given, dict):
        raise not_implemented("partitions of the aggregation [terms]")
    numeric = field is not None and field.family in ("whole", "decimal", "boolean", "date")
    if isinstance(given, list):
        values = {number_of(item) if numeric else text_of(item) for item in given}
        return lambda value: value in values
    try:
        compiled = re.compile(text_of(given), re.DOTALL)
    except re.error:
        raise not_implemented(f"the regular expression [{given}]") from None
    return lambda value: compiled.fullmatch(text_of(value)) is not None


def _arranged(keys: list[Any], orders: tuple[Order, ...], sizes: dict[Any, int], answers: dict[Any, Any]) -> list[Any]:
    """Keys in order; those that are equal by all criteria in their own."""
    for order in reversed(orders):
        if order.path:
            keys = order.by_answer(keys, answers)
        elif order.name == "_count":
            keys.sort(key=sizes.__getitem__, reverse=order.descending)
        else:
            keys.sort(reverse=order.descending)
    return keys


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> Terms:
    """Read one."""
    check_options(kind, options, place, OPTIONS, ("script",))
    size = int(read_number(options.get("size", 10)))
    if size < 1:
        refused = illegal_argument(f"[size] must be greater than 0. Found [{size}] in [{name}]")
        raise errors.failed_field("terms", "size", (place / "size").value(), refused)
    order = _read_order(options, place)
    if "field" not in options:
        raise illegal_argument("Required one of fields [field, script], but none were specified. ")
    return Terms(
        read_column(options),
        order,
        size,
        int(read_number(options.get("min_doc_count", 1))),
        options.get("include"),
        options.get("exclude"),
        options.get("show_term_doc_count_error") is True,
    )


def _read_order(options: dict[str, Json], place: Place) -> tuple[Order, ...]:
    if "order" not in options:
        return (Order("_count", True),)
    here = place / "order"
    try:
        return read_order(options["order"], here)
    except ApiError as refused:
        raise errors.failed_field("terms", "order", here.deepest(options["order"]).value(), refused) from None
